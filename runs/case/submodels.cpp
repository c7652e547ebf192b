// The phenomenological sub-models on top of the core, and what only the impedance needs.

#include "kinetics/constants.hpp"
#include "runs/case/interphase.hpp"

#include <cmath>

namespace percolith::runs
{
namespace
{

using kinetics::CurrentDensity;
using kinetics::Length;

constexpr std::string_view singh = "DOI 10.1016/j.xcrp.2022.101043";
constexpr std::string_view doux = "DOI 10.1002/aenm.201903253";
constexpr double doux_pressure = 25e6; // Pa, where the creep velocity is given

} // namespace

bool read_enabled(Section& section)
{
    return section.flag({.name = "enabled", .meaning = "false switches the sub-model off again"},
                        true);
}

void read_contact(Section& section, cells::Interphase& interphase)
{
    const auto depth =
        section.quantity<Length<>>({.name = "void_depth",
                                    .unit = "um",
                                    .range = positive,
                                    .meaning = "h_v: depth of the voids that stripping leaves",
                                    .mark = Mark::phenomenological,
                                    .source = singh},
                                   Length<>{15e-6});
    auto& contact = interphase.contact;
    contact.void_capacity = depth / kinetics::lithium_volume_per_charge;
    contact.replenishment = section.quantity<CurrentDensity<>>(
        {.name = "replenishment",
         .unit = "mA/cm^2",
         .range = non_negative,
         .meaning = "j_rep0: current that creep and diffusion refill, per contact area",
         .mark = Mark::phenomenological},
        CurrentDensity<>{});
    interphase.replenishment_gain = section.number(
        {.name = "replenishment_gain",
         .range = non_negative,
         .meaning = "w_M of j_rep = j_rep0 (1 + w_M V_f-M): help of lithiophilic metal",
         .mark = Mark::phenomenological},
        0.0);
    contact.refill_share = section.number({.name = "refill_share",
                                           .range = fraction,
                                           .meaning = "w: share of plating that fills voids",
                                           .mark = Mark::phenomenological});
    contact.healing =
        section.quantity<kinetics::Rate<>>({.name = "healing_rate",
                                            .unit = "1/s",
                                            .range = non_negative,
                                            .meaning = "k_c: contact regained under stack pressure",
                                            .mark = Mark::phenomenological},
                                           kinetics::Rate<>{});
    contact.minimum = section.number({.name = "minimum",
                                      .range = proper_fraction,
                                      .meaning = "theta_min: contact fraction called lost",
                                      .mark = Mark::phenomenological},
                                     0.01);
}

void read_intrusion(Section& section, cells::Interphase& interphase)
{
    auto& intrusion = interphase.intrusion;
    intrusion.critical = section.quantity<CurrentDensity<>>(
        {.name = "critical_current_density",
         .unit = "mA/cm^2",
         .range = positive,
         .meaning = "j_crit: plating current per contact area above which lithium intrudes",
         .mark = Mark::phenomenological});
    intrusion.excess_gain =
        section.number({.name = "excess_gain",
                        .range = non_negative,
                        .meaning = "kappa_s: intrusion per lithium plated above j_crit",
                        .mark = Mark::phenomenological});
    intrusion.electronic_gain =
        section.number({.name = "electronic_gain",
                        .range = non_negative,
                        .meaning = "kappa_e: intrusion per lithium plated inside the interphase",
                        .mark = Mark::phenomenological},
                       0.0);
    const auto creep = section.quantity<kinetics::Velocity<>>(
        {.name = "creep_velocity",
         .unit = "nm/h",
         .range = non_negative,
         .meaning = "r_P: intrusion by stack pressure alone, at 25 MPa",
         .mark = Mark::phenomenological,
         .source = doux},
        kinetics::Velocity<>{});
    const auto pressure = section.quantity<kinetics::Pressure<>>(
        {.name = "pressure", .unit = "MPa", .range = non_negative, .meaning = "of the stack"},
        kinetics::Pressure<>{doux_pressure});
    const double exponent = section.number({.name = "pressure_exponent",
                                            .range = positive,
                                            .meaning = "n_P of r_P (P/25 MPa)^n_P",
                                            .mark = Mark::phenomenological,
                                            .source = doux},
                                           1.0);
    intrusion.creep = creep * std::pow(pressure.si / doux_pressure, exponent);
}

void read_activation(Section& section, cells::Interphase& interphase)
{
    auto& activation = interphase.activation;
    activation.pore_fraction =
        section.number({.name = "pore_fraction",
                        .range = proper_fraction,
                        .meaning = "eps: pores of the interphase that lithium may fill",
                        .mark = Mark::phenomenological});
    activation.filling_limit = section.number({.name = "filling_limit",
                                               .range = positive_fraction,
                                               .meaning = "phi_max: share of the pores that fills",
                                               .mark = Mark::phenomenological},
                                              0.95);
    activation.strippable_share = section.number(
        {.name = "strippable_share",
         .range = fraction,
         .meaning = "r_m: 1 where the lithium inside can be stripped, 0 where trapped",
         .mark = Mark::phenomenological},
        1.0);
}

void read_impedance(Section& section, cells::Interphase& interphase)
{
    interphase.double_layer = section.quantity<kinetics::ArealCapacitance<>>(
        {.name = "double_layer_capacitance",
         .unit = "uF/cm^2",
         .range = positive,
         .meaning = "C_dl beside the charge transfer",
         .mark = Mark::derived,
         .source = "quoted for lithium on argyrodites; not checked in a primary text"},
        kinetics::ArealCapacitance<>{0.22});
    interphase.relative_permittivity =
        section.number({.name = "relative_permittivity",
                        .range = positive,
                        .meaning = "of the interphase, for its capacitance",
                        .mark = Mark::phenomenological},
                       10.0);
}

} // namespace percolith::runs
