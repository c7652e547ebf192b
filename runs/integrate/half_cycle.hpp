#pragma once
/// Half cycles and cycles as plain functions of state and parameters, on doubles and on SIMD packs:
/// what ensembles and methods that leap over cycles are built on (docs/develop/half_cycles.md).

#include "model/lithium_events.hpp"
#include "model/transitions.hpp"
#include "runs/integrate/explicit_step.hpp"
#include "runs/integrate/exponential_step.hpp"
#include "runs/integrate/fallen.hpp"
#include "runs/integrate/lane_course.hpp"

#include <cmath>

namespace percolith::runs
{

/// One half cycle at constant current, each lane its own.
template <class T = double> struct HalfCycle {
    kinetics::CurrentDensity<T> current{}; ///< > 0 strips working; 0 rests
    kinetics::Time<T> duration{};
    model::VoltageWindow<T> limits{}; ///< a limit ends the cell
};

/// How exactly, and with how many steps per half cycle at most. 5000 are where an implicit
/// method gets cheaper.
template <model::Physics physics> struct HalfCycleControl {
    AllowedError<physics> allowed;
    double most_steps = 5000.0;

    explicit HalfCycleControl(const Tolerances& tolerances) : allowed(tolerances) {}
};

/// What came of a half cycle.
template <class T = double> struct HalfCycleEnd {
    T elapsed{0.0}; ///< s
    T largest_voltage{0.0}; ///< max |V| at step ends, V
    T end_voltage{std::numeric_limits<double>::quiet_NaN()}; ///< V; NaN where the lane did not run
    T steps{0.0}; ///< tried
    std::array<LaneStory, model::lane_count<T>> lanes{};
};

template <class T = double> struct CycleEnd {
    HalfCycleEnd<T> first;
    HalfCycleEnd<T> second;
};

namespace detail
{

/// Core physics steps over the barrier's relaxation; sub-models are stepped through explicitly.
template <class System>
using LaneStep = std::conditional_t<System::physics == model::Physics::core,
                                    ExponentialStep<System>, ExplicitStep<System>>;

/// One half cycle under way.
template <model::Physics physics, class T> class HalfCycleRun
{
public:
    static constexpr auto lanes = model::lane_count<T>;
    using System = model::CellSystem<physics, T, model::Galvanostatic<T>>;
    using Vector = typename System::Vector;
    using Lanes = std::array<bool, lanes>;

    HalfCycleRun(const model::CellLanes<T>& cells, const HalfCycle<T>& asked, LaneMemory<T>& memory,
                 const HalfCycleControl<physics>& control)
        : cells_(cells), asked_(asked), memory_(memory), control_(control),
          system_{.cell = cells.together(),
                  .on = {},
                  .control = {asked.current, {}},
                  .limits = asked.limits,
                  .conditions = {}}
    {
        system_.prepare(memory.steady);
    }

    /// Takes the lanes in `running` from `y` to their ends.
    HalfCycleEnd<T> operator()(Vector& y, Lanes running)
    {
        running_ = running;
        const Vector start = y;
        const auto memory_before = memory_;
        for (std::size_t k = 0; k < lanes; ++k) {
            if (running_[k]) {
                kinetics::set_lane(y.back(), static_cast<int>(k), 0.0);
                settle(y, k);
            }
        }
        while (any_running()) {
            segment(y);
        }
        for (std::size_t k = 0; k < lanes; ++k) {
            if (needs_engine(out_.lanes[k].end)) {
                put_back(y, start, memory_before, k);
            } else if (running[k]) {
                keep_course(k);
            }
        }
        return out_;
    }

private:
    static double at(const T& x, std::size_t k) { return kinetics::lane(x, static_cast<int>(k)); }
    static void put(T& x, std::size_t k, double value)
    {
        kinetics::set_lane(x, static_cast<int>(k), value);
    }

    bool any_running() const
    {
        return std::any_of(running_.begin(), running_.end(), [](bool r) { return r; });
    }

    void end(std::size_t k, LaneEnd why, model::Side side = model::Side::working)
    {
        running_[k] = false;
        out_.lanes[k].end = why;
        out_.lanes[k].side = side;
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
            if (bare && running_[k]) {
                end(k, LaneEnd::host_exhausted, side);
            }
        };
        tell(model::Side::working, before.working, found.mode.working, found.working_stripped_bare,
             story.working);
        tell(model::Side::counter, before.counter, found.mode.counter, found.counter_stripped_bare,
             story.counter);
    }

    /// Until every running lane is at its end or at an event.
    void segment(Vector& y)
    {
        system_.on = {};
        for (std::size_t k = 0; k < lanes; ++k) {
            model::set_mode(system_.on.working, k, memory_.mode[k].working);
            model::set_mode(system_.on.counter, k, memory_.mode[k].counter);
        }
        GuardReading<System> guards;
        read_guards(system_, y, T(0.0), guards);
        T duration(0.0);
        for (std::size_t k = 0; k < lanes; ++k) {
            if (running_[k]) {
                judge(guards, k, true);
            }
            if (running_[k]) {
                put(duration, k, at(asked_.duration.si, k) - at(out_.elapsed, k));
            }
        }
        if (!any_running()) {
            return;
        }
        const T before = out_.steps;
        const auto arrival = advance<LaneStep<System>>(
            system_, y, duration, memory_.step, control_.allowed, guards, NoObserver{},
            [&](const auto&, const T&, const T&, const T& steps) {
                return before + steps > T(control_.most_steps);
            });
        for (std::size_t k = 0; k < lanes; ++k) {
            if (running_[k]) {
                arrive(y, arrival, guards, k);
            }
        }
    }

