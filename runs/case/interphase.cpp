#include "runs/case/interphase.hpp"

#include <sstream>

namespace percolith::runs
{
namespace
{

using kinetics::ArealResistance;
using kinetics::CurrentDensity;
using kinetics::Length;
using kinetics::MolarEnergy;

std::optional<kinetics::FiniteThickness<>> read_finite_thickness(Section& interphase)
{
    auto table = interphase.table_if_given("finite_thickness");
    if (!table) {
        return std::nullopt;
    }
    kinetics::FiniteThickness<> finite;
    finite.particle_size = table->quantity<Length<>>(
        {.name = "particle_size",
         .unit = "nm",
         .range = positive,
         .meaning = "d: size of the particles that percolate; thinner films are outside the domain",
         .mark = Mark::derived});
    finite.coefficient = table->number(
        {.name = "coefficient",
         .range = positive,
         .meaning = "c of V_P(b) = V_P [1 - c (d/(b + b_0))^(1/nu)]; of overlapping spheres "
                    "if left out",
         .mark = Mark::derived},
        finite.coefficient);
    finite.offset =
        table->number({.name = "offset",
                       .range = non_negative,
                       .meaning = "b_0/d of the same; of overlapping spheres if left out",
                       .mark = Mark::derived},
                      finite.offset);
    return finite;
}

void read_electronic_side(Section& s, const LawSurroundings& around, cells::Interphase& interphase)
{
    interphase.electronic = read_electronic(s, around);
    interphase.electronic_activation_energy =
        read_energy(s, "electronic_activation_energy", "of sigma_e");
    interphase.finite_thickness = read_finite_thickness(s);
}

void read_reaction_side(Section& s, cells::Interphase& interphase)
{
    interphase.front_resistance.at_reference = s.quantity<ArealResistance<>>(
        {.name = "front_resistance",
         .unit = "Ohm cm^2",
         .range = non_negative,
         .meaning = "R_k: of the reaction at the front, at the reference temperature",
         .mark = Mark::derived},
        ArealResistance<>{});
    interphase.front_resistance.activation_energy =
        read_energy(s, "front_resistance_activation_energy", "of 1/R_k");
    interphase.exchange_current_density.at_reference = s.quantity<CurrentDensity<>>(
        {.name = "exchange_current_density",
         .unit = "mA/cm^2",
         .range = positive,
         .meaning = "i_0 of charge transfer at lithium, at the reference temperature",
         .mark = Mark::derived,
         .source = "5 mA/cm^2 as quoted for lithium on argyrodites, not checked in a primary text"},
        CurrentDensity<>{50.0});
    interphase.exchange_current_density.activation_energy =
        read_energy(s, "exchange_current_activation_energy", "of i_0");
}

void read_growth(Section& s, const cells::Electrolyte& electrolyte, cells::Interphase& interphase)
{
    interphase.renewal = s.quantity<kinetics::Renewal<>>(
        {.name = "renewal",
         .unit = "m^2/C",
         .range = non_negative,
         .meaning = "k_f: share of the barrier renewed per charge passed; taken as 0 below the "
                    "threshold of a law that has one, as given with any other",
         .mark = Mark::phenomenological},
        kinetics::Renewal<>{});
    interphase.initial_thickness =
        s.quantity<Length<>>({.name = "initial_thickness",
                              .unit = "nm",
                              .range = non_negative,
                              .meaning = "b_0 of the first film, which consumed nothing"},
                             Length<>{5e-9});
    interphase.reduction_potential = s.quantity_if_given<kinetics::Voltage<>>(
        {.name = "reduction_potential",
         .unit = "V",
         .range = positive,
         .meaning = "E_red of the electrolyte against lithium",
         .absent = "the electrolyte's own, from the materials library"});
    if (!s.documenting() && !interphase.reduction_potential && !electrolyte.parts.empty() &&
        !electrolyte.reduction_potential) {
        s.fault("reduction_potential", "is not known for this electrolyte",
                "add reduction_potential = \"<number> V\" to [" + s.path() + "]");
    }
}

void read_lithium_side(Section& s, cells::Interphase& interphase)
{
    interphase.reachable_alloy_share =
        s.number({.name = "reachable_alloy_share",
                  .range = fraction,
                  .meaning = "u: share of the alloy that can be stripped electrochemically",
                  .mark = Mark::phenomenological},
                 0.0);
    interphase.host = read_host(s);
    interphase.dead_lithium_share =
        s.number({.name = "dead_lithium_share",
                  .range = {.low = 0.0, .high = 1.0, .open_high = true},
                  .meaning = "share of stripped charge that is lost as dead lithium",
                  .mark = Mark::phenomenological},
                 0.0);
    interphase.decay_length = s.quantity<Length<>>(
        {.name = "decay_length",
         .unit = "um",
         .range = positive,
         .meaning = "lambda: over which deposition along the shorted interphase decays",
         .mark = Mark::phenomenological},
        Length<>{1e-4});
}

std::string digits(double number)
{
    std::ostringstream text;
    text << number;
    return text.str();
}

/// What single keys cannot tell: the law must hold for the metal fraction at hand, finite thickness
/// needs a threshold to move, and something must limit the first leak.
void check_together(Section& s, const cells::Electrolyte& electrolyte,
                    const cells::Interphase& interphase)
{
    const double metal = electrolyte.composition.metal_volume_fraction;
    const auto domain = kinetics::domain(interphase.electronic);
    if (!domain.contains(metal)) {
        s.fault("electronic",
                "the law holds for metal fractions " + digits(domain.lower) + " .. " +
                    digits(domain.upper) + ", the interphase holds " + digits(metal),
                "choose another law or electrolyte");
    }
    if (interphase.finite_thickness && !kinetics::threshold(interphase.electronic)) {
        s.fault("finite_thickness",
                "contradicts the law \"" + std::string{kinetics::name(interphase.electronic)} +
                    "\", which has no threshold to move",
                "remove the table or choose a law with a threshold");
    }
    const bool thin = interphase.initial_thickness.si == 0.0;
    if (thin && interphase.front_resistance.at_reference.si == 0.0) {
        s.fault("initial_thickness", "is 0 together with front_resistance: nothing limits the leak",
                "give one of them a value above 0");
    } else if (thin && interphase.finite_thickness) {
        s.fault("initial_thickness", "is 0, where finite_thickness means nothing",
                "give it a value above 0");
    }
}

} // namespace

void read_interphase(Section& section, const InterphaseSurroundings& around,
                     cells::Interphase& interphase)
{
    const auto before = section.faults();
    const auto& electrolyte = around.cell.electrolyte;
    read_electronic_side(section, around.law, interphase);
    interphase.ionic = read_ionic(section, around);
    interphase.electronic_reference = read_reference(section);
    interphase.front_resistance.reference = interphase.electronic_reference;
    interphase.exchange_current_density.reference = interphase.electronic_reference;
    read_reaction_side(section, interphase);
    read_growth(section, electrolyte, interphase);
    read_lithium_side(section, interphase);
    if (!section.documenting() && !electrolyte.parts.empty() && section.faults() == before) {
        check_together(section, electrolyte, interphase);
    }
}

} // namespace percolith::runs
