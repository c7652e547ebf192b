#pragma once
/// Cells side by side in the lanes of a SIMD pack, and the way back to one of them. A double is a
/// pack of one.

#include "model/convert.hpp"
#include "model/layout.hpp"

#include <array>
#include <cstddef>
#include <stdexcept>
#include <utility>

namespace percolith::model
{

/// How many cells one T carries.
template <class T> inline constexpr auto lane_count = static_cast<std::size_t>(kinetics::lanes<T>);

/// Parameters of one cell per lane: together for the steps, alone for what is rare. Laws, hosts and
/// numbers may differ from lane to lane, sub-models may not.
template <class T> class CellLanes
{
public:
    /// Throws `std::invalid_argument` unless all cells have the same sub-models.
    explicit CellLanes(const std::array<CellParameters<>, lane_count<T>>& cells)
        : alone_(cells), together_(join(cells, std::make_index_sequence<lane_count<T>>{}))
    {
    }

    /// Another cell in one lane. Throws `std::invalid_argument` unless it has the sub-models of the
    /// others.
    void set(std::size_t lane, const CellParameters<>& cell)
    {
        if (!(cell.submodels == together_.submodels)) {
            throw std::invalid_argument("cells side by side must have the same sub-models");
        }
        combine_cells(IntoLane{static_cast<int>(lane)}, together_, cell);
        alone_[lane] = cell;
    }

    const CellParameters<T>& together() const { return together_; }
    const CellParameters<>& alone(std::size_t lane) const { return alone_[lane]; }

private:
    template <std::size_t... k>
    static CellParameters<T> join(const std::array<CellParameters<>, lane_count<T>>& cells,
                                  std::index_sequence<k...>)
    {
        if constexpr (kinetics::lanes<T> == 1) {
            return as<T>(cells[0]);
        } else {
            CellParameters<T> together;
            combine_cells(SideBySide<T>{}, together, cells[k]...);
            return together;
        }
    }

    std::array<CellParameters<>, lane_count<T>> alone_;
    CellParameters<T> together_;
};

/// The state in one lane.
template <Physics physics, class T>
CellState<> lane_of(const StateVector<physics, T>& y, std::size_t lane)
{
    StateVector<physics> one;
    for (std::size_t k = 0; k < one.size(); ++k) {
        one[k] = kinetics::lane(y[k], static_cast<int>(lane));
    }
    return unpack<physics, double>(std::span<const double, cell_size<physics>>(one));
}

template <class T> CellState<> lane_of(const CellState<T>& state, std::size_t lane)
{
    StateVector<Physics::full, T> y;
    pack<Physics::full, T>(state, std::span<T, cell_size<Physics::full>>(y));
    return lane_of<Physics::full, T>(y, lane);
}

/// Puts a state into one lane.
template <Physics physics, class T>
void set_lane(StateVector<physics, T>& y, std::size_t lane, const CellState<>& state)
{
    StateVector<physics> one;
    pack<physics, double>(state, std::span<double, cell_size<physics>>(one));
    for (std::size_t k = 0; k < one.size(); ++k) {
        kinetics::set_lane(y[k], static_cast<int>(lane), one[k]);
    }
}

template <class T> void set_lane(CellState<T>& all, std::size_t lane, const CellState<>& state)
{
    StateVector<Physics::full, T> y;
    pack<Physics::full, T>(all, std::span<T, cell_size<Physics::full>>(y));
    set_lane<Physics::full, T>(y, lane, state);
    all = unpack<Physics::full, T>(std::span<const T, cell_size<Physics::full>>(y));
}

} // namespace percolith::model
