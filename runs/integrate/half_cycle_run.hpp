#pragma once
/// Half cycles under way, from branch to branch and event to event, each lane at its own: the
/// inside of half_cycle.hpp and of the lanes of a sweep.

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

    /// What comes of half cycles goes to `out`.
    HalfCycleRun(const model::CellLanes<T>& cells, LaneMemory<T>& memory,
                 const HalfCycleControl<physics>& control, HalfCycleEnd<T>& out)
        : cells_(cells), memory_(memory), control_(control),
          system_{
              .cell = cells.together(), .on = {}, .control = {}, .limits = {}, .conditions = {}},
          step_(system_), stepping_(guards_), out_(out)
    {
        guards_.values.fill(T(0.0));
    }

    /// The cells in lanes that do not run: to be read and changed between half cycles.
    Vector& state() { return y_; }

    /// Lanes that are in a half cycle.
    const Lanes& running() const { return running_; }

    /// The lanes of `which` begin the half cycle that `asked` says. Some may be through at once.
    void begin(const HalfCycle<T>& asked, const Lanes& which)
    {
        using kinetics::select;
        const T none(0.0);
        duration_ = select(which, asked.duration.si, duration_);
        system_.control.at_start.si = select(which, asked.current.si, system_.control.at_start.si);
        system_.limits.high = select(which, asked.limits.high, system_.limits.high);
        system_.limits.low = select(which, asked.limits.low, system_.limits.low);
        system_.prepare(memory_.steady);
        for (std::size_t i = 0; i < y_.size(); ++i) {
            start_[i] = select(which, y_[i], start_[i]);
        }
        y_.back() = select(which, none, y_.back());
        step_before_ = select(which, memory_.step.size, step_before_);
        out_.elapsed = select(which, none, out_.elapsed);
        out_.largest_voltage = select(which, none, out_.largest_voltage);
        out_.end_voltage =
            select(which, T(std::numeric_limits<double>::quiet_NaN()), out_.end_voltage);
        out_.steps = select(which, none, out_.steps);
        for (std::size_t k = 0; k < lanes; ++k) {
            if (model::bit(which, k)) {
                out_.lanes[k] = {};
                mode_before_[k] = memory_.mode[k];
            }
        }
        running_ = running_ || which;
        find_branches(which);
        close(which && !running_);
        arrive(running_ && !stepping_.active());
    }

    /// One trial step in every running lane.
    void round()
    {
        stepping_.round(step_, system_, control_.allowed, NoObserver{},
                        [&](const auto&, const T&, const T&, const T& steps) {
                            return out_.steps + steps > T(control_.most_steps);
                        });
        const Lanes arrived = running_ && !stepping_.active();
        if (kinetics::any(arrived)) {
            arrive(arrived);
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

    /// Finds the branches that the lanes of `which` begin on, and sets out.
    void find_branches(const Lanes& which)
    {
        Lanes doubtful = which;
        if constexpr (physics == model::Physics::core) {
            const auto& p = cells_.together();
            const auto current = system_.control.at_start;
            const auto s =
                model::unpack<physics, T>(std::span<const T, model::cell_size<physics>>(y_));
            const auto working = model::plain_metal(p.working, s.working, current);
            const auto counter = model::plain_metal(p.counter, s.counter, -current);
            doubtful = which && !(working.plain && counter.plain);
            for (std::size_t k = 0; k < lanes; ++k) {
                if (!model::bit(which, k) || model::bit(doubtful, k)) {
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
            working.switch_over(system_.on.working, which);
            counter.switch_over(system_.on.counter, which);
        }
        for (std::size_t k = 0; k < lanes; ++k) {
            if (model::bit(doubtful, k)) {
                settle(k);
            }
        }
        switch_over(doubtful);
        set_out(which);
    }

    /// Finds a lane's branches and tells what became of its lithium.
    void settle(std::size_t k)
    {
        auto state = model::lane_of<physics, T>(y_, k);
        const auto found = model::settle<physics>(cells_.alone(k), state,
                                                  at(system_.control.at_start.si, k), 0.0, true);
        model::set_lane<physics, T>(y_, k, state);
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

    /// Switches of the lanes of `which`. Those that do not run must not make branches be looked at.
    void switch_over(const Lanes& which)
    {
        for (std::size_t k = 0; k < lanes; ++k) {
            if (model::bit(which, k)) {
                const auto mode = runs(k) ? memory_.mode[k] : model::CellMode{};
                model::set_mode(system_.on.working, k, mode.working);
                model::set_mode(system_.on.counter, k, mode.counter);
            }
        }
        system_.on.working.look_for_special();
        system_.on.counter.look_for_special();
    }

    /// The lanes of `which` that run begin a segment.
    void set_out(const Lanes& which)
    {
        step_.begin(which || !running_, y_);
        GuardReading<System> first;
        step_.read_first_guards(first);
        for (std::size_t g = 0; g < model::fixed_guards<physics>; ++g) {
            guards_.values[g] = kinetics::select(which, first.values[g], guards_.values[g]);
        }
        guards_.voltage = kinetics::select(which, first.voltage, guards_.voltage);
        judge(guards_, which && running_, true);
        stepping_.begin(which && running_, T(duration_ - out_.elapsed), memory_.step);
    }

    /// What became of lanes that are not on their way any more, and how they go on.
    void arrive(Lanes lanes_there)
    {
        using kinetics::select;
        while (kinetics::any(lanes_there)) {
            const Lanes there = lanes_there;
            const auto& arrival = stepping_.arrival();
            for (std::size_t i = 0; i < y_.size(); ++i) {
                y_[i] = select(there, step_.state()[i], y_[i]);
            }
            memory_.step.size = select(there, stepping_.natural(), memory_.step.size);
            out_.steps = select(there, T(out_.steps + arrival.steps), out_.steps);
            out_.largest_voltage =
                select(there, kinetics::max(out_.largest_voltage, arrival.largest_voltage),
                       out_.largest_voltage);
            out_.end_voltage = select(there, guards_.voltage, out_.end_voltage);
            const Lanes finite =
                kinetics::abs(guards_.voltage) <= T(std::numeric_limits<double>::max());
            const Lanes failed = there && (arrival.gave_up || arrival.stalled || !finite);
            const Lanes done = there && arrival.reached_end && !failed;
            out_.elapsed = select(done, duration_, out_.elapsed);
            running_ = running_ && !done;
            const Lanes stopped = there && !done && !failed;
            Lanes going_on{};
            if (kinetics::any(stopped || failed)) {
                stop(stopped, failed);
                going_on = stopped && running_;
            }
            close(there && !running_);
            if (!kinetics::any(going_on)) {
                return;
            }
            switch_over(going_on);
            set_out(going_on);
            close(going_on && !running_);
            lanes_there = running_ && !stepping_.active();
        }
    }

    /// Lanes that an event stopped, and those in which no step was good.
    void stop(const Lanes& stopped, const Lanes& failed)
    {
        const auto& arrival = stepping_.arrival();
        Lanes settled = stopped;
        for (std::size_t k = 0; k < lanes; ++k) {
            if (model::bit(failed, k)) {
                end(k, model::bit(arrival.gave_up, k) ? LaneEnd::too_stiff : LaneEnd::stalled);
            } else if (model::bit(stopped, k)) {
                put(out_.elapsed, k, at(out_.elapsed, k) + at(arrival.elapsed, k));
                // Branches first: a cause comes before what it causes.
                settle(k);
                model::set_bit(settled, k, runs(k));
            }
        }
        judge(guards_, settled, false);
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

    /// The half cycle of these lanes is over.
    void close(const Lanes& over)
    {
        for (std::size_t k = 0; k < lanes; ++k) {
            if (!model::bit(over, k)) {
                continue;
            }
            if (needs_engine(out_.lanes[k].end)) {
                take_back(k);
            } else {
                keep_course(k);
            }
        }
    }

    void take_back(std::size_t k)
    {
        for (std::size_t i = 0; i < y_.size(); ++i) {
            put(y_[i], k, at(start_[i], k));
        }
        put(memory_.step.size, k, at(step_before_, k));
        memory_.mode[k] = mode_before_[k];
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
    LaneMemory<T>& memory_;
    const HalfCycleControl<physics>& control_;
    System system_;
    LaneStep<System> step_;
    GuardReading<System> guards_; ///< of each lane where it is
    Stepping<System> stepping_;
    Vector y_{};
    T duration_{0.0}; ///< of the half cycle
    Lanes running_{};
    Vector start_{}; ///< of the half cycle
    T step_before_{0.0};
    std::array<model::CellMode, lanes> mode_before_{};
    HalfCycleEnd<T>& out_;
};

} // namespace percolith::runs::detail
