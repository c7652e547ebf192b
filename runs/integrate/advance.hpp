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

/// Lanes on their way through a segment, each from its own beginning. Guards lie with the caller:
/// those where a lane begins, and afterwards those where it is; in lanes stopped by a guard, those
/// below zero are the ones that fell. Fails lane by lane, too: under given current nothing is
/// thrown.
template <class System> class Stepping
{
public:
    using T = typename System::Scalar;
    using M = model::Mask<T>;

    explicit Stepping(GuardReading<System>& at) : at_(at) {}

    /// The lanes of `which` begin a segment of `duration`, with the step size that `memory` has.
    [[gnu::always_inline]] void begin(const M& which, const T& duration,
                                      const StepMemory<T>& memory)
    {
        using kinetics::select;
        const T zero(0.0);
        const T size =
            select(memory.size > zero, memory.size, T(kinetics::min(duration, T(1e4)) * 1e-4));
        out_.elapsed = select(which, zero, out_.elapsed);
        duration_ = select(which, duration, duration_);
        natural_ = select(which, size, natural_);
        room_ = select(which, zero, room_);
        rounds_ = select(which, zero, rounds_);
        out_.steps = select(which, zero, out_.steps);
        out_.largest_voltage = select(which, T(kinetics::abs(at_.voltage)), out_.largest_voltage);
        const M others = !which;
        const M any_time = duration > zero;
        hunting_ = hunting_ && others;
        overshoot_ = overshoot_ && others;
        active_ = (active_ && others) || (which && any_time);
        out_.reached_end = (out_.reached_end && others) || (which && !any_time);
        out_.gave_up = out_.gave_up && others;
        out_.stalled = out_.stalled && others;
    }

    /// Lanes that are on their way.
    const M& active() const { return active_; }

    /// How far each lane has come.
    const LaneArrival<T>& arrival() const { return out_; }
    /// Step sizes that the next segments may begin with.
    const T& natural() const { return natural_; }

    /// One trial step in every active lane.
    ///
    /// `observer(t, h, step)` sees every good step before it is kept. `give_up(step, t, h, steps)`
    /// tells which lanes shall end between steps (stiffness); those report neither end nor event.
    template <class Step, class Observer, class GiveUp>
    [[gnu::always_inline]] void round(Step& step, const System& system,
                                      const AllowedError<System::physics>& allowed,
                                      Observer&& observer, GiveUp&& give_up)
    {
        using kinetics::any;
        using kinetics::select;
        const T zero(0.0);
        const std::size_t guards = system.guard_count();
        T& t = out_.elapsed;
        const T remaining = duration_ - t;
        // Two even steps rather than a long and a sliver.
        T h = select(natural_ >= remaining, remaining,
                     select(2.0 * natural_ > remaining, T(0.5 * remaining), natural_));
        if (any(hunting_)) {
            T aim = detail::first_crossing(at_.values, beyond_, guards, room_);
            aim =
                select(overshoot_, T(2.0 * aim + 0.25 * detail::event_width * (t + natural_)), aim);
            rounds_ = select(hunting_, T(rounds_ + 1.0), rounds_);
            const M bisect = rounds_ >= T(6.0);
            rounds_ = select(bisect, zero, rounds_);
            aim = select(bisect, T(0.5 * room_), aim);
            aim = kinetics::min(aim, room_);
            const M narrow = room_ <= detail::event_width * (t + natural_);
            aim = select(narrow, room_, aim);
            // A secant that falls on the start itself must still move.
            aim = kinetics::max(
                aim, T(kinetics::min(room_, T(0.25 * detail::event_width * (t + natural_)))));
            h = select(hunting_, aim, h);
        }
        h = select(active_, h, zero);
        out_.steps = select(active_, T(out_.steps + 1.0), out_.steps);
        step.attempt(t, h);
        const T squared = detail::squared_error(step, allowed);
        const M good = active_ && (squared <= T(1.0));
        const M bad = active_ && !good;
        const T factor = detail::step_factor(squared);
        M fell{};
        if (any(good)) {
            step.read_guards(T(t + h), next_);
            for (std::size_t k = 0; k < guards; ++k) {
                // Below zero and rising is a branch just entered, not one that ends.
                fell = fell || (next_.values[k] < zero && next_.values[k] < at_.values[k]);
            }
            fell = fell && good;
        }

        const M narrow = h <= detail::event_width * (t + natural_);
        const M event = fell && narrow;
        const M shrink = fell && !event;
        const M keep = good && !shrink;

        // Lanes that keep the step.
        if (any(keep)) {
            observer(t, h, step);
            const M full = keep && !hunting_;
            // A step cut short by the end says nothing of the natural size unless it wants less.
            const T wish = h * factor;
            natural_ =
                select(full, select(h < natural_, kinetics::max(wish, natural_), wish), natural_);
            const T t_next = t + h;
            const M at_end = keep && !hunting_ && (h >= remaining);
            t = select(keep, select(at_end, duration_, t_next), t);
            step.commit(keep);
            for (std::size_t k = 0; k < guards; ++k) {
                at_.values[k] = select(keep, next_.values[k], at_.values[k]);
            }
            at_.voltage = select(keep, next_.voltage, at_.voltage);
            const T magnitude = kinetics::abs(next_.voltage);
            out_.largest_voltage =
                select(keep, kinetics::max(magnitude, out_.largest_voltage), out_.largest_voltage);
            room_ = select(keep && hunting_, T(room_ - h), room_);
            overshoot_ = (keep && hunting_) || (overshoot_ && !keep);
            out_.reached_end = out_.reached_end || at_end;
            // A bracket eaten up to nothing: the fall is here, though rounding of the state still
            // hides it. What fell is what had fallen at the bracket's end.
            const M closed = keep && hunting_ && !event && !(room_ > zero);
            if (any(closed)) {
                for (std::size_t k = 0; k < guards; ++k) {
                    at_.values[k] = select(closed, beyond_[k], at_.values[k]);
                }
            }
            hunting_ = hunting_ && !closed;
            active_ = active_ && !at_end && !event && !closed;
        }
        // Lanes that stepped over a fall.
        if (any(shrink)) {
            for (std::size_t k = 0; k < guards; ++k) {
                beyond_[k] = select(shrink, next_.values[k], beyond_[k]);
            }
            room_ = select(shrink, h, room_);
            overshoot_ = overshoot_ && !shrink;
            hunting_ = hunting_ || shrink;
        }
        // Lanes whose error was too large.
        if (any(bad)) {
            natural_ = select(bad, T(h * kinetics::min(factor, T(0.9))), natural_);
            hunting_ = hunting_ && !bad;
            const M nothing = bad && (h <= T(1e-15) * (t + natural_) || !(h > T(1e-300)));
            out_.stalled = out_.stalled || nothing;
        }
        out_.stalled = out_.stalled || (active_ && out_.steps > T(detail::step_limit));
        active_ = active_ && !out_.stalled;
        const M tired = active_ && give_up(step, t, natural_, out_.steps);
        out_.gave_up = out_.gave_up || tired;
        active_ = active_ && !tired;
    }

private:
    GuardReading<System>& at_;
    GuardReading<System> next_;
    GuardValues<System> beyond_;
    LaneArrival<T> out_;
    T duration_{0.0};
    T natural_{0.0};
    T room_{0.0}; ///< bracket: the fall lies within (t, t + room]
    T rounds_{0.0}; ///< since the last bisection
    M hunting_{}; ///< lanes that have a bracket
    M overshoot_{}; ///< lanes whose next trial should land just past the fall
    M active_{};
};

/// Advances `y` until each lane's `duration` or the first fall of a guard. `at` holds the guards at
/// the start, and afterwards those at arrival. `step` is one made at `y`.
template <class Step, class System, class Observer, class GiveUp>
LaneArrival<typename System::Scalar>
advance(Step& step, const System& system, typename System::Vector& y,
        const typename System::Scalar& duration, StepMemory<typename System::Scalar>& memory,
        const AllowedError<System::physics>& allowed, GuardReading<System>& at, Observer&& observer,
        GiveUp&& give_up)
{
    using M = model::Mask<typename System::Scalar>;
    Stepping<System> stepping(at);
    stepping.begin(!M{}, duration, memory);
    while (kinetics::any(stepping.active())) {
        stepping.round(step, system, allowed, observer, give_up);
    }
    y = step.state();
    memory.size = stepping.natural();
    return stepping.arrival();
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
