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

/// Everything from the materials library: each product and each unreacted phase.
Ionic from_library(Section& section, const InterphaseSurroundings& around)
{
    const auto& electrolyte = around.cell.electrolyte;
    Medium medium;
    for (const auto& part :
         kinetics::constituents(electrolyte.mixture, electrolyte.composition.converted_fraction)) {
        const auto phase = around.library.phases.find(part.name);
        if (phase == around.library.phases.end() || !phase->second.ionic_conductivity) {
            section.fault("ionic_conductivity",
                          "missing, and the ionic conductivity of " + part.name + " is not known",
                          "add ionic_conductivity = \"<number> S/cm\" to [" + section.path() + "]");
            return {};
        }
        medium.push_back({part.volume_fraction, phase->second.ionic_conductivity->activated().at(
                                                    around.cell.temperature)});
    }
    Ionic mixed;
    section.check("ionic_conductivity",
                  [&] { mixed = evaluated(medium, around.cell.temperature); });
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
             .absent = "effective medium of the products and the electrolyte left among them, from "
                       "the materials library"});
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
    const auto energy =
        read_energy(section, "ionic_activation_energy", "of the ionic conductivity given here");
    const auto reference = read_reference(section);
    if (whole || section.documenting() || section.faults() != before ||
        around.cell.electrolyte.parts.empty()) {
        return {whole.value_or(Conductivity<>{1.0}), energy, reference};
    }
    return products ? partly_converted(section, around, {*products, energy, reference})
                    : from_library(section, around);
}

} // namespace percolith::runs
