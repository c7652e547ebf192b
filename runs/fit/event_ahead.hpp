#pragma once
/// When an event would come that a course was not followed far enough to meet: not exactly, but
/// with a slope that leads to it.

#include "runs/fit/course.hpp"
#include "runs/fit/problem.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

namespace percolith::runs::fit
{

/// The most charge, C/m2, that a current has at any time taken from each electrode.
struct Taken {
    double working = 0.0;
    double counter = 0.0;
};

inline Taken most_taken(std::span<const CurrentPiece> pieces)
{
    Taken most;
    double passed = 0.0;
    for (const auto& p : pieces) {
        passed += (p.current + 0.5 * p.ramp * p.duration) * p.duration;
        most.working = std::max(most.working, passed);
        most.counter = std::max(most.counter, -passed);
    }
    return most;
}

namespace detail
{

/// Lithium lost, over that which may be lost before the current lacks it.
template <class T>
T lithium_progress(const model::ElectrodeParameters<T>& p, const model::ElectrodeState<T>& start,
                   const model::ElectrodeState<T>& now, const T& taken)
{
    const T leaked = ((now.interphase_thickness - start.interphase_thickness) / p.growth).si;
    const T lost = (1.0 - p.reversible_share) * leaked + now.dead_lithium.si;
    const T spare = start.lithium.si - taken;
    return kinetics::value_of(spare) > 0.0 ? T(lost / spare) : T(1.0);
}

template <class T> T larger(const T& a, const T& b)
{
    return kinetics::value_of(a) < kinetics::value_of(b) ? b : a;
}

/// How far one electrode has come towards an event, 1 at the event; without a kind, towards the
/// nearest.
template <class T>
T progress(std::optional<model::EventKind> kind, model::Side side, const CourseCell<T>& cell,
           const model::CellState<T>& now, const Taken& taken)
{
    using model::EventKind;
    const bool working = side == model::Side::working;
    const auto& p = working ? cell.parameters.working : cell.parameters.counter;
    const auto& start = working ? cell.initial.working : cell.initial.counter;
    const auto& s = working ? now.working : now.counter;
    T most(0.0);
    if (!kind || kind == EventKind::metal_depleted || kind == EventKind::host_exhausted) {
        const T charge = cell.current_factor * (working ? taken.working : taken.counter);
        most = larger(most, lithium_progress(p, start, s, charge));
    }
    const auto& with = cell.parameters.submodels;
    if (with.contact && (!kind || kind == EventKind::contact_lost)) {
        most = larger(most, T((1.0 - s.contact_fraction) / (1.0 - p.contact.minimum)));
    }
    if (with.intrusion && (!kind || kind == EventKind::short_circuit)) {
        most = larger(most, T(s.intrusion_length / cell.parameters.separator_thickness));
    }
    return most;
}

} // namespace detail

/// Time of an event, s, that has not come by the end of `course`: later than that by the logarithm
/// of what is left to do, as if all went on evenly. It is the end itself where the event comes at
/// once, and no derivative is left where nothing leads to it.
template <class T>
T time_ahead(const EventData& seen, const CourseCell<T>& cell, const CourseEnd<T>& course,
             const Taken& taken)
{
    using model::Side;
    T done = detail::progress(seen.kind, seen.kind ? seen.side : Side::working, cell, course.state,
                              taken);
    if (!seen.kind) {
        done = detail::larger(
            done, detail::progress(seen.kind, Side::counter, cell, course.state, taken));
    }
    constexpr double least = 1e-9;
    const double reached = kinetics::value_of(done);
    if (!(reached > least)) {
        return course.time * (1.0 - std::log(least));
    }
    return reached < 1.0 ? T(course.time * (1.0 - kinetics::log(done))) : course.time;
}

} // namespace percolith::runs::fit
