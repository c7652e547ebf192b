#pragma once
/// Charge transfer at the lithium surface.

#include "kinetics/constants.hpp"
#include "kinetics/quantity.hpp"
#include "kinetics/scalar.hpp"

namespace percolith::kinetics
{

/// RT/F, V.
template <class T> Voltage<T> thermal_voltage(Temperature<T> temperature)
{
    return gas_constant * temperature / faraday;
}

/// Overpotential of symmetric Butler-Volmer kinetics on the contacted share of the surface.
///
///     eta = (2RT/F) asinh( j / (2 theta i_0) )
///
/// j > 0 strips. Valid for theta > 0, i_0 > 0. [derived] Standard theory, both transfer
/// coefficients 1/2.
template <class T>
Voltage<T> charge_transfer_overpotential(CurrentDensity<T> current, T contact_fraction,
                                         CurrentDensity<T> exchange, Temperature<T> temperature)
{
    return 2.0 * thermal_voltage(temperature) *
           asinh(current / (2.0 * contact_fraction * exchange));
}

/// d eta / d j of the same law, Ohm m2: RT/(F theta i_0) at equilibrium, falling as current grows.
template <class T>
ArealResistance<T> charge_transfer_resistance(CurrentDensity<T> current, T contact_fraction,
                                              CurrentDensity<T> exchange,
                                              Temperature<T> temperature)
{
    const auto reach = 2.0 * contact_fraction * exchange;
    const T ratio = current / reach;
    return 2.0 * thermal_voltage(temperature) / (reach * sqrt(1.0 + ratio * ratio));
}

} // namespace percolith::kinetics
