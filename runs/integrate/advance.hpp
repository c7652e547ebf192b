#pragma once
/// Error-controlled stepping through one segment with located guards. Written once for doubles and
/// for SIMD lanes: each lane has its own clock, step size and events, so that lanes never see each
/// other.
///
/// A guard that falls within a good step is treated like an error: the step is tried again,
/// shorter, to where the guards' secant says the fall is, until the fall lies within 10^-12 of the
/// time that has passed and of the natural step (early in a segment the time alone would ask for
/// less than rounding of the state allows). The state at the event is then as good as at any step's
/// end.

#include "kinetics/scalar.hpp"
#include "model/modes.hpp"
#include "runs/integrate/allowed_error.hpp"
#include "runs/integrate/arrival.hpp"
#include "runs/integrate/guard_reading.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace percolith::runs
{

/// Step size carried from one segment to the next; 0 means unknown. One number per lane.
template <class T> struct StepMemory {
    T size{0.0};
};

/// How far each lane came.
template <class T> struct LaneArrival {
    T elapsed{0.0};
    model::Mask<T> reached_end{}; ///< false: stopped by a guard, or one of the next two
    model::Mask<T> gave_up{}; ///< the caller's `give_up` said so
    model::Mask<T> stalled{}; ///< no step was short enough, or there were 50 million of them
    T largest_voltage{0.0};
    T steps{0.0}; ///< tried, a whole number
};

/// Does nothing at every step: the observer of runs that record nothing.
struct NoObserver {
    template <class... Anything> void operator()(const Anything&...) const {}
};

namespace detail
{
inline constexpr double step_limit = 50e6;
inline constexpr double event_width = 1e-12;

/// Square of the step's error in units of what is allowed: the worst unknown decides.
template <class Step, model::Physics physics>
[[gnu::always_inline]] inline auto squared_error(const Step& step,
                                                 const AllowedError<physics>& allowed)
{
    if constexpr (requires { step.squared_error(allowed); }) {
        return step.squared_error(allowed);
    } else {
        const auto& y = step.state();
        auto worst = allowed.squared(0, step.error()[0], y[0], step.trial()[0]);
        for (std::size_t k = 1; k < y.size(); ++k) {
            worst = worse(worst, allowed.squared(k, step.error()[k], y[k], step.trial()[k]));
        }
        return worst;
    }
}

/// Step factor from a squared error, like err^(-1/4) but with square roots alone (cheap in lanes):
/// a little more careful than the order's own err^(-1/5) above 1, a little bolder below.
template <class T> [[gnu::always_inline]] inline T step_factor(const T& squared)
{
    using kinetics::sqrt;
    const T quarter = T(0.9) / sqrt(sqrt(sqrt(squared + T(1e-16))));
    return kinetics::min(T(5.0), kinetics::max(T(0.2), quarter));
}

/// Where the secants of the guards that fell between 0 and `width` cross zero first.
template <class T, std::size_t N>
T first_crossing(const std::array<T, N>& before, const std::array<T, N>& after, std::size_t count,
                 const T& width)
{
    T first = width;
    for (std::size_t k = 0; k < count; ++k) {
        const model::Mask<T> fell = after[k] < T(0.0) && after[k] < before[k];
        const T start = kinetics::max(before[k], T(0.0));
        const T drop = kinetics::select(fell, T(start - after[k]), T(1.0));
        const T at = width * (start / drop);
        first = kinetics::select(fell, kinetics::min(first, at), first);
    }
    return first;
}
} // namespace detail

/// Advances `y` until each lane's `duration` or the first fall of a guard. `at` holds the guards at
/// the start, and afterwards those at arrival: in lanes stopped by a guard, those below zero are
/// the ones that fell.
///
/// `observer(t, h, step)` sees every good step before it is kept. `give_up(step, t, h, steps)`
/// tells which lanes shall end between steps (stiffness); those report neither end nor event. Lanes
/// fail one by one, too: under given current nothing is thrown.
///
/// `step` is one made at `y`.
template <class Step, class System, class Observer, class GiveUp>
LaneArrival<typename System::Scalar>
advance(Step& step, const System& system, typename System::Vector& y,
        const typename System::Scalar& duration, StepMemory<typename System::Scalar>& memory,
        const AllowedError<System::physics>& allowed, GuardReading<System>& at, Observer&& observer,
        GiveUp&& give_up)
{
    using T = typename System::Scalar;
    using M = model::Mask<T>;
    using kinetics::any;
    using kinetics::select;
    const T zero(0.0);
    const std::size_t guards = system.guard_count();

    LaneArrival<T> out;
    GuardReading<System> next;
    GuardValues<System> beyond;
    out.largest_voltage = kinetics::abs(at.voltage);

    T t = zero;
    T natural = select(memory.size > zero, memory.size, T(kinetics::min(duration, T(1e4)) * 1e-4));
    T room = zero; // bracket: the fall lies within (t, t + room]
    M hunting{}; // lanes that have a bracket
    M overshoot{}; // lanes whose next trial should land just past the fall
    M active = duration > zero;
    M ended = !active;
    T rounds = zero; // since the last bisection

    while (any(active)) {
        const T remaining = duration - t;
        // Two even steps rather than a long and a sliver.
        T h = select(natural >= remaining, remaining,
                     select(2.0 * natural > remaining, T(0.5 * remaining), natural));
        if (any(hunting)) {
            T aim = detail::first_crossing(at.values, beyond, guards, room);
            aim = select(overshoot, T(2.0 * aim + 0.25 * detail::event_width * (t + natural)), aim);
            rounds = select(hunting, T(rounds + 1.0), rounds);
            const M bisect = rounds >= T(6.0);
            rounds = select(bisect, zero, rounds);
            aim = select(bisect, T(0.5 * room), aim);
            aim = kinetics::min(aim, room);
            const M narrow = room <= detail::event_width * (t + natural);
            aim = select(narrow, room, aim);
            // A secant that falls on the start itself must still move.
            aim = kinetics::max(
                aim, T(kinetics::min(room, T(0.25 * detail::event_width * (t + natural)))));
            h = select(hunting, aim, h);
        }
        h = select(active, h, zero);
        out.steps = select(active, T(out.steps + 1.0), out.steps);
        step.attempt(t, h);
        const T squared = detail::squared_error(step, allowed);
        const M good = active && (squared <= T(1.0));
        const M bad = active && !good;
        const T factor = detail::step_factor(squared);
        M fell{};
        if (any(good)) {
            step.read_guards(T(t + h), next);
            for (std::size_t k = 0; k < guards; ++k) {
                // Below zero and rising is a branch just entered, not one that ends.
                fell = fell || (next.values[k] < zero && next.values[k] < at.values[k]);
            }
            fell = fell && good;
        }

        const M narrow = h <= detail::event_width * (t + natural);
        const M event = fell && narrow;
        const M shrink = fell && !event;
        const M keep = good && !shrink;

        // Lanes that keep the step.
        if (any(keep)) {
            observer(t, h, step);
            const M full = keep && !hunting;
            // A step cut short by the end says nothing of the natural size unless it wants less.
            const T wish = h * factor;
            natural =
                select(full, select(h < natural, kinetics::max(wish, natural), wish), natural);
            const T t_next = t + h;
            const M at_end = keep && !hunting && (h >= remaining);
            t = select(keep, select(at_end, duration, t_next), t);
            step.commit(keep);
            for (std::size_t k = 0; k < guards; ++k) {
                at.values[k] = select(keep, next.values[k], at.values[k]);
            }
            at.voltage = select(keep, next.voltage, at.voltage);
            const T magnitude = kinetics::abs(next.voltage);
            out.largest_voltage =
                select(keep, kinetics::max(magnitude, out.largest_voltage), out.largest_voltage);
            room = select(keep && hunting, T(room - h), room);
            overshoot = (keep && hunting) || (overshoot && !keep);
            ended = ended || at_end;
            // A bracket eaten up to nothing: the fall is here, though rounding of the state still
            // hides it. What fell is what had fallen at the bracket's end.
            const M closed = keep && hunting && !event && !(room > zero);
            if (any(closed)) {
                for (std::size_t k = 0; k < guards; ++k) {
                    at.values[k] = select(closed, beyond[k], at.values[k]);
                }
            }
            hunting = hunting && !closed;
            active = active && !at_end && !event && !closed;
        }
        // Lanes that stepped over a fall.
        if (any(shrink)) {
            for (std::size_t k = 0; k < guards; ++k) {
                beyond[k] = select(shrink, next.values[k], beyond[k]);
            }
            room = select(shrink, h, room);
            overshoot = overshoot && !shrink;
            hunting = hunting || shrink;
        }
        // Lanes whose error was too large.
        if (any(bad)) {
            natural = select(bad, T(h * kinetics::min(factor, T(0.9))), natural);
            hunting = hunting && !bad;
            const M nothing = bad && (h <= T(1e-15) * (t + natural) || !(h > T(1e-300)));
            out.stalled = out.stalled || nothing;
        }
        out.stalled = out.stalled || (active && out.steps > T(detail::step_limit));
        active = active && !out.stalled;
        const M tired = active && give_up(step, t, natural, out.steps);
        out.gave_up = out.gave_up || tired;
        active = active && !tired;
    }
    y = step.state();
    out.elapsed = t;
    out.reached_end = ended;
    memory.size = natural;
    return out;
}

/// The same by a new step.
template <class Step, class System, class Observer, class GiveUp>
LaneArrival<typename System::Scalar>
advance(const System& system, typename System::Vector& y, const typename System::Scalar& duration,
        StepMemory<typename System::Scalar>& memory, const AllowedError<System::physics>& allowed,
        GuardReading<System>& at, Observer&& observer, GiveUp&& give_up)
{
    Step step(system, y);
    return advance(step, system, y, duration, memory, allowed, at, std::forward<Observer>(observer),
                   std::forward<GiveUp>(give_up));
}

} // namespace percolith::runs
