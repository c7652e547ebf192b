#pragma once
/// A small library and a sound cell for the tests of this room.

#include "cells/cell.hpp"
#include "cells/electrolyte.hpp"

#include <string>

namespace percolith::cells::example
{

inline Source source()
{
    return {"a test", "10.1000/test", Evidence::read};
}

inline Phase phase(const std::string& name, const std::string& formula, PhaseRole role,
                   double cubic_centimetres)
{
    Phase made;
    made.name = name;
    made.formula = kinetics::parse_formula(formula);
    made.role = role;
    made.molar_volume = {kinetics::MolarVolume<>{cubic_centimetres * 1e-6}, source()};
    return made;
}

inline Phase electrolyte(const std::string& name, const std::string& formula,
                         double cubic_centimetres, const std::string& reduction, double potential)
{
    auto made = phase(name, formula, PhaseRole::electrolyte, cubic_centimetres);
    made.reduction = {kinetics::parse_reaction(reduction), source()};
    made.reduction_potential = {kinetics::Voltage<>{potential}, source()};
    return made;
}

inline SourcedConductivity conducts(double si)
{
    return {{kinetics::Conductivity<>{si}, source()}, kinetics::Temperature<>{298.15}, {}};
}

/// LPSC, LGPS and Li7P3S11 with their products.
inline MaterialsLibrary library()
{
    MaterialsLibrary made;
    const auto add = [&made](const Phase& one) { made.phases.emplace(one.name, one); };
    add(phase("Li2S", "Li2S", PhaseRole::insulator, 27.68));
    add(phase("Li3P", "Li3P", PhaseRole::insulator, 35.93));
    add(phase("LiCl", "LiCl", PhaseRole::insulator, 20.44));
    auto alloy = phase("Li15Ge4", "Li15Ge4", PhaseRole::alloy, 188.8);
    alloy.reversible_lithium = {15.0, source()};
    add(alloy);
    add(electrolyte("LPSC", "Li6PS5Cl", 143.94, "Li6PS5Cl + 8 Li -> 5 Li2S + Li3P + LiCl", 1.71));
    add(electrolyte("LGPS", "Li10GeP2S12", 289.1,
                    "Li10GeP2S12 + 23.75 Li -> 12 Li2S + 2 Li3P + 1/4 Li15Ge4", 1.71));
    add(electrolyte("Li7P3S11", "Li7P3S11", 249.8, "Li7P3S11 + 24 Li -> 11 Li2S + 3 Li3P", 2.28));
    made.phases.at("LPSC").ionic_conductivity = conducts(0.26);
    made.phases.at("Li2S").ionic_conductivity = conducts(1e-3);
    made.phases.at("Li3P").ionic_conductivity = conducts(1e-2);
    made.phases.at("LiCl").ionic_conductivity = conducts(3.5e-4);
    return made;
}

/// A sound asymmetric cell of LPSC and LGPS in 4:1, 100 um against 20 um of lithium.
inline CellDescription cell()
{
    using namespace kinetics;
    Interphase film;
    film.electronic = FixedConductivity<>{Conductivity<>{4.2e-9}};
    film.ionic.at_reference = Conductivity<>{1.45e-2};
    film.front_resistance.at_reference = ArealResistance<>{0.1};
    film.renewal = Renewal<>{2e-3};
    film.reachable_alloy_share = 0.25;
    film.exchange_current_density.at_reference = CurrentDensity<>{150.0};
    film.contact.void_capacity = void_capacity(Length<>{15e-6});
    film.contact.replenishment = CurrentDensity<>{2.5};
    film.contact.refill_share = 0.8;
    film.contact.healing = Rate<>{1.8e-5};
    film.replenishment_gain = 10.0;
    film.intrusion.critical = CurrentDensity<>{7.05};

    CellDescription made;
    made.kind = CellKind::asymmetric;
    made.electrolyte = resolve(library(), {{{"LPSC", 4.0}, {"LGPS", 1.0}}, Basis::molar, {}});
    made.separator_thickness = Length<>{1.03e-3};
    made.separator_conductivity = Activated<Conductivity<>>{Conductivity<>{0.55}};
    made.working = {ArealCharge<>{20.0 * 0.205 * 3.6e4}, film};
    made.counter = {ArealCharge<>{100.0 * 0.205 * 3.6e4}, film};
    made.submodels = {.contact = true, .intrusion = true, .activation = true};
    return made;
}

} // namespace percolith::cells::example
