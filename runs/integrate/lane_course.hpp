#pragma once
/// Half cycles asked of the cells of an ensemble, and what happens to each, lane by lane.

#include "model/cell_lanes.hpp"
#include "model/event.hpp"
#include "runs/integrate/advance.hpp"

#include <array>
#include <limits>

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

/// How a half cycle came to its end in one lane.
enum class LaneEnd {
    duration, ///< it passed
    host_exhausted, ///< nothing left to strip
    contact_lost,
    short_circuit,
    separator_consumed,
    voltage_limit_high,
    voltage_limit_low,
    too_stiff, ///< more steps than allowed: a scalar engine must take this half cycle
    stalled, ///< no step is short enough: the same, and the engine may have to say why
};

/// The cell has ended for good and its lane retires.
constexpr bool is_terminal(LaneEnd end)
{
    return end != LaneEnd::duration && end != LaneEnd::too_stiff && end != LaneEnd::stalled;
}

/// The half cycle is still to be done: the lane's state is that of its start.
constexpr bool needs_engine(LaneEnd end)
{
    return end == LaneEnd::too_stiff || end == LaneEnd::stalled;
}

/// An event that ends nothing: how often in this half cycle, and when, s from its start; 0 if
/// never.
struct EventTally {
    std::size_t count = 0;
    double first = 0.0;
    double last = 0.0;
};

/// Events of one electrode's lithium.
class LithiumTally
{
public:
    /// metal depleted, metal back, host exhausted, starved begins or starved ends.
    const EventTally& operator[](model::EventKind kind) const
    {
        return tally_[static_cast<std::size_t>(kind)];
    }

    void add(model::EventKind kind, double time)
    {
        auto& of = tally_[static_cast<std::size_t>(kind)];
        of.first = of.count++ == 0 ? time : of.first;
        of.last = time;
    }

private:
    std::array<EventTally, static_cast<std::size_t>(model::EventKind::starved_ends) + 1> tally_{};
};

/// What one lane has to tell of a half cycle.
struct LaneStory {
    LaneEnd end = LaneEnd::duration;
    model::Side side = model::Side::working; ///< whose, where an electrode ended the cell
    LithiumTally working;
    LithiumTally counter;
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

/// One cell over all its half cycles.
struct LaneCourse {
    LaneEnd end = LaneEnd::duration; ///< anything else: the cell has ended, the lane has retired
    model::Side side = model::Side::working; ///< whose
    double time = 0.0; ///< s, until now or until its end
    std::size_t half_cycles = 0; ///< whole ones
};

/// What lanes carry from one half cycle to the next beside their state. A memory belongs to one
/// CellLanes: it keeps overpotentials of those cells.
template <class T> struct LaneMemory {
    StepMemory<T> step;
    model::SteadyOverpotentials<T> steady;
    std::array<model::CellMode, model::lane_count<T>> mode{}; ///< branches at the last instant
    std::array<LaneCourse, model::lane_count<T>> course{};
};

} // namespace percolith::runs
