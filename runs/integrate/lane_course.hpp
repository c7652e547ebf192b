#pragma once
/// What happens to the cells of an ensemble, lane by lane, while half cycles pass.

#include "model/cell_lanes.hpp"
#include "model/event.hpp"
#include "runs/integrate/advance.hpp"

#include <array>
#include <limits>

namespace percolith::runs
{

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

/// An event that ends nothing: how often in this half cycle, and when, s from its start.
struct EventTally {
    std::size_t count = 0;
    double first = std::numeric_limits<double>::quiet_NaN();
    double last = std::numeric_limits<double>::quiet_NaN();
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
