#pragma once
/// Lithium inside the interphase and into the separator. [phenomenological]

#include "kinetics/constants.hpp"
#include "kinetics/quantity.hpp"
#include "kinetics/scalar.hpp"

namespace percolith::kinetics
{

/// Share of the plating electrons that meet ions inside the interphase.
///
///     f_e = (1 - b/l) [1 - sech(l/lambda)] + (b/l) sigma_e / (sigma_e + sigma_i)
///
/// The shorted part l - b conducts electrons, and deposition along a resistive ion path decays over
/// lambda, as in a porous electrode; the barrier adds the ratio of its conductivities. 0 <= f_e
/// <= 1.
template <class T>
T inner_deposition_share(Length<T> thickness, Length<T> barrier, Length<T> decay_length,
                         Conductivity<T> electronic, Conductivity<T> ionic)
{
    const T blocking = barrier / thickness;
    const T spread = sech_complement(T(thickness / decay_length));
    return (1.0 - blocking) * spread + blocking * (electronic / (electronic + ionic));
}

/// |j| / theta - j_crit: intrusions grow on plating where positive.
template <class T>
CurrentDensity<T> intrusion_excess(CurrentDensity<T> magnitude, T contact_fraction,
                                   CurrentDensity<T> critical)
{
    return magnitude / contact_fraction - critical;
}

/// da/dt on plating: (V_Li/F) [kappa_s excess + kappa_e f_e |j|], excess on its active branch.
template <class T>
Velocity<T> intrusion_growth(CurrentDensity<T> excess, T excess_gain,
                             CurrentDensity<T> inner_current, T electronic_gain)
{
    return lithium_volume_per_charge * (excess_gain * excess + electronic_gain * inner_current);
}

/// Filling of the interphase's pores, s = m / (phi_max eps l), 0 <= s <= 1.
template <class T>
T pore_filling(Length<T> pore_lithium, Length<T> thickness, T pore_fraction, T filling_limit)
{
    return pore_lithium / (filling_limit * pore_fraction * thickness);
}

/// dm/dt on plating: (V_Li/F) f_e |j| (1 - s).
template <class T> Velocity<T> pore_deposition(CurrentDensity<T> inner_current, T filling)
{
    return lithium_volume_per_charge * (inner_current * (1.0 - filling));
}

/// dm/dt on stripping: -(V_Li/F) r_m f_e j s.
template <class T>
Velocity<T> pore_stripping(CurrentDensity<T> inner_current, T filling, T strippable_share)
{
    return -(lithium_volume_per_charge * (strippable_share * inner_current * filling));
}

} // namespace percolith::kinetics
