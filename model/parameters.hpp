#pragma once
/// All numbers the balances need, in one flat aggregate per electrode. `cells::assemble` fills it
/// from materials and laws; nothing here knows where a number came from. Templated, so that any
/// parameter can be a derivative or differ from SIMD lane to SIMD lane.

#include "kinetics/conductivity.hpp"
#include "kinetics/host.hpp"
#include "kinetics/quantity.hpp"

namespace percolith::model
{

/// Which phenomenological sub-models run on top of the core (leakage, growth, inventory, voltage).
struct Submodels {
    bool contact = false; ///< voids and contact fraction
    bool intrusion = false; ///< lithium growing into the separator
    bool activation = false; ///< lithium deposited inside the interphase
    bool any() const { return contact || intrusion || activation; }
    bool operator==(const Submodels&) const = default;
};

/// Contact loss and healing [phenomenological].
template <class T = double> struct ContactParameters {
    kinetics::ArealCharge<T> void_capacity{}; ///< Q_h: charge that empties a full void layer
    kinetics::CurrentDensity<T>
        replenishment{}; ///< j_rep: creep and diffusion refill, per contact area
    T refill_share{}; ///< w, 0..1: share of plating that fills voids
    kinetics::Rate<T> healing{}; ///< k_c: contact regained under stack pressure
    T minimum{0.01}; ///< theta_min: the event "contact lost"
};

/// Lithium intrusion into the separator [phenomenological].
template <class T = double> struct IntrusionParameters {
    kinetics::CurrentDensity<T> critical{}; ///< j_crit, per contact area
    T excess_gain{}; ///< kappa_s
    T electronic_gain{}; ///< kappa_e
    kinetics::Velocity<T> creep{}; ///< r_P (P / 25 MPa)^n_P
};

/// Lithium deposited in the pores of the interphase [phenomenological].
template <class T = double> struct ActivationParameters {
    T pore_fraction{0.05}; ///< eps
    T filling_limit{0.95}; ///< phi_max
    T strippable_share{1.0}; ///< r_m: 1 strippable, 0 trapped
};

/// One electrode with its interphase.
template <class T = double> struct ElectrodeParameters {
    kinetics::VolumePerCharge<T> growth{}; ///< v: interphase volume per leaked charge
    kinetics::VolumePerCharge<T> separator_use{}; ///< separator volume consumed per leaked charge
    T reversible_share{}; ///< u f_rev: share of the leak that the host gives back
    kinetics::ElectronicConductivity<T> electronic; ///< sigma_e, of the barrier
    kinetics::Conductor<T> ionic; ///< sigma_i, of the interphase
    kinetics::ArealResistance<T> front_resistance{}; ///< R_k
    kinetics::Renewal<T> renewal{}; ///< k_f
    kinetics::Voltage<T> reduction_potential{}; ///< E_red
    kinetics::Length<T> initial_thickness{}; ///< b_0 = l_0
    kinetics::CurrentDensity<T> exchange_current_density{}; ///< i_0
    kinetics::HostCurve<T> host; ///< U(q / c_r)
    T dead_share{}; ///< share of stripped charge lost as dead lithium
    kinetics::Length<T> decay_length{T(1.0)}; ///< lambda: of deposition along the interphase
    ContactParameters<T> contact;
    IntrusionParameters<T> intrusion;
    ActivationParameters<T> activation;
    kinetics::ArealCapacitance<T> double_layer{}; ///< C_dl, impedance only
    kinetics::Permittivity<T> permittivity{}; ///< of the interphase, impedance only
};

/// The cell: working | interphase | separator | interphase | counter.
template <class T = double> struct CellParameters {
    ElectrodeParameters<T> working;
    ElectrodeParameters<T> counter;
    kinetics::Length<T> separator_thickness{}; ///< h_0
    kinetics::Conductivity<T> separator_conductivity{};
    kinetics::Temperature<T> temperature{T(298.15)};
    kinetics::ArealResistance<T> short_resistance{}; ///< R_short: what is left of V after a short
    Submodels submodels;
};

} // namespace percolith::model
