#include "runs/simulate/prepared_step.hpp"

#include "runs/integrate/advance.hpp"
#include "runs/protocol/cycles.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace percolith::runs
{

namespace
{

constexpr double endless = std::numeric_limits<double>::infinity();

/// The sample with which a piece ends that begins with sample `k`: the next one, or the last of a
/// current that stays the same to the last digit, so that it is run as the constant it is.
std::size_t end_of_piece(const MeasuredCurrent& c, std::size_t k)
{
    std::size_t end = k + 1;
    while (end + 1 < c.time.size() && c.current[end + 1] == c.current[k] &&
           c.current[end] == c.current[k]) {
        ++end;
    }
    return end;
}

/// The parts of a record by the pieces they end with.
std::vector<StepPart> parts_inside(const MeasuredCurrent& record)
{
    std::vector<StepPart> parts;
    std::size_t pieces = 0;
    std::size_t end = 0;
    for (const auto& part : record_parts(record)) {
        for (std::size_t k = end; end < part.last; k = end) {
            end = end_of_piece(record, k);
            pieces += record.time[end] > record.time[k] ? 1 : 0;
        }
        if (pieces > 0) {
            parts.push_back({pieces - 1, part.ends_cycle});
        }
    }
    return parts;
}

/// The pieces of each control, before any ending.
struct Pieces {
    std::vector<Piece> operator()(const ConstantCurrent& c) const
    {
        return {{model::Galvanostatic<>{c.current, {}}, endless}};
    }
    std::vector<Piece> operator()(const Rest&) const
    {
        return {{model::Galvanostatic<>{}, endless}};
    }
    std::vector<Piece> operator()(const Hold& c) const
    {
        return {{model::Potentiostatic<>{c.voltage, {}}, endless}};
    }
    std::vector<Piece> operator()(const CurrentRamp& c) const
    {
        return {{model::Galvanostatic<>{c.from, c.rate}, ((c.to - c.from) / c.rate).si}};
    }
    std::vector<Piece> operator()(const MeasuredCurrent& c) const
    {
        std::vector<Piece> pieces;
        pieces.reserve(c.time.size());
        for (std::size_t k = 0; k + 1 < c.time.size();) {
            const auto end = end_of_piece(c, k);
            const double span = c.time[end] - c.time[k];
            if (span > 0.0) {
                const double slope = (c.current[end] - c.current[k]) / span;
                pieces.push_back({model::Galvanostatic<>{kinetics::CurrentDensity<>{c.current[k]},
                                                         kinetics::CurrentRamp<>{slope}},
                                  span});
            }
            k = end;
        }
        return pieces;
    }
};

double total(const std::vector<Piece>& pieces)
{
    double sum = 0.0;
    for (const auto& piece : pieces) {
        sum += piece.duration;
    }
    return sum;
}

/// Ends the pieces at `end` s from their start.
void cut(std::vector<Piece>& pieces, double end)
{
    double start = 0.0;
    for (std::size_t k = 0; k < pieces.size(); ++k) {
        if (start + pieces[k].duration >= end) {
            pieces[k].duration = end - start;
            pieces.resize(k + 1);
            return;
        }
        start += pieces[k].duration;
    }
}

} // namespace

PreparedStep prepare(const Step& step, std::span<const StopCondition> stop_when)
{
    PreparedStep ready;
    ready.pieces = std::visit(Pieces{}, step.control);
    if (const auto* record = std::get_if<MeasuredCurrent>(&step.control)) {
        ready.parts = parts_inside(*record);
    }
    const auto* constant = std::get_if<ConstantCurrent>(&step.control);
    for (std::size_t k = 0; k < step.until.size(); ++k) {
        const auto& ending = step.until[k];
        const auto add = [&](const model::Condition& condition) {
            ready.conditions.push_back(condition);
            ready.endings.push_back(k);
        };
        if (ending.after) {
            cut(ready.pieces, ending.after->si);
        } else if (ending.charge && constant != nullptr && constant->current.si != 0.0) {
            cut(ready.pieces, ending.charge->si / std::abs(constant->current.si));
        } else if (ending.charge) {
            add({.what = model::Observable::charge_magnitude,
                 .side = model::Side::working,
                 .sense = model::Condition::Sense::above,
                 .threshold = ending.charge->si});
        } else if (ending.condition) {
            add(*ending.condition);
        }
    }
    for (const auto& stop : stop_when) {
        ready.conditions.push_back(stop.condition);
    }
    if (ready.conditions.size() > most_conditions) {
        throw std::invalid_argument(
            fmt::format("\"{}\": {} conditions at once, of {} a step can watch; drop some",
                        step.text, ready.conditions.size(), most_conditions));
    }
    ready.duration = total(ready.pieces);
    return ready;
}

} // namespace percolith::runs
