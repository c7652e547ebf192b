#pragma once
/// A named electrochemical cell as a person describes it: which materials, which laws, which
/// numbers. The case reader fills `CellDescription`; `assemble` turns it into the numbers the
/// balances need.

#include "cells/electrolyte.hpp"
#include "kinetics/arrhenius.hpp"
#include "kinetics/composition.hpp"
#include "kinetics/conductivity.hpp"
#include "kinetics/constants.hpp"
#include "kinetics/host.hpp"
#include "model/electrode.hpp"
#include "model/parameters.hpp"

#include <optional>
#include <string>
#include <vector>

namespace percolith::cells
{

enum class CellKind { symmetric, asymmetric, anode_free };

/// Everything one interphase is given; both electrodes share it unless the case says otherwise.
struct Interphase {
    kinetics::ElectronicLaw<> electronic; ///< sigma_e(V_f-M), at `reference`
    std::optional<kinetics::FiniteThickness<>> finite_thickness;
    kinetics::Activated<kinetics::Conductivity<>> ionic; ///< sigma_i
    kinetics::Activated<kinetics::ArealResistance<>> front_resistance; ///< R_k
    kinetics::MolarEnergy<> electronic_activation_energy{}; ///< of sigma_e
    kinetics::Temperature<> electronic_reference{298.15};
    kinetics::Renewal<> renewal{}; ///< k_f
    std::optional<kinetics::Voltage<>> reduction_potential; ///< else the electrolyte's own
    kinetics::Length<> initial_thickness{5e-9};
    double reachable_alloy_share = 0.0; ///< u
    kinetics::HostCurve<> host;
    kinetics::Activated<kinetics::CurrentDensity<>> exchange_current_density;
    double dead_lithium_share = 0.0;
    kinetics::Length<> decay_length{1e-4}; ///< lambda
    model::ContactParameters<>
        contact; ///< `replenishment` here is j_rep0, `void_capacity` from h_v
    double replenishment_gain = 0.0; ///< w_M: j_rep = j_rep0 (1 + w_M V_f-M)
    model::IntrusionParameters<> intrusion;
    model::ActivationParameters<> activation;
    kinetics::ArealCapacitance<> double_layer{0.22}; ///< 22 uF/cm2
    double relative_permittivity = 10.0;
};

struct Electrode {
    kinetics::ArealCharge<> lithium{}; ///< initial accessible lithium q_0
    Interphase interphase;
};

struct CellDescription {
    CellKind kind = CellKind::symmetric;
    kinetics::Area<> area{1e-4};
    kinetics::Temperature<> temperature{298.15};
    Electrolyte electrolyte; ///< resolved mixture with its composition
    kinetics::Length<> separator_thickness{1e-3};
    std::optional<kinetics::Activated<kinetics::Conductivity<>>>
        separator_conductivity; ///< else the electrolyte's
    kinetics::ArealResistance<> short_resistance{1e-4};
    Electrode working;
    Electrode counter;
    model::Submodels submodels;
};

/// Q_h = F h_v / V_Li: the charge whose lithium fills a void layer of depth `h_v` [derived].
inline kinetics::ArealCharge<> void_capacity(kinetics::Length<> depth)
{
    return depth / kinetics::lithium_volume_per_charge;
}

/// The numbers of the balances. Throws `std::invalid_argument` naming what is missing or
/// contradictory.
model::CellParameters<> assemble(const CellDescription& cell);

/// The cell at t = 0: theta = 1, a = m = c_r = 0, l = b = b_0.
model::CellState<> initial_state(const CellDescription& cell);

} // namespace percolith::cells
