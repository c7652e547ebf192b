// [cell] and [separator]: kind, geometry, lithium.

#include "kinetics/constants.hpp"
#include "runs/case/readers.hpp"

#include <array>
#include <cmath>

namespace percolith::runs
{
namespace
{

using kinetics::ArealCharge;
using kinetics::Length;
using ChargePerVolume = kinetics::Quantity<0, -3, 1, 1, 0, 0>;

constexpr Named<cells::CellKind> cell_kinds[]{
    {"symmetric", cells::CellKind::symmetric},
    {"asymmetric", cells::CellKind::asymmetric},
    {"anode-free", cells::CellKind::anode_free},
};

/// Key `lithium` of one electrode: a foil's thickness or a capacity.
std::optional<ArealCharge<>> read_lithium(Section& electrode, ChargePerVolume foil,
                                          std::string_view absent)
{
    static const std::array<std::string, 2> kinds{si_unit(Length<>{}), si_unit(ArealCharge<>{})};
    const auto given = electrode.quantity_of(
        {.name = "lithium",
         .unit = "um or mAh/cm^2",
         .range = non_negative,
         .meaning = "accessible lithium at the start: thickness of the foil, or its capacity",
         .absent = absent},
        kinds);
    if (!given) {
        return std::nullopt;
    }
    return given->kind == 0 ? Length<>{given->si} * foil : ArealCharge<>{given->si};
}

/// What the two electrodes hold must agree with the kind of cell.
void check_lithium(Section& section, cells::CellKind kind, std::optional<ArealCharge<>> working,
                   ArealCharge<> counter)
{
    auto electrode = section.table("working");
    constexpr double same = 1e-9;
    if (kind == cells::CellKind::anode_free && working && working->si > 0.0) {
        electrode.fault("lithium", "contradicts kind = \"anode-free\"",
                        "remove it, or choose kind = \"asymmetric\"");
    } else if (kind == cells::CellKind::symmetric && working &&
               std::abs(working->si - counter.si) > same * counter.si) {
        electrode.fault("lithium", "differs from counter, but kind = \"symmetric\"",
                        "give one of them only, or choose kind = \"asymmetric\"");
    } else if (kind == cells::CellKind::asymmetric && !working) {
        electrode.fault("lithium", "missing",
                        "add lithium = \"<number> um\" to [" + electrode.path() + "]");
    } else if (kind != cells::CellKind::anode_free && working && working->si == 0.0) {
        electrode.fault("lithium", "is none", "choose kind = \"anode-free\"");
    }
}

void read_lithium_of_both(Section& section, std::size_t before, cells::CellDescription& cell)
{
    const auto foil = section.quantity<ChargePerVolume>(
        {.name = "foil_capacity",
         .unit = "mAh/cm^2/um",
         .range = positive,
         .meaning = "turns the thickness of a foil into charge, and does nothing else",
         .source = "F/V_Li; the article counts 0.205 mAh/cm^2/um"},
        ChargePerVolume{1.0 / kinetics::lithium_volume_per_charge.si});
    auto working_table = section.table("working");
    auto counter_table = section.table("counter");
    const auto working =
        read_lithium(working_table, foil,
                     "as counter in a symmetric cell, none in an anode-free one, else required");
    const auto counter = read_lithium(counter_table, foil, "required");
    if (section.documenting() || section.faults() != before) {
        return;
    }
    if (!counter || counter->si == 0.0) {
        counter_table.fault("lithium", counter ? "is none" : "missing",
                            "give the counter electrode lithium, as in lithium = \"100 um\"");
        return;
    }
    check_lithium(section, cell.kind, working, *counter);
    cell.counter.lithium = *counter;
    const auto otherwise = cell.kind == cells::CellKind::symmetric ? *counter : ArealCharge<>{};
    cell.working.lithium = working.value_or(otherwise);
}

} // namespace

void read_cell(Section& section, cells::CellDescription& cell)
{
    const auto before = section.faults();
    cell.kind = section.choice<cells::CellKind>(
        {.name = "kind", .meaning = "which electrodes hold lithium; working is the one under test"},
        cell_kinds);
    cell.area =
        section.quantity<kinetics::Area<>>({.name = "area",
                                            .unit = "cm^2",
                                            .range = positive,
                                            .meaning = "of the electrodes: relates A to mA/cm^2"});
    cell.temperature = section.quantity<kinetics::Temperature<>>(
        {.name = "temperature", .unit = "degC", .range = positive, .meaning = "of the whole cell"},
        kinetics::Temperature<>{298.15});
    cell.short_resistance = section.quantity<kinetics::ArealResistance<>>(
        {.name = "short_resistance",
         .unit = "Ohm cm^2",
         .range = positive,
         .meaning = "R_short: what is left of the cell's resistance after a short circuit",
         .mark = Mark::phenomenological},
        cell.short_resistance);
    read_lithium_of_both(section, before, cell);
}

void read_separator(Section& section, cells::CellDescription& cell)
{
    cell.separator_thickness =
        section.quantity<Length<>>({.name = "thickness",
                                    .unit = "mm",
                                    .range = positive,
                                    .meaning = "h_0, measured after the first films have formed"});
    const auto conductivity = section.quantity_if_given<kinetics::Conductivity<>>(
        {.name = "ionic_conductivity",
         .unit = "mS/cm",
         .range = positive,
         .meaning = "at the reference temperature",
         .absent = "the electrolyte's own, from the materials library"});
    const auto energy = section.quantity_if_given<kinetics::MolarEnergy<>>(
        {.name = "activation_energy",
         .unit = "eV",
         .range = non_negative,
         .meaning = "of the ionic conductivity given here",
         .mark = Mark::derived,
         .absent = "0 eV: constant"});
    const auto reference = section.quantity_if_given<kinetics::Temperature<>>(
        {.name = "reference_temperature",
         .unit = "K",
         .range = positive,
         .meaning = "at which the ionic conductivity is given",
         .absent = "298.15 K"});
    if (conductivity) {
        cell.separator_conductivity = {*conductivity, energy.value_or(kinetics::MolarEnergy<>{}),
                                       reference.value_or(kinetics::Temperature<>{298.15})};
    } else if (energy || reference) {
        section.fault(energy ? "activation_energy" : "reference_temperature",
                      "belongs to an ionic_conductivity that is not given here",
                      "add ionic_conductivity, or remove it");
    }
    if (!section.documenting() && !conductivity && !cell.electrolyte.parts.empty() &&
        !cell.electrolyte.ionic_conductivity) {
        section.fault("ionic_conductivity",
                      "missing, and " + cell.electrolyte.name + " has no measured one",
                      "add ionic_conductivity = \"<number> mS/cm\" to [separator]");
    }
}

} // namespace percolith::runs
