#include "runs/fit/measured.hpp"

#include "runs/cycler/read_file.hpp"
#include "runs/cycler/record_text.hpp"
#include "runs/record/is_hdf5.hpp"
#include "runs/record/measured.hpp"

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

/// Looks back from each sample, in their order, for a change of the current by more than readings
/// of a constant one scatter. The pieces know.
class Switches
{
public:
    Switches(const std::vector<CurrentPiece>& pieces, const Scatter& allowed)
        : pieces_(pieces), allowed_(allowed)
    {
    }

    /// Whether the current changed, or the test began, less than `window` s before `m`.
    bool within(double window, const Moment& m)
    {
        find(m);
        // Times of pieces add up to rounding only.
        const double since = m.time - window + hair(m.time);
        const double here = current(piece_, m.time - begin_);
        double begin = begin_;
        for (std::size_t k = piece_;; --k) {
            const double from = std::max(begin, since);
            const double to = std::min(m.time, begin + pieces_[k].duration);
            if (from < to &&
                (differ(current(k, from - begin), here) || differ(current(k, to - begin), here))) {
                return true;
            }
            if (begin <= since || k == 0) {
                return begin > since;
            }
            begin -= pieces_[k - 1].duration;
        }
    }

private:
    static double hair(double time) { return 1e-12 * time + 1e-9; }

    /// The piece that `m` belongs to.
    void find(const Moment& m)
    {
        while (piece_ + 1 < pieces_.size()) {
            const double end = begin_ + pieces_[piece_].duration;
            if (m.closing ? m.time <= end + hair(end) : m.time < end - hair(end)) {
                return;
            }
            begin_ = end;
            ++piece_;
        }
    }

    double current(std::size_t piece, double elapsed) const
    {
        return pieces_[piece].current + pieces_[piece].ramp * elapsed;
    }

    bool differ(double a, double b) const
    {
        const double width =
            allowed_.relative * std::max(std::abs(a), std::abs(b)) + allowed_.floor;
        return std::abs(a - b) > 2.0 * width;
    }

    const std::vector<CurrentPiece>& pieces_;
    const Scatter& allowed_;
    std::size_t piece_ = 0;
    double begin_ = 0.0; ///< of that piece, s
};

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

/// What import made of a tester's file.
cycler::CyclerRecord imported(const std::filesystem::path& file, const RecordReading& how)
{
    auto record = runs::read_measured(file);
    constexpr double close = 1e-3;
    if (record.area > 0.0 && std::abs(record.area / how.area - 1.0) > close) {
        throw std::invalid_argument(fmt::format(
            "the record was imported with an electrode of {:.4g} cm2, cell.area of the case is "
            "{:.4g} cm2; import it again, or mend the case",
            1e4 * record.area, 1e4 * how.area));
    }
    record.area = how.area;
    return record;
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
    Switches switches(replayed.pieces, scatter);
    const auto end = how.window.use ? end_of(record, how.window.below, data.events) : std::nullopt;
    // A voltage on its way to the limit says when the cell ended, not how high it was: whether the
    // simulated end comes a second before it or after it would be a jump in what it costs. Samples
    // within the event's error of the end are left to the event.
    const double rise =
        end ? end->time - 1.000001 * end->error : std::numeric_limits<double>::infinity();
    auto& voltage = data.voltage;
    std::size_t outside = 0;
    std::size_t high = 0;
    std::size_t soon = 0;
    for (std::size_t k = 0; how.window.use && k < record.voltage.size(); ++k) {
        const auto& moment = replayed.moments[k];
        if (moment.time < how.window.from || moment.time > how.window.to) {
            ++outside;
        } else if (switches.within(how.window.after_switch, moment)) {
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
        "{} samples, {} of them fitted, {} outside the window, {} of {:.3g} V or more or on their "
        "way there, {} less than {:.6g} s after a switch; {} stretches of constant current, "
        "readings within {:.2g} "
        "mA/cm2 of them",
        record.time.size(), voltage.voltage.size(), outside, high, how.window.below, soon,
        how.window.after_switch, replayed.plateaus, 0.1 * replayed.largest_departure));
    data.pieces = std::move(replayed.pieces);
}

void read_measured(const std::filesystem::path& file, const RecordReading& how, CellData& data)
{
    auto record =
        is_hdf5(file)
            ? imported(file, how)
            : cycler::interpret(cycler::read_file(file, {.choices = how.columns, .area = how.area}),
                                {.area = how.area, .sign = how.sign});
    // Whoever gave a wrong area sees it as charges that were not cycled.
    const auto outline = cycler::outline_of(record);
    record.said.insert(record.said.begin(), outline.begin(), outline.end());
    take(record, how, data);
}

} // namespace percolith::runs::fit
