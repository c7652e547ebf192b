#include "runs/fit/protocol_pieces.hpp"

#include "runs/protocol/cursor.hpp"
#include "runs/simulate/prepared_step.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace percolith::runs::fit
{

namespace
{

constexpr std::size_t most_pieces = 1'000'000;

[[noreturn]] void refuse(const Step& step, const std::string& why)
{
    throw std::invalid_argument('"' + step.text + "\": " + why +
                                "; give the measured record with data = \"FILE\"");
}

} // namespace

std::vector<CurrentPiece> pieces_of(const Protocol& protocol)
{
    std::vector<PreparedStep> steps;
    for (const auto& step : protocol.steps) {
        steps.push_back(prepare(step, {}));
        if (!steps.back().conditions.empty()) {
            refuse(step, "when it ends is not known beforehand");
        }
        if (!std::isfinite(steps.back().duration)) {
            refuse(step, std::holds_alternative<Hold>(step.control) ? "a voltage is held"
                                                                    : "it never ends");
        }
        for (const auto& piece : steps.back().pieces) {
            if (!std::holds_alternative<model::Galvanostatic<>>(piece.control)) {
                refuse(step, "a voltage is held");
            }
        }
    }
    std::vector<CurrentPiece> pieces;
    double now = 0.0;
    for (Cursor at{protocol}; !at.done();) {
        const auto& step = steps[at.step()];
        const double left = at.deadline() - now;
        double passed = 0.0;
        for (const auto& piece : step.pieces) {
            const auto& given = std::get<model::Galvanostatic<>>(piece.control);
            const double duration = std::min(piece.duration, left - passed);
            if (duration > 0.0) {
                pieces.push_back({duration, given.at_start.si, given.ramp.si});
                passed += duration;
            }
        }
        if (pieces.size() > most_pieces) {
            refuse(protocol.steps[at.step()], "more than a million pieces of current");
        }
        const bool cut = step.duration > left;
        now = cut ? at.deadline() : now + step.duration;
        cut ? at.cut(now) : at.next(now);
        if (at.stalled()) {
            throw std::invalid_argument("a loop of the protocol takes no time");
        }
    }
    return pieces;
}

} // namespace percolith::runs::fit
