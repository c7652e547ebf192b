#pragma once
/// Contact of lithium with its interphase: voids grow on stripping, fill on plating, heal under
/// pressure. [phenomenological] closure on a volume balance that is [derived].

#include "kinetics/quantity.hpp"

namespace percolith::kinetics
{

/// j - theta j_rep: what stripping takes beyond what creep and diffusion refill. Voids grow where
/// positive.
template <class T>
CurrentDensity<T> void_forming_excess(CurrentDensity<T> current, T contact_fraction,
                                      CurrentDensity<T> replenishment)
{
    return current - contact_fraction * replenishment;
}

/// d theta / dt on stripping, active branch: -(j - theta j_rep) / Q_h.
template <class T> Rate<T> contact_loss(CurrentDensity<T> excess, ArealCharge<T> void_capacity)
{
    return -(excess / void_capacity);
}

/// d theta / dt on plating: w |j| (1 - theta) / Q_h.
template <class T>
Rate<T> contact_refill(CurrentDensity<T> magnitude, T contact_fraction, T refill_share,
                       ArealCharge<T> void_capacity)
{
    return refill_share * magnitude * (1.0 - contact_fraction) / void_capacity;
}

/// d theta / dt by pressure at any current: k_c (1 - theta).
template <class T> Rate<T> contact_healing(Rate<T> healing, T contact_fraction)
{
    return healing * (1.0 - contact_fraction);
}

} // namespace percolith::kinetics
