#pragma once
/// Half cycles and cycles as plain functions of state and parameters, on doubles and on SIMD packs:
/// what ensembles and methods that leap over cycles are built on (docs/develop/half_cycles.md).

#include "runs/integrate/half_cycle_run.hpp"

namespace percolith::runs
{

namespace detail
{

/// The half cycle in the lanes of `among` whose cells have not ended.
template <model::Physics physics, class T>
void half_cycle_among(const model::CellLanes<T>& cells, model::CellState<T>& state,
                      const HalfCycle<T>& asked, LaneMemory<T>& memory,
                      const HalfCycleControl<physics>& control, const model::Mask<T>& among,
                      HalfCycleEnd<T>& out)
{
    constexpr auto lanes = model::lane_count<T>;
    auto running = among;
    for (std::size_t k = 0; k < lanes; ++k) {
        if (memory.course[k].end != LaneEnd::duration) {
            model::set_bit(running, k, false);
        }
    }
    HalfCycleRun<physics, T> run(cells, memory, control, out);
    model::pack<physics, T>(state, std::span<T, model::cell_size<physics>>(run.state()));
    run.begin(asked, running);
    while (kinetics::any(run.running())) {
        run.round();
    }
    state = model::unpack<physics, T>(std::span<const T, model::cell_size<physics>>(run.state()));
    for (std::size_t k = 0; k < lanes; ++k) {
        if (!model::bit(running, k)) {
            out.lanes[k].end = memory.course[k].end;
            out.lanes[k].side = memory.course[k].side;
        }
    }
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
    HalfCycleEnd<T> out;
    detail::half_cycle_among<physics>(cells, state, asked, memory, control, !model::Mask<T>{}, out);
    return out;
}

/// Two half cycles. A lane whose first needs an engine does not begin the second, and says so in
/// both.
template <model::Physics physics, class T>
CycleEnd<T> cycle(const model::CellLanes<T>& cells, model::CellState<T>& state,
                  const HalfCycle<T>& first, const HalfCycle<T>& second, LaneMemory<T>& memory,
                  const HalfCycleControl<physics>& control)
{
    CycleEnd<T> out;
    auto ready = !model::Mask<T>{};
    detail::half_cycle_among<physics>(cells, state, first, memory, control, ready, out.first);
    for (std::size_t k = 0; k < out.first.lanes.size(); ++k) {
        if (needs_engine(out.first.lanes[k].end)) {
            model::set_bit(ready, k, false);
        }
    }
    detail::half_cycle_among<physics>(cells, state, second, memory, control, ready, out.second);
    for (std::size_t k = 0; k < out.first.lanes.size(); ++k) {
        if (needs_engine(out.first.lanes[k].end)) {
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
