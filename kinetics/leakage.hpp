#pragma once
/// Leakage of lithium through the interphase, as ions and electrons in series with the reaction at
/// the front between interphase and electrolyte.

#include "kinetics/quantity.hpp"

namespace percolith::kinetics
{

/// Resistances on the leak's way, per geometric area, Ohm m2.
template <class T = double> struct LeakPath {
    ArealResistance<T> electronic; ///< b / sigma_e: electrons meet the barrier only
    ArealResistance<T> ionic; ///< l / sigma_i: ions cross the whole interphase
    ArealResistance<T> front; ///< R_k: reaction with the electrolyte
    ArealResistance<T> total() const { return electronic + ionic + front; }
};

/// What drives the leak: the electrolyte's reduction potential above the electrode, less what the
/// cell current's ions drop over the interphase (they share the contacted area, hence j / theta).
///
///     drive = E_red - U - (j / theta) l / sigma_i
///
/// The leak exists where the drive is positive. [derived]
template <class T>
Voltage<T> leak_drive(Voltage<T> reduction_potential, Voltage<T> electrode_potential,
                      CurrentDensity<T> current, T contact_fraction, ArealResistance<T> ionic)
{
    return reduction_potential - electrode_potential - current * ionic / contact_fraction;
}

/// Leak current on its active branch, A/m2 of geometric area.
///
///     i_leak = theta drive / (b/sigma_e + l/sigma_i + R_k)
///
/// [derived] Electron and ion flux are equal at the front; Wagner's parabola for R_k = 0.
template <class T>
CurrentDensity<T> leak_current(T contact_fraction, Voltage<T> drive, const LeakPath<T>& path)
{
    return contact_fraction * drive / path.total();
}

/// Electrode potential at which a given leak flows: the same law solved for U (starved electrode).
template <class T>
Voltage<T> potential_at_leak(Voltage<T> reduction_potential, CurrentDensity<T> leak,
                             CurrentDensity<T> current, T contact_fraction, const LeakPath<T>& path)
{
    return reduction_potential - (current * path.ionic + leak * path.total()) / contact_fraction;
}

} // namespace percolith::kinetics