    void arrive(Vector& y, const LaneArrival<T>& arrival, const GuardReading<System>& guards,
                std::size_t k)
    {
        const auto holds = [&](const model::Mask<T>& mask) { return model::bit(mask, k); };
        put(out_.steps, k, at(out_.steps, k) + at(arrival.steps, k));
        put(out_.largest_voltage, k,
            std::max(at(out_.largest_voltage, k), at(arrival.largest_voltage, k)));
        put(out_.end_voltage, k, at(guards.voltage, k));
        if (holds(arrival.gave_up)) {
            end(k, LaneEnd::too_stiff);
        } else if (holds(arrival.stalled) || !std::isfinite(at(guards.voltage, k))) {
            end(k, LaneEnd::stalled);
        } else if (holds(arrival.reached_end)) {
            put(out_.elapsed, k, at(asked_.duration.si, k));
            running_[k] = false;
        } else {
            put(out_.elapsed, k, at(out_.elapsed, k) + at(arrival.elapsed, k));
            // Branches first: a cause comes before what it causes.
            settle(y, k);
            if (running_[k]) {
                judge(guards, k, false);
            }
        }
    }

    /// Whether a fallen guard ended the cell. At a segment's start only those count that say so.
    void judge(const GuardReading<System>& guards, std::size_t k, bool at_start)
    {
        for (std::size_t g = 0; g < model::fixed_guards<physics>; ++g) {
            if (judged_at_start<physics>(g) && at(guards.values[g], k) < 0.0) {
                end(k, cause(g), side(g));
                if (at_start) {
                    put(out_.end_voltage, k, at(guards.voltage, k));
                }
                return;
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

    void put_back(Vector& y, const Vector& start, const LaneMemory<T>& before, std::size_t k)
    {
        for (std::size_t i = 0; i < y.size(); ++i) {
            put(y[i], k, at(start[i], k));
        }
        put(memory_.step.size, k, at(before.step.size, k));
        memory_.mode[k] = before.mode[k];
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
    HalfCycleEnd<T> out_;
};

/// The half cycle in the lanes of `among` whose cells have not ended.
template <model::Physics physics, class T>
HalfCycleEnd<T> half_cycle_among(const model::CellLanes<T>& cells, model::CellState<T>& state,
                                 const HalfCycle<T>& asked, LaneMemory<T>& memory,
                                 const HalfCycleControl<physics>& control,
                                 const std::array<bool, model::lane_count<T>>& among)
{
    using Run = HalfCycleRun<physics, T>;
    typename Run::Lanes running = among;
    for (std::size_t k = 0; k < running.size(); ++k) {
        running[k] = running[k] && memory.course[k].end == LaneEnd::duration;
    }
    typename Run::Vector y;
    model::pack<physics, T>(state, std::span<T, model::cell_size<physics>>(y));
    auto out = Run(cells, asked, memory, control)(y, running);
    state = model::unpack<physics, T>(std::span<const T, model::cell_size<physics>>(y));
    for (std::size_t k = 0; k < running.size(); ++k) {
        if (!running[k]) {
            out.lanes[k].end = memory.course[k].end;
            out.lanes[k].side = memory.course[k].side;
        }
    }
    return out;
}

} // namespace detail

/// Advances each lane's cell by one half cycle. Lanes do not see each other: what comes out of one
/// is the same to the last bit whatever its neighbours are, and the same as with T = double.
///
/// A cell that ends (host exhausted under stripping, contact lost, short circuit, separator
/// consumed, voltage limit) keeps its state and its time, and later calls leave it alone. Where
/// `needs_engine` holds, the lane is as it was before the call. Throws nothing, allocates nothing
/// unless a branch must be found by where its quantity is heading.
template <model::Physics physics, class T>
HalfCycleEnd<T> half_cycle(const model::CellLanes<T>& cells, model::CellState<T>& state,
                           const HalfCycle<T>& asked, LaneMemory<T>& memory,
                           const HalfCycleControl<physics>& control)
{
    std::array<bool, model::lane_count<T>> all;
    all.fill(true);
    return detail::half_cycle_among<physics>(cells, state, asked, memory, control, all);
}

/// Two half cycles. A lane whose first needs an engine does not begin the second, and says so in
/// both.
template <model::Physics physics, class T>
CycleEnd<T> cycle(const model::CellLanes<T>& cells, model::CellState<T>& state,
                  const HalfCycle<T>& first, const HalfCycle<T>& second, LaneMemory<T>& memory,
                  const HalfCycleControl<physics>& control)
{
    CycleEnd<T> out;
    out.first = half_cycle<physics>(cells, state, first, memory, control);
    std::array<bool, model::lane_count<T>> ready;
    for (std::size_t k = 0; k < ready.size(); ++k) {
        ready[k] = !needs_engine(out.first.lanes[k].end);
    }
    out.second = detail::half_cycle_among<physics>(cells, state, second, memory, control, ready);
    for (std::size_t k = 0; k < ready.size(); ++k) {
        if (!ready[k]) {
            out.second.lanes[k].end = out.first.lanes[k].end;
        }
    }
    return out;
}

/// The same half cycle backwards.
template <class T> HalfCycle<T> reversed(const HalfCycle<T>& of)
{
    return {.current = -of.current, .duration = of.duration, .limits = of.limits};
}

/// The memory of cells that have not begun, on the branches they rest on.
template <model::Physics physics, class T>
LaneMemory<T> at_rest(const model::CellLanes<T>& cells, const model::CellState<T>& state)
{
    LaneMemory<T> memory;
    for (std::size_t k = 0; k < memory.mode.size(); ++k) {
        auto own = model::lane_of(state, k);
        memory.mode[k] = model::settle<physics>(cells.alone(k), own, 0.0, 0.0, true).mode;
    }
    return memory;
}

} // namespace percolith::runs
