#include "cells/cell.hpp"
#include "tests/cells/library.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <limits>
#include <tuple>

using namespace percolith;
using namespace percolith::kinetics;
using Catch::Contains;
using cells::CellDescription;

namespace
{

/// What `assemble` says of the example cell after `spoil`.
std::string fault_after(const std::function<void(CellDescription&)>& spoil)
{
    auto cell = cells::example::cell();
    spoil(cell);
    try {
        assemble(cell);
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
    return "";
}

} // namespace

TEST_CASE("a description becomes the numbers of the balances", "[cells][assemble]")
{
    const auto cell = cells::example::cell();
    const auto p = assemble(cell);
    const auto& made = cell.electrolyte.composition;
    CHECK(p.working.growth.si == made.growth.si);
    CHECK(p.working.separator_use.si == made.separator_use.si);
    CHECK(p.working.reversible_share == Approx(0.25 * 3.75 / 55.75).epsilon(1e-12));
    CHECK(p.working.reduction_potential.si == 1.71);
    CHECK(p.working.electronic(Length<>{1e-7}).si == 4.2e-9);
    CHECK(p.separator_conductivity.si == 0.55);
    CHECK(p.working.permittivity.si == Approx(8.854e-11).epsilon(1e-3));
    CHECK(p.submodels.contact);
}

TEST_CASE("metal helps replenishment, by its share of the area", "[cells][assemble]")
{
    const auto p = assemble(cells::example::cell());
    CHECK(p.working.contact.replenishment.si == Approx(2.5 * (1.0 + 10.0 * 0.0383646)));
}

TEST_CASE("a void of 15 um is emptied by 3.1 mAh/cm2", "[cells][assemble]")
{
    // Singh et al. 2022, DOI 10.1016/j.xcrp.2022.101043, lost contact after that charge.
    CHECK(cells::void_capacity(Length<>{15e-6}).si / 3.6e4 == Approx(3.09).margin(0.01));
}

TEST_CASE("everything activated takes its value at the temperature of the cell",
          "[cells][assemble]")
{
    auto cell = cells::example::cell();
    cell.temperature = Temperature<>{333.15};
    const MolarEnergy<> barrier{3e4};
    const double factor = arrhenius_factor(barrier, cell.temperature, Temperature<>{298.15});
    auto& film = cell.working.interphase;
    film.ionic.activation_energy = film.front_resistance.activation_energy =
        film.exchange_current_density.activation_energy = film.electronic_activation_energy =
            cell.separator_conductivity->activation_energy = barrier;
    const auto p = assemble(cell);
    CHECK(p.working.ionic.conductivity().si == Approx(1.45e-2 * factor).epsilon(1e-12));
    CHECK(p.working.front_resistance.si == Approx(0.1 / factor).epsilon(1e-12));
    CHECK(p.working.exchange_current_density.si == Approx(150.0 * factor).epsilon(1e-12));
    CHECK(p.working.electronic(Length<>{1e-7}).si == Approx(4.2e-9 * factor).epsilon(1e-12));
    CHECK(p.separator_conductivity.si == Approx(0.55 * factor).epsilon(1e-12));
}

TEST_CASE("a new cell has full contact, no host, no intrusion and its first film",
          "[cells][assemble]")
{
    const auto cell = cells::example::cell();
    const auto state = initial_state(cell);
    for (const auto* side : {&state.working, &state.counter}) {
        CHECK(side->contact_fraction == 1.0);
        CHECK(side->host_capacity.si == 0.0);
        CHECK(side->dead_lithium.si == 0.0);
        CHECK(side->intrusion_length.si == 0.0);
        CHECK(side->pore_lithium.si == 0.0);
        CHECK(side->interphase_thickness.si == 5e-9);
        CHECK(side->barrier_thickness.si == 5e-9);
    }
    CHECK(state.working.lithium.si == cell.working.lithium.si);
}

TEST_CASE("a measured conductivity of the electrolyte serves where the case gives none",
          "[cells][assemble]")
{
    auto cell = cells::example::cell();
    cell.electrolyte =
        resolve(cells::example::library(), {{{"LPSC", 1.0}}, cells::Basis::molar, {}});
    cell.separator_conductivity.reset();
    CHECK(assemble(cell).separator_conductivity.si == 0.26);
}

TEST_CASE("a sub-model that is off needs no numbers", "[cells][assemble]")
{
    auto cell = cells::example::cell();
    cell.submodels = {};
    cell.working.interphase.contact = {};
    cell.working.interphase.activation.pore_fraction = -1.0;
    CHECK_NOTHROW(assemble(cell));
}

TEST_CASE("what is missing or contradictory is refused by its key", "[cells][assemble]")
{
    using Spoil = std::function<void(CellDescription&)>;
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const auto [key, spoil] = GENERATE_COPY(table<std::string, Spoil>({
        {"initial_thickness of the working electrode: 0 together with",
         [](auto& c) {
             c.working.interphase.initial_thickness = Length<>{0.0};
             c.working.interphase.front_resistance = {};
         }},
        {"interphase.initial_thickness of the counter",
         [](auto& c) { c.counter.interphase.initial_thickness = Length<>{-1e-9}; }},
        {"separator.thickness: is -0.001; give a value above 0",
         [](auto& c) { c.separator_thickness = Length<>{-1e-3}; }},
        {"separator.thickness", [nan](auto& c) { c.separator_thickness = Length<>{nan}; }},
        {"cell.area", [](auto& c) { c.area = Area<>{0.0}; }},
        {"cell.temperature", [](auto& c) { c.temperature = Temperature<>{-3.0}; }},
        {"cell.short_resistance", [](auto& c) { c.short_resistance = ArealResistance<>{-1.0}; }},
        {"reachable_alloy_share of the working electrode: is 1.2; give a share within 0..1",
         [](auto& c) { c.working.interphase.reachable_alloy_share = 1.2; }},
        {"electrolyte.metal_volume_fraction",
         [](auto& c) { c.electrolyte.composition.metal_volume_fraction = 1.1; }},
        {"electrolyte.mixture: is missing", [](auto& c) { c.electrolyte = {}; }},
        {"all leaked lithium would come back",
         [](auto& c) {
             c.electrolyte.composition.reversible_fraction = 1.0;
             c.working.interphase.reachable_alloy_share = 1.0;
         }},
        {"cell.working.lithium: an anode-free cell",
         [](auto& c) { c.kind = cells::CellKind::anode_free; }},
        {"cell.working.lithium", [](auto& c) { c.working.lithium = {}; }},
        {"cell.counter.lithium", [](auto& c) { c.counter.lithium = {}; }},
        {"cell.kind: a symmetric cell", [](auto& c) { c.kind = cells::CellKind::symmetric; }},
        {"electronic_conductivity of the working electrode: is missing",
         [](auto& c) { c.working.interphase.electronic = {}; }},
        {"electronic_conductivity",
         [](auto&
                c) { c.working.interphase.electronic = FixedConductivity<>{Conductivity<>{-1.0}}; }},
        {"interphase.ionic_conductivity", [](auto& c) { c.working.interphase.ionic = {}; }},
        {"interphase.exchange_current_density",
         [](auto& c) { c.counter.interphase.exchange_current_density = {}; }},
        {"interphase.renewal", [](auto& c) { c.working.interphase.renewal = Renewal<>{-1.0}; }},
        {"interphase.decay_length",
         [](auto& c) { c.working.interphase.decay_length = Length<>{0.0}; }},
        {"reduction_potential of the working electrode: is missing",
         [](auto& c) { c.electrolyte.reduction_potential.reset(); }},
        {"separator.ionic_conductivity: is missing",
         [](auto& c) { c.separator_conductivity.reset(); }},
        {"contact.void_depth", [](auto& c) { c.working.interphase.contact.void_capacity = {}; }},
        {"contact.refill_share", [](auto& c) { c.working.interphase.contact.refill_share = 1.5; }},
        {"contact.minimum", [](auto& c) { c.working.interphase.contact.minimum = 0.0; }},
        {"intrusion.excess_gain",
         [](auto& c) { c.working.interphase.intrusion.excess_gain = -1.0; }},
        {"activation.pore_fraction",
         [](auto& c) { c.working.interphase.activation.pore_fraction = 0.0; }},
        {"activation.strippable_share",
         [](auto& c) { c.working.interphase.activation.strippable_share = 2.0; }},
    }));
    CHECK_THAT(fault_after(spoil), Contains(key));
}

TEST_CASE(
    "segregated metal renews its barrier only where it percolates inside its grains and these "
    "among themselves",
    "[cells][assemble]")
{
    const auto [inside, among, renewed] = GENERATE(
        table<double, double, bool>({{0.08, 0.3, true}, {0.2, 0.3, false}, {0.08, 0.5, false}}));
    auto cell = cells::example::cell();
    auto& film = cell.working.interphase;
    film.renewal = Renewal<>{2e-3};
    const PowerLaw<> law{.insulator = Conductivity<>{1e-10}, .conductor = Conductivity<>{1e-3}};
    auto within = law;
    within.threshold = inside;
    auto between = law;
    between.threshold = among;
    // LPSC:LGPS 4:1 holds 0.105 of metal inside grains that fill 0.367.
    Segregated<> grains;
    grains.domain_fraction = cell.electrolyte.composition.metal_bearing_fraction();
    grains.inside = within;
    grains.among = between;
    film.electronic = grains;
    CHECK(assemble(cell).working.renewal.si == (renewed ? 2e-3 : 0.0));
}

TEST_CASE("a law outside its domain is refused with the metal fraction", "[cells][assemble]")
{
    const auto why = fault_after([](auto& cell) {
        Segregated<> law;
        law.domain_fraction = 0.01;
        law.inside = FixedConductivity<>{Conductivity<>{1e-6}};
        law.among = PowerLaw<>{};
        cell.working.interphase.electronic = law;
    });
    CHECK_THAT(why, Contains("interphase.electronic_conductivity of the working electrode"));
}

TEST_CASE("an anode-free cell assembles without lithium on its working side", "[cells][assemble]")
{
    auto cell = cells::example::cell();
    cell.kind = cells::CellKind::anode_free;
    cell.working.lithium = {};
    CHECK_NOTHROW(assemble(cell));
    CHECK(initial_state(cell).working.lithium.si == 0.0);
}
