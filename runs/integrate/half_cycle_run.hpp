#pragma once
/// One half cycle under way, from branch to branch and event to event: the inside of
/// half_cycle.hpp.

#include "model/lithium_events.hpp"
#include "model/plain_metal.hpp"
#include "model/transitions.hpp"
#include "runs/integrate/explicit_step.hpp"
#include "runs/integrate/exponential_step.hpp"
#include "runs/integrate/fallen.hpp"
#include "runs/integrate/lane_course.hpp"

namespace percolith::runs::detail
{

/// Core physics steps over the barrier's relaxation; sub-models are stepped through explicitly.
template <class System>
using LaneStep = std::conditional_t<System::physics == model::Physics::core,
                                    ExponentialStep<System>, ExplicitStep<System>>;

template <model::Physics physics, class T> class HalfCycleRun
{
public:
    static constexpr auto lanes = model::lane_count<T>;
    using System = model::CellSystem<physics, T, model::Galvanostatic<T>>;
    using Vector = typename System::Vector;
    using Lanes = model::Mask<T>;

    /// What comes of it goes to `out`, a fresh one.
    HalfCycleRun(const model::CellLanes<T>& cells, const HalfCycle<T>& asked, LaneMemory<T>& memory,
                 const HalfCycleControl<physics>& control, HalfCycleEnd<T>& out)
        : cells_(cells), asked_(asked), memory_(memory), control_(control),
          system_{.cell = cells.together(),
                  .on = {},
                  .control = {asked.current, {}},
                  .limits = asked.limits,
                  .conditions = {}},
          out_(out)
    {
        system_.prepare(memory.steady);
    }

    /// Takes the lanes in `running` from `y` to their ends.
    void operator()(Vector& y, const Lanes& running)
    {
        running_ = running;
        const Vector start = y;
        y.back() = kinetics::select(running, T(0.0), y.back());
        const T step_before = memory_.step.size;
        const auto mode_before = memory_.mode;
        begin(y);
        while (kinetics::any(running_)) {
            segment(y);
        }
        for (std::size_t k = 0; k < lanes; ++k) {
            if (!model::bit(running, k)) {
                continue;
            }
            if (needs_engine(out_.lanes[k].end)) {
                for (std::size_t i = 0; i < y.size(); ++i) {
                    put(y[i], k, at(start[i], k));
                }
                put(memory_.step.size, k, at(step_before, k));
                memory_.mode[k] = mode_before[k];
                take_back(k);
            } else {
                keep_course(k);
            }
        }
    }

private:
    static double at(const T& x, std::size_t k) { return kinetics::lane(x, static_cast<int>(k)); }
    static void put(T& x, std::size_t k, double value)
    {
        kinetics::set_lane(x, static_cast<int>(k), value);
    }
    bool runs(std::size_t k) const { return model::bit(running_, k); }

    void end(std::size_t k, LaneEnd why, model::Side side = model::Side::working)
    {
        model::set_bit(running_, k, false);
        out_.lanes[k].end = why;
        out_.lanes[k].side = side;
    }

    /// Finds the branches that all lanes begin on.
    void begin(Vector& y)
    {
        Lanes doubtful = running_;
        if constexpr (physics == model::Physics::core) {
            const auto& p = cells_.together();
            const auto s =
                model::unpack<physics, T>(std::span<const T, model::cell_size<physics>>(y));
            const auto working = model::plain_metal(p.working, s.working, asked_.current);
            const auto counter = model::plain_metal(p.counter, s.counter, -asked_.current);
            doubtful = running_ && !(working.plain && counter.plain);
            for (std::size_t k = 0; k < lanes; ++k) {
                if (!runs(k) || model::bit(doubtful, k)) {
                    continue;
                }
                auto& mode = memory_.mode[k];
                if (mode.working.lithium == model::LithiumMode::metal &&
                    mode.counter.lithium == model::LithiumMode::metal) {
                    mode = {.working = working.mode(k), .counter = counter.mode(k)};
                } else { // there is something to tell
                    model::set_bit(doubtful, k, true);
                }
            }
            if (!kinetics::any(doubtful)) {
                system_.on = {.working = working.switches(), .counter = counter.switches()};
                branches_known_ = true;
                return;
            }
        }
        for (std::size_t k = 0; k < lanes; ++k) {
            if (model::bit(doubtful, k)) {
                settle(y, k);
            }
        }
    }

    /// Finds a lane's branches and tells what became of its lithium.
    void settle(Vector& y, std::size_t k)
    {
        auto state = model::lane_of<physics, T>(y, k);
        const auto found =
            model::settle<physics>(cells_.alone(k), state, at(asked_.current.si, k), 0.0, true);
        model::set_lane<physics, T>(y, k, state);
        const auto before = std::exchange(memory_.mode[k], found.mode);
        const double now = at(out_.elapsed, k);
        auto& story = out_.lanes[k];
        const auto tell = [&](model::Side side, const model::ElectrodeMode& was,
                              const model::ElectrodeMode& is, bool bare, LithiumTally& tally) {
            model::lithium_events(was.lithium, is.lithium, bare,
                                  [&](model::EventKind kind) { tally.add(kind, now); });
            if (bare && runs(k)) {
                end(k, LaneEnd::host_exhausted, side);
            }
        };
        tell(model::Side::working, before.working, found.mode.working, found.working_stripped_bare,
             story.working);
        tell(model::Side::counter, before.counter, found.mode.counter, found.counter_stripped_bare,
             story.counter);
    }

    /// Switches of the lanes that run; the others must not make branches be looked at.
    void switch_over()
    {
        system_.on = {};
        for (std::size_t k = 0; k < lanes; ++k) {
            const auto mode = runs(k) ? memory_.mode[k] : model::CellMode{};
            model::set_mode(system_.on.working, k, mode.working);
            model::set_mode(system_.on.counter, k, mode.counter);
        }
    }

    /// Until every running lane is at its end or at an event.
    void segment(Vector& y)
    {
        if (!std::exchange(branches_known_, false)) {
            switch_over();
        }
        LaneStep<System> step(system_, y);
        GuardReading<System> guards;
        step.read_first_guards(guards);
        judge(guards, running_, true);
        if (!kinetics::any(running_)) {
            return;
        }
        const T duration = kinetics::select(running_, T(asked_.duration.si - out_.elapsed), T(0.0));
        const T before = out_.steps;
        const auto arrival =
            advance(step, system_, y, duration, memory_.step, control_.allowed, guards,
                    NoObserver{}, [&](const auto&, const T&, const T&, const T& steps) {
                        return before + steps > T(control_.most_steps);
                    });
        arrive(y, arrival, guards);
    }

    void arrive(Vector& y, const LaneArrival<T>& arrival, const GuardReading<System>& guards)
    {
        using kinetics::select;
        out_.steps = select(running_, T(out_.steps + arrival.steps), out_.steps);
        out_.largest_voltage =
            select(running_, kinetics::max(out_.largest_voltage, arrival.largest_voltage),
                   out_.largest_voltage);
        out_.end_voltage = select(running_, guards.voltage, out_.end_voltage);
        const Lanes finite = kinetics::abs(guards.voltage) <= T(std::numeric_limits<double>::max());
        const Lanes failed = running_ && (arrival.gave_up || arrival.stalled || !finite);
        const Lanes done = running_ && arrival.reached_end && !failed;
        out_.elapsed = select(done, asked_.duration.si, out_.elapsed);
        const Lanes stopped = running_ && !done && !failed;
        running_ = stopped;
        if (!kinetics::any(stopped || failed)) {
            return;
        }
        Lanes settled = stopped;
        for (std::size_t k = 0; k < lanes; ++k) {
            if (model::bit(failed, k)) {
                end(k, model::bit(arrival.gave_up, k) ? LaneEnd::too_stiff : LaneEnd::stalled);
            } else if (model::bit(stopped, k)) {
                put(out_.elapsed, k, at(out_.elapsed, k) + at(arrival.elapsed, k));
                // Branches first: a cause comes before what it causes.
                settle(y, k);
                model::set_bit(settled, k, runs(k));
            }
        }
        judge(guards, settled, false);
    }

    /// Whether a fallen guard ended a lane of `of`. At a segment's start only those count that say
    /// so.
    void judge(const GuardReading<System>& guards, const Lanes& of, bool at_start)
    {
        Lanes down{};
        for (std::size_t g = 0; g < model::fixed_guards<physics>; ++g) {
            if (judged_at_start<physics>(g)) {
                down = down || guards.values[g] < T(0.0);
            }
        }
        down = down && of;
        if (!kinetics::any(down)) {
            return;
        }
        for (std::size_t k = 0; k < lanes; ++k) {
            if (model::bit(down, k)) {
                std::size_t g = 0;
                while (!judged_at_start<physics>(g) || !(at(guards.values[g], k) < 0.0)) {
                    ++g;
                }
                end(k, cause(g), side(g));
                if (at_start) {
                    put(out_.end_voltage, k, at(guards.voltage, k));
                }
            }
        }
    }

    /// What the fall of a guard that says "over" means.
    static LaneEnd cause(std::size_t guard)
    {
        constexpr auto n = model::electrode_guards<physics>;
        if (guard < 2 * n) {
            return guard % n == static_cast<std::size_t>(model::ElectrodeGuard::contact_lost)
                       ? LaneEnd::contact_lost
                       : LaneEnd::short_circuit;
        }
        switch (static_cast<model::CellGuard>(guard - 2 * n)) {
        case model::CellGuard::voltage_high:
            return LaneEnd::voltage_limit_high;
        case model::CellGuard::voltage_low:
            return LaneEnd::voltage_limit_low;
        default:
            return LaneEnd::separator_consumed;
        }
    }

    static model::Side side(std::size_t guard)
    {
        constexpr auto n = model::electrode_guards<physics>;
        return guard >= n && guard < 2 * n ? model::Side::counter : model::Side::working;
    }

    void take_back(std::size_t k)
    {
        put(out_.elapsed, k, 0.0);
        put(out_.largest_voltage, k, 0.0);
        put(out_.end_voltage, k, std::numeric_limits<double>::quiet_NaN());
        out_.lanes[k].working = {};
        out_.lanes[k].counter = {};
    }

    void keep_course(std::size_t k)
    {
        auto& course = memory_.course[k];
        course.time += at(out_.elapsed, k);
        course.end = out_.lanes[k].end;
        course.side = out_.lanes[k].side;
        course.half_cycles += course.end == LaneEnd::duration ? 1 : 0;
    }

    const model::CellLanes<T>& cells_;
    const HalfCycle<T>& asked_;
    LaneMemory<T>& memory_;
    const HalfCycleControl<physics>& control_;
    System system_;
    Lanes running_{};
    bool branches_known_ = false; ///< system_.on holds for the next segment
    HalfCycleEnd<T>& out_;
};

} // namespace percolith::runs::detail
