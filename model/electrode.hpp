#pragma once
/// The unknowns of the cell: two electrodes, each with its interphase.

#include "kinetics/quantity.hpp"

namespace percolith::model
{

/// Which electrode: the one under test, or the lithium source.
enum class Side { working, counter };

/// State of one electrode with its interphase (per geometric area).
template <class T = double> struct ElectrodeState {
    kinetics::ArealCharge<T> lithium{}; ///< q: accessible lithium, metal plus host
    kinetics::ArealCharge<T> host_capacity{}; ///< c_r: capacity of the reversible alloy host
    kinetics::Length<T> interphase_thickness{}; ///< l
    kinetics::Length<T> barrier_thickness{}; ///< b <= l: the part that still blocks electrons
    kinetics::ArealCharge<T> dead_lithium{}; ///< stripped but lost
    T contact_fraction{1.0}; ///< theta, 0..1
    kinetics::Length<T> intrusion_length{}; ///< a: deepest lithium intrusion
    kinetics::Length<T> pore_lithium{}; ///< m: equivalent thickness inside the interphase
};

template <class T = double> struct CellState {
    ElectrodeState<T> working;
    ElectrodeState<T> counter;
    kinetics::ArealCharge<T>
        passed_charge{}; ///< net charge since the step began, > 0 stripped working
};

} // namespace percolith::model
