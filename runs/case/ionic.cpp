// Ionic conductivity of an interphase: given as a number, or from what the interphase is made of.

#include "kinetics/effective_medium.hpp"
#include "runs/case/interphase.hpp"

#include <array>

namespace percolith::runs
{
namespace
{

using kinetics::Conductivity;
using Ionic = kinetics::Activated<Conductivity<>>;
using Medium = std::vector<kinetics::Phase<>>;

/// A mixture is no Arrhenius law of its own: it is evaluated at the temperature of the cell.
Ionic evaluated(const Medium& medium, kinetics::Temperature<> temperature)
{
    return {
        kinetics::effective_medium(std::span<const kinetics::Phase<>>{medium}), {}, temperature};
}

/// Products of the given conductivity around the electrolyte that converted_fraction < 1 leaves.
Ionic partly_converted(Section& section, const InterphaseSurroundings& around,
                       const Ionic& products)
{
    const auto& made = around.cell.electrolyte.composition;
    const auto left = made.per_mole.electrolyte * (1.0 / made.converted_fraction - 1.0);
    const double unreacted = left / (made.per_mole.products + left);
    const auto& separator = around.cell.separator_conductivity
                                ? around.cell.separator_conductivity
                                : around.cell.electrolyte.ionic_conductivity;
    const auto temperature = around.cell.temperature;
    if (unreacted == 0.0 || !separator) {
        return products; // a separator without conductivity is a fault of its own
    }
    Ionic mixed;
    section.check("products_ionic_conductivity", [&] {
        mixed = evaluated(
            {{1.0 - unreacted, products.at(temperature)}, {unreacted, separator->at(temperature)}},
            temperature);
    });
    return mixed;
}

} // namespace

kinetics::MolarEnergy<> read_energy(Section& section, std::string_view name,
                                    std::string_view meaning)
{
    return section.quantity<kinetics::MolarEnergy<>>({.name = name,
                                                      .unit = "eV",
                                                      .range = non_negative,
                                                      .meaning = meaning,
                                                      .mark = Mark::derived},
                                                     kinetics::MolarEnergy<>{});
}

kinetics::Temperature<> read_reference(Section& section)
{
    return section.quantity<kinetics::Temperature<>>(
        {.name = "reference_temperature",
         .unit = "K",
         .range = positive,
         .meaning = "at which conductivities, resistance and exchange current are given"},
        kinetics::Temperature<>{298.15});
}

Ionic read_ionic(Section& section, const InterphaseSurroundings& around)
{
    const auto before = section.faults();
    const auto given = section.either("ionic_conductivity", "products_ionic_conductivity");
    std::optional<Conductivity<>> whole;
    std::optional<Conductivity<>> products;
    if (given != "products_ionic_conductivity") {
        whole = section.quantity_if_given<Conductivity<>>(
            {.name = "ionic_conductivity",
             .unit = "S/cm",
             .range = positive,
             .meaning = "sigma_i at the reference temperature",
             .absent = "estimated from the constituents in the materials library, which flatters"});
    }
    if (given != "ionic_conductivity") {
        products = section.quantity_if_given<Conductivity<>>(
            {.name = "products_ionic_conductivity",
             .unit = "S/cm",
             .range = positive,
             .meaning = "of the fully reacted interphase, instead of ionic_conductivity: the "
                        "effective medium with the electrolyte left by converted_fraction < 1 is "
                        "taken at the temperature of the cell",
             .mark = Mark::derived,
             .source = "Bruggeman 1935, DOI 10.1002/andp.19354160705",
             .absent = "see ionic_conductivity"});
    }
    const auto energy = read_energy(section, "ionic_activation_energy", "of sigma_i");
    const auto reference = read_reference(section);
    if (whole || section.documenting() || section.faults() != before ||
        around.cell.electrolyte.parts.empty()) {
        return {whole.value_or(Conductivity<>{1.0}), energy, reference};
    }
    if (products) {
        return partly_converted(section, around, {*products, energy, reference});
    }
    const auto estimate = around.cell.electrolyte.interphase_ionic_estimate;
    if (!estimate) {
        section.fault("ionic_conductivity",
                      "missing, and the materials library does not know all of its constituents'",
                      "add ionic_conductivity = \"<number> S/cm\" to [" + section.path() + "]");
    }
    return {estimate.value_or(Conductivity<>{1.0}), energy, reference};
}

} // namespace percolith::runs
