#include "runs/fit/cell_residuals.hpp"

#include "runs/fit/going_on.hpp"
#include "runs/fit/loss.hpp"
#include "runs/integrate/arrival.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace percolith::runs::fit
{

namespace
{

/// How many times as far as an event was seen to come a cell is followed to meet it; from there on
/// `time_ahead` leads.
constexpr double reach = 1.5;
/// What has not come this many standard deviations after it was last seen not to have is as good as
/// never: the residual is 1e-7 there.
constexpr double never = 7.6;
/// Share of the record's length that something may come after the simulated end at the cost of one
/// standard deviation.
constexpr double late_share = 1e-4;
constexpr double late_floor = 1e-3; // s

template <class T> T point_value(const PointData& point, const CourseView<T>& cell)
{
    const auto side = point.part == Part::counter ? model::Side::counter : model::Side::working;
    switch (point.kind) {
    case PointKind::resistance:
        return cell.observe(point.part == Part::cell ? model::Observable::cell_resistance
                                                     : model::Observable::interface_resistance,
                            side);
    case PointKind::thickness:
        return cell.observe(model::Observable::interphase_thickness, side);
    case PointKind::consumed_charge:
        break;
    }
    // What has leaked less what the host gave back: bound for good, and held by the host.
    const auto consumed = [&](model::Side of) { return T(cell.bound(of) + cell.host(of)); };
    return point.part == Part::cell
               ? T(consumed(model::Side::working) + consumed(model::Side::counter))
               : consumed(side);
}

/// When it happens. What does not happen comes at the course's end or later. `time_of` says when an
/// event of the course came.
template <class T, class TimeOf>
T event_time(const EventData& seen, const CourseCell<T>& cell, const CourseEnd<T>& course,
             const Taken& taken, const TimeOf& time_of)
{
    const auto same = [&](const CourseEvent<T>& e) {
        return e.kind == seen.kind && (!e.side || *e.side == seen.side);
    };
    const auto found = std::find_if(course.events.begin(), course.events.end(), same);
    if (seen.kind && found != course.events.end()) {
        return time_of(*found);
    }
    return course.why == CourseEnd<T>::Why::pieces_done ? time_ahead(seen, cell, course, taken)
                                                        : time_of(course.events.back());
}

/// Where an event's time is known no better than to a cycle, it moves evenly with the parameters
/// here: from the middle of one cycle's step to that of the next by what lithium is left in
/// between. It is half a cycle off at most, either way alike. The steps themselves, flat with leaps
/// between them, would be so many minima of the sum of squares.
template <class T> T time_to_a_cycle(const CourseEvent<T>& event, double error)
{
    if (!event.troughs || event.troughs->next - event.troughs->last > error) {
        return event.time;
    }
    const auto& [last, left, next, missing] = *event.troughs;
    return last + (next - last) * (0.5 + left / (left + missing));
}

/// The event's time against what was seen of it.
template <class T>
T event_residual(const EventData& seen, const CourseCell<T>& cell, const CourseEnd<T>& course,
                 const Taken& taken)
{
    const auto as_known = [&](const CourseEvent<T>& event) {
        return time_to_a_cycle(event, seen.error);
    };
    const T z = (event_time(seen, cell, course, taken, as_known) - T(seen.time)) / T(seen.error);
    return seen.seen == Seen::not_yet   ? survived(z)
           : seen.seen == Seen::already ? survived(T(-z))
                                        : z;
}

} // namespace

CellResiduals::CellResiduals(const CellData& data) : data_(data), pieces_(data.pieces)
{
    for (std::size_t k = 0; k < data.voltage.moments.size(); ++k) {
        looks_.push_back({data.voltage.moments[k], k, false});
    }
    double last = 0.0;
    for (std::size_t k = 0; k < data.points.size(); ++k) {
        looks_.push_back({{data.points[k].time, true}, k, true});
        last = std::max(last, data.points[k].time);
    }
    std::stable_sort(looks_.begin(), looks_.end(), [](const Look& a, const Look& b) {
        return a.moment.time < b.moment.time ||
               (a.moment.time == b.moment.time && a.moment.closing && !b.moment.closing);
    });
    for (const auto& look : looks_) {
        moments_.push_back(look.moment);
    }
    for (const auto& event : data.events) {
        // Where the time counts, it is the simulated one; beyond, only the way back matters.
        const double far = event.seen == Seen::not_yet ? 0.0 : reach * event.time;
        last = std::max({last, event.time + never * event.error, far});
    }
    if (last > length_of(pieces_)) {
        pieces_ = going_on(std::move(pieces_), last);
    }
    taken_ = most_taken(pieces_);
}

std::size_t CellResiduals::size() const
{
    return data_.voltage.voltage.size() + data_.points.size() + data_.events.size();
}

double CellResiduals::voltage_error(std::size_t sample, double noise) const
{
    return std::hypot(noise, data_.voltage.relative_noise * data_.voltage.voltage[sample]);
}

double CellResiduals::constant(double noise) const
{
    double sum = 0.0;
    const auto add = [&sum](double error) {
        sum += std::log(2.0 * std::numbers::pi * error * error);
    };
    for (std::size_t k = 0; k < data_.voltage.voltage.size(); ++k) {
        add(voltage_error(k, noise));
    }
    for (const auto& point : data_.points) {
        add(point.error);
    }
    for (const auto& event : data_.events) {
        // The likelihood of a time before or after another is a probability, not a density.
        if (event.seen == Seen::when) {
            add(event.error);
        }
    }
    return sum;
}

template <class T>
CourseEnd<T> CellResiduals::run(const CourseCell<T>& cell, std::span<T> voltages,
                                std::span<T> points, const std::atomic<bool>* interrupted) const
{
    const CourseSetup setup{
        .pieces = pieces_, .moments = moments_, .limits = data_.limits, .interrupted = interrupted};
    const CourseObserver<T> observer = [&](std::size_t k, const CourseView<T>& at) {
        const auto& look = looks_[k];
        if (look.is_point) {
            points[look.index] = point_value(data_.points[look.index], at);
        } else {
            voltages[look.index] = at.voltage();
        }
    };
    return run_course<T>(cell, setup, observer);
}

template <class T>
bool CellResiduals::evaluate(const CourseCell<T>& cell, double noise, std::span<T> out,
                             const std::atomic<bool>* interrupted) const
{
    const auto& voltage = data_.voltage;
    const auto samples = voltage.voltage.size();
    const auto measured = samples + data_.points.size();
    CourseEnd<T> course;
    try {
        course =
            run(cell, out.first(samples), out.subspan(samples, data_.points.size()), interrupted);
    } catch (const SolverFailure&) {
        return false;
    } catch (const std::domain_error&) {
        return false;
    }
    if (course.why == CourseEnd<T>::Why::interrupted) {
        return false;
    }
    for (std::size_t k = 0; k < samples; ++k) {
        const T r = (out[k] - T(voltage.voltage[k])) / T(voltage_error(k, noise));
        out[k] = softened(voltage.loss, voltage.loss_width, r);
    }
    for (std::size_t k = 0; k < data_.points.size(); ++k) {
        const auto& point = data_.points[k];
        out[samples + k] = (out[samples + k] - T(point.value)) / T(point.error);
    }
    for (std::size_t k = course.observed; k < looks_.size(); ++k) {
        const auto& look = looks_[k];
        const T late = T(look.moment.time) - course.time;
        // At an instant in which the cell ends at once, nothing is late.
        const double allowed = std::max(late_share * looks_.back().moment.time, late_floor);
        out[look.is_point ? samples + look.index : look.index] = late / T(allowed);
    }
    for (std::size_t k = 0; k < data_.events.size(); ++k) {
        out[measured + k] = event_residual(data_.events[k], cell, course, taken_);
    }
    return std::all_of(out.begin(), out.end(),
                       [](const T& r) { return std::isfinite(kinetics::value_of(r)); });
}

CellModel CellResiduals::model(const CourseCell<double>& cell) const
{
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    CellModel found{std::vector<double>(data_.voltage.voltage.size(), none),
                    std::vector<double>(data_.points.size(), none),
                    {}};
    const auto course = run<double>(cell, found.voltages, found.points, nullptr);
    for (const auto& event : data_.events) {
        found.events.push_back(
            event_time(event, cell, course, taken_,
                       [](const CourseEvent<double>& exactly) { return exactly.time; }));
    }
    return found;
}

std::vector<CourseEvent<double>> CellResiduals::events(const CourseCell<double>& cell) const
{
    const CourseSetup setup{.pieces = pieces_, .moments = {}, .limits = data_.limits};
    return run_course<double>(cell, setup, {}).events;
}

template bool CellResiduals::evaluate<double>(const CourseCell<double>&, double, std::span<double>,
                                              const std::atomic<bool>*) const;
template bool CellResiduals::evaluate<Jet<4>>(const CourseCell<Jet<4>>&, double, std::span<Jet<4>>,
                                              const std::atomic<bool>*) const;
template bool CellResiduals::evaluate<Jet<8>>(const CourseCell<Jet<8>>&, double, std::span<Jet<8>>,
                                              const std::atomic<bool>*) const;
template bool CellResiduals::evaluate<Jet<12>>(const CourseCell<Jet<12>>&, double,
                                               std::span<Jet<12>>, const std::atomic<bool>*) const;

} // namespace percolith::runs::fit
