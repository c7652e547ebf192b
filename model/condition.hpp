#pragma once
/// Thresholds on what a cell shows: the endings of protocol steps and the user's own stop
/// conditions.

#include "model/electrode.hpp"

namespace percolith::model
{

enum class Observable {
    voltage, ///< V, signed
    current_magnitude, ///< |i|, A/m2
    charge_magnitude, ///< |charge passed in this step|, C/m2
    interphase_thickness, ///< l, m
    barrier_thickness, ///< b, m
    interface_resistance, ///< small-signal resistance of one electrode, Ohm m2
    cell_resistance, ///< small-signal resistance of the cell, Ohm m2
    lithium, ///< q, C/m2
    metal, ///< q - c_r, C/m2
    contact_fraction, ///< theta
    intrusion_length, ///< a, m
};

/// Met when `what` (of `side`, where it belongs to an electrode) passes `threshold` in `sense`.
struct Condition {
    enum class Sense { above, below };
    Observable what = Observable::voltage;
    Side side = Side::working;
    Sense sense = Sense::above;
    double threshold = 0.0; ///< coherent SI, of the observable
};

} // namespace percolith::model
