#include "tests/support/case_text.hpp"
#include "tests/support/scratch_folder.hpp"

#include "kinetics/constants.hpp"

#include <algorithm>

using namespace percolith;
using namespace percolith::tests;

namespace
{
Lines shipped()
{
    Lines names;
    for (const auto& entry : std::filesystem::directory_iterator{shipped_cases}) {
        if (entry.path().extension() == ".toml") {
            names.push_back(entry.path().filename().string());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}
} // namespace

TEST_CASE("every shipped case reads without a fault", "[runs][case]")
{
    const auto names = shipped();
    CHECK(names.size() >= 10);
    for (const auto& name : names) {
        CAPTURE(name);
        const auto file = shipped_cases / name;
        runs::Case given;
        REQUIRE_NOTHROW(given = runs::read_case(file));
        CHECK_FALSE(given.title.empty());
        CHECK(given.text == slurp(file));
        CHECK_FALSE(given.protocol.steps.empty());
        CHECK_NOTHROW(cells::assemble(given.cell));
    }
}

TEST_CASE("the demo case holds the numbers of its parameter set", "[runs][case]")
{
    const auto given = runs::read_case(shipped_cases / "asymmetric_lpsc_lgps_4_1.toml");
    const auto p = cells::assemble(given.cell);
    CHECK(given.cell.kind == cells::CellKind::asymmetric);
    CHECK(given.cell.working.lithium.si == Approx(4.1 * 36e3).epsilon(1e-9));
    CHECK(given.cell.counter.lithium.si == Approx(20.5 * 36e3).epsilon(1e-9));
    CHECK(given.cell.electrolyte.composition.metal_volume_fraction == Approx(0.038).epsilon(0.02));
    CHECK(p.separator_thickness.si == Approx(1.03e-3));
    CHECK(p.separator_conductivity.si == Approx(0.55));
    CHECK(p.temperature.si == Approx(298.15));
    const auto& w = p.working;
    CHECK(w.electronic(kinetics::Length<>{5e-9}).si == Approx(4.2e-9));
    CHECK(w.ionic.conductivity().si == Approx(1.45e-2));
    CHECK(w.renewal.si == Approx(2e-3));
    CHECK(w.front_resistance.si == Approx(0.1));
    CHECK(w.initial_thickness.si == Approx(5e-9));
    CHECK(w.exchange_current_density.si == Approx(150.0));
    CHECK(w.reduction_potential.si == Approx(1.71));
    CHECK(w.decay_length.si == Approx(1e-4));
    CHECK(w.contact.void_capacity.si ==
          Approx(kinetics::faraday.si * 15e-6 / kinetics::lithium_molar_volume.si));
    CHECK(w.contact.refill_share == 0.8);
    CHECK(w.contact.healing.si == Approx(1.8e-5));
    CHECK(w.contact.minimum == 0.01);
    CHECK(given.cell.working.interphase.contact.replenishment.si == Approx(2.5));
    CHECK(given.cell.working.interphase.replenishment_gain == 10.0);
    CHECK(w.intrusion.critical.si == Approx(7.05));
    CHECK(w.intrusion.excess_gain == 25.0);
    CHECK(w.intrusion.electronic_gain == 0.0);
    CHECK(w.intrusion.creep.si == 0.0);
    CHECK(w.activation.pore_fraction == 0.05);
    CHECK(w.activation.filling_limit == 0.95);
    CHECK(w.activation.strippable_share == 0.05);
    CHECK(given.cell.working.interphase.reachable_alloy_share == 0.25);
    CHECK(w.host(0.0).si == Approx(0.4));
    CHECK(p.submodels.contact);
    CHECK(p.submodels.intrusion);
    CHECK(p.submodels.activation);
    CHECK(given.instrument.voltage_limit.si == 5.0);
    CHECK(given.instrument.at_limit == runs::AtLimit::stop);
    CHECK(given.protocol.loops.size() == 1);
    CHECK(given.protocol.loops[0].repeats == 500);
    CHECK(std::get<runs::ConstantCurrent>(given.protocol.steps[0].control).current.si ==
          Approx(5.0));
}

TEST_CASE("a small case stands on defaults", "[runs][case]")
{
    const auto given = read(all());
    CHECK(given.solver.engine == runs::Engine::sundials);
    CHECK(given.record.shape == runs::RecordShape::full);
    CHECK_FALSE(given.cell.submodels.any());
    CHECK(given.cell.working.interphase.initial_thickness.si == 5e-9);
    CHECK(given.cell.working.lithium.si ==
          Approx(20e-6 / kinetics::lithium_volume_per_charge.si).epsilon(1e-12));
    CHECK_FALSE(given.cell.working.interphase.reduction_potential);
    const auto value = std::find_if(given.values.begin(), given.values.end(), [](const auto& v) {
        return v.name == "interphase.initial_thickness";
    });
    REQUIRE(value != given.values.end());
    CHECK(std::get<double>(value->value) == 5e-9);
    CHECK(value->unit == "m");
    CHECK(value->origin == "default");
}

TEST_CASE("laws are read with their own keys", "[runs][case]")
{
    const std::string power = "[interphase.electronic]\nlaw = 'power law'\n"
                              "insulator_conductivity = '2e-10 S/m'\n"
                              "conductor_conductivity = '7e-6 S/m'\nthreshold = 0.014\n";
    const auto law_of = [](const std::string& law) { return with("electronic", "") + law; };
    const auto given = read(law_of(power));
    const auto& law = std::get<kinetics::PowerLaw<>>(given.cell.working.interphase.electronic);
    CHECK(law.threshold == 0.014);
    CHECK(law.exponent == 2.0);
    CHECK(law.conductor.si == Approx(7e-6));

    const auto unknown = faults(law_of(power + "particle_size = '3 nm'\n"));
    REQUIRE(unknown.size() == 1);
    CHECK_THAT(unknown[0], Catch::Contains("interphase.electronic.particle_size: unknown key"));
    const auto upside_down =
        faults(law_of(power), {"interphase.electronic.insulator_conductivity=1 S/m"});
    REQUIRE(upside_down.size() == 1);
    CHECK_THAT(upside_down[0], Catch::Contains("interphase.electronic.law: the conductor must"));

    const std::string segregated =
        "[interphase.electronic]\nlaw = 'segregated'\n"
        "[interphase.electronic.inside]\nlaw = 'fixed'\nconductivity = '1e-6 S/m'\n"
        "[interphase.electronic.among]\nlaw = 'two-sided scaling'\n"
        "insulator_conductivity = '2e-10 S/m'\nthreshold = 0.3\n";
    const auto grains = read(law_of(segregated));
    CHECK(std::get<kinetics::Segregated<>>(grains.cell.working.interphase.electronic)
              .domain_fraction == Approx(0.367).epsilon(0.01));
    const auto imposed = faults(law_of(segregated), {"electrolyte.metal_volume_fraction=0.05"});
    CHECK(imposed ==
          one("a.toml:15:1: interphase.electronic: a segregated law needs to know how much "
              "of the interphase holds metal; give domain_fraction: an imposed or absent "
              "metal does not tell it"));
    CHECK(faults(law_of(segregated), {"electrolyte.metal_volume_fraction=0.05",
                                      "interphase.electronic.domain_fraction=0.4"})
              .empty());
    CHECK(faults(law_of(segregated), {"electrolyte.mixture={LPSC = 1}"}).size() == 1);
}

TEST_CASE("an interphase of its own is given to one electrode key by key", "[runs][case]")
{
    const auto given =
        read(all("[interphase.working]\nrenewal = '1e-3 m^2/C'\n"
                 "[interphase.counter]\nelectronic_conductivity = '1e-10 S/m'\n"
                 "[contact]\nrefill_share = 0.5\n[contact.counter]\nrefill_share = 0.25"));
    const auto p = cells::assemble(given.cell);
    CHECK(p.working.renewal.si == 1e-3);
    CHECK(p.counter.renewal.si == 0.0);
    CHECK(p.working.electronic(kinetics::Length<>{5e-9}).si == Approx(4e-9));
    CHECK(p.counter.electronic(kinetics::Length<>{5e-9}).si == Approx(1e-10));
    CHECK(p.working.contact.refill_share == 0.5);
    CHECK(p.counter.contact.refill_share == 0.25);
}

TEST_CASE("a sub-model is on while its table stands and is not switched off", "[runs][case]")
{
    const std::string contact = "[contact]\nrefill_share = 0.5\n";
    CHECK(read(all(contact)).cell.submodels.contact);
    CHECK_FALSE(read(all(contact), {"contact.enabled=false"}).cell.submodels.contact);
    CHECK(faults(all(), {"contact.enabled=true"}) ==
          one("a.toml: contact.refill_share: missing; add refill_share = <number> to [contact]"));
}

TEST_CASE("the ionic conductivity follows from what the interphase is made of", "[runs][case]")
{
    const auto products =
        with("ionic_conductivity = '1e-4", "products_ionic_conductivity = '1e-6 S/cm'");
    CHECK(read(products).cell.working.interphase.ionic.at_reference.si == Approx(1e-4));
    const auto partly = read(products, {"electrolyte.converted_fraction=0.5"});
    const auto mixed = partly.cell.working.interphase.ionic.at_reference.si;
    CHECK(mixed > 1e-4);
    CHECK(mixed < 0.55);
    CHECK(
        faults(with("ionic_conductivity = '1e-4",
                    "ionic_conductivity = '1e-4 S/cm'\nproducts_ionic_conductivity = '1e-6 S/cm'"))
            .size() == 1);
}

TEST_CASE("overrides reach every part of a case", "[runs][case]")
{
    const auto given = read(all(), {"cell.working.lithium=4.1 mAh/cm^2", "solver.engine=odeint",
                                    "protocol.steps=Rest for 2 hours",
                                    "electrolyte.mixture={LGPS=1}", "title=Two hours"});
    CHECK(given.cell.working.lithium.si == Approx(4.1 * 36e3).epsilon(1e-12));
    CHECK(given.solver.engine == runs::Engine::odeint);
    CHECK(given.protocol.steps.front().until.front().after->si == 7200.0);
    CHECK(given.title == "Two hours");
    CHECK(given.overrides.size() == 5);
    CHECK(faults(all(), {"solver.engin=odeint"}) ==
          one("--set solver.engin: unknown key; did you mean \"engine\"?"));
    CHECK(faults(all(), {"cell.area=3"}) ==
          one("--set cell.area: 3 is a bare number; write it with its unit, as in \"3 cm^2\""));
    const auto bad_step = faults(all(), {"protocol.steps=Strip working"});
    REQUIRE(bad_step.size() == 1);
    CHECK_THAT(bad_step[0], Catch::StartsWith("--set protocol.steps:1:"));
}

TEST_CASE("a loop of a billion repeats costs nothing to read", "[runs][case]")
{
    const auto given = read(with("steps", "steps = 'Rest for 1 hour; repeat 1000000000 times'"));
    CHECK(given.protocol.loops.at(0).repeats == 1'000'000'000);
}

TEST_CASE("a law may be a table in a file beside the case", "[runs][case]")
{
    const ScratchFolder folder;
    std::ofstream{folder.path() / "sigma.csv"}
        << "metal_fraction,conductivity\n0,1e-10\n0.1,1e-8\n";
    const auto text = with("electronic", "electronic = {law = 'table', file = 'sigma.csv'}");
    const auto given = runs::parse_case(text, "a.toml", {}, folder.path());
    CHECK(std::holds_alternative<kinetics::Tabulated<>>(given.cell.working.interphase.electronic));

    std::ofstream{folder.path() / "sigma.csv"}
        << "metal_fraction,conductivity\n0,1e-10\n0.01,1e-8\n";
    try {
        runs::parse_case(text, "a.toml", {}, folder.path());
        FAIL("the table does not reach the metal fraction of 0.038");
    } catch (const runs::InputErrors& e) {
        CHECK_THAT(e.what(), Catch::StartsWith("a.toml:12:14: interphase.electronic: the law holds "
                                               "for metal fractions 0 .. 0.01"));
    }
}
