#include "runs/fit/measured.hpp"

#include "runs/cycler/interpret.hpp"
#include "runs/cycler/read_file.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>

namespace percolith::runs::fit
{

namespace
{

/// Of the largest current: what a tester's zero may scatter by.
constexpr double zero_share = 1e-4;
/// Of the time: no clock and no cell is better than that.
constexpr double time_share = 1e-4;

/// Time since the current last changed by more than readings of a constant one scatter, at each
/// sample: the pieces know.
std::vector<double> since_switch(const Replay& replay, const Scatter& allowed)
{
    std::vector<double> since;
    since.reserve(replay.moments.size());
    std::size_t piece = 0;
    double begin = 0.0;
    double switched = 0.0;
    for (const auto& m : replay.moments) {
        while (piece + 1 < replay.pieces.size()) {
            const auto& now = replay.pieces[piece];
            const double end = begin + now.duration;
            const bool over = m.closing ? m.time > end : m.time >= end;
            if (!over) {
                break;
            }
            const auto& next = replay.pieces[++piece];
            const double last = now.current + now.ramp * now.duration;
            const double width = allowed.relative * std::abs(last) + allowed.floor;
            if (std::abs(next.current - last) > 2.0 * width) {
                switched = end;
            }
            begin = end;
        }
        // A steep piece is the switch itself, seen between two samples.
        const auto& now = replay.pieces[piece];
        const double change = std::abs(now.ramp * now.duration);
        if (change > 2.0 * (allowed.relative * std::abs(now.current) + allowed.floor)) {
            switched = begin + now.duration;
        }
        since.push_back(m.time - switched);
    }
    return since;
}

/// The first of the record's last samples that are not below `level`; none: past its end.
std::size_t runaway(const std::vector<double>& voltage, double level)
{
    auto first = voltage.size();
    while (first > 0 && std::abs(voltage[first - 1]) >= level) {
        --first;
    }
    return first;
}

/// The end of a cell whose record ends by running away. Nothing where it does not, or where its end
/// was said already.
std::optional<EventData> end_of(const cycler::CyclerRecord& record, double level,
                                const std::vector<EventData>& said)
{
    const auto first = runaway(record.voltage, level);
    const auto is_end = [](const EventData& event) { return !event.kind; };
    if (first == 0 || first == record.voltage.size() ||
        std::any_of(said.begin(), said.end(), is_end)) {
        return std::nullopt;
    }
    const double gap = record.time[first] - record.time[first - 1];
    const double at = record.time[first] - record.time.front();
    return EventData{.kind = std::nullopt, .time = at, .error = std::max(gap, time_share * at)};
}

} // namespace

void take(const cycler::CyclerRecord& record, const RecordReading& how, CellData& data)
{
    std::vector<double> density(record.current.size());
    std::transform(record.current.begin(), record.current.end(), density.begin(),
                   [&](double current) { return current / how.area; });
    double largest = 0.0;
    for (const double j : density) {
        largest = std::max(largest, std::abs(j));
    }
    auto scatter = how.scatter;
    scatter.floor = std::max(scatter.floor, zero_share * largest);
    auto replayed = replay(record.time, density, scatter);
    const auto since = since_switch(replayed, scatter);
    const auto end = how.window.use ? end_of(record, how.window.below, data.events) : std::nullopt;
    // A voltage on its way to the limit says when the cell ended, not how high it was: whether the
    // simulated end comes a second before it or after it would be a jump in what it costs.
    const double rise = end ? end->time - end->error : std::numeric_limits<double>::infinity();
    auto& voltage = data.voltage;
    std::size_t outside = 0;
    std::size_t high = 0;
    std::size_t soon = 0;
    for (std::size_t k = 0; how.window.use && k < record.voltage.size(); ++k) {
        const auto& moment = replayed.moments[k];
        if (moment.time < how.window.from || moment.time > how.window.to) {
            ++outside;
        } else if (since[k] < how.window.after_switch) {
            ++soon;
        } else if (!(std::abs(record.voltage[k]) < how.window.below) || moment.time > rise) {
            ++high;
        } else {
            voltage.moments.push_back(moment);
            voltage.voltage.push_back(record.voltage[k]);
        }
    }
    if (how.window.use && voltage.voltage.empty()) {
        throw std::invalid_argument("no voltage of the record is left to be fitted; widen from and "
                                    "to, or shorten after_switch");
    }
    data.said = record.said;
    if (end) {
        data.events.push_back(*end);
        data.said.push_back(fmt::format("ends by running away at {:.6g} h, which is fitted as an "
                                        "event, known to {:.2g} h",
                                        end->time / 3600.0, end->error / 3600.0));
    }
    data.said.push_back(fmt::format(
        "{} samples, {} of them fitted, {} outside the window, {} of {:.3g} V or more or on the "
        "way there, {} less "
        "than {:.6g} s after a switch; {} stretches of constant current, readings within {:.2g} "
        "mA/cm2 of them",
        record.time.size(), voltage.voltage.size(), outside, high, how.window.below, soon,
        how.window.after_switch, replayed.plateaus, 0.1 * replayed.largest_departure));
    data.pieces = std::move(replayed.pieces);
}

void read_measured(const std::filesystem::path& file, const RecordReading& how, CellData& data)
{
    take(cycler::interpret(cycler::read_file(file, {.choices = {}, .area = how.area}),
                           {.area = how.area, .sign = {}}),
         how, data);
}

} // namespace percolith::runs::fit
