#include "runs/case/materials.hpp"

#include "cells/builtin_materials.hpp"
#include "cells/electrolyte.hpp"
#include "runs/case/errors.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <set>

using namespace percolith;
using Catch::Contains;
using Lines = std::vector<std::string>;

namespace
{

cells::Electrolyte builtin(std::vector<cells::Share> shares,
                           const kinetics::CompositionChoice<>& choice = {})
{
    return resolve(runs::builtin_materials(), {std::move(shares), cells::Basis::molar, choice});
}

/// All faults of `text` as a user's file over the built-in library.
Lines faults_of(const std::string& text)
{
    try {
        runs::materials_from(text, "my.toml", runs::builtin_materials());
    } catch (const runs::InputErrors& errors) {
        return errors.lines();
    }
    return {};
}

std::string only_fault_of(const std::string& text)
{
    const auto all = faults_of(text);
    REQUIRE(all.size() == 1);
    return all.front();
}

const std::string my_phase = "[phases.mine]\n"
                             "formula = 'Li5.4PS4.4Cl1.6'\n"
                             "role = 'electrolyte'\n";

template <class Q> void check_source(const std::optional<cells::Sourced<Q>>& number)
{
    if (number) {
        CHECK_FALSE(number->source.text.empty());
    }
}

void check_source(const std::optional<cells::SourcedConductivity>& conductivity)
{
    if (conductivity) {
        CHECK_FALSE(conductivity->at_reference.source.text.empty());
        check_source(conductivity->activation_energy);
    }
}

} // namespace

TEST_CASE("every number of the built-in library has a source", "[runs][materials]")
{
    const auto& library = runs::builtin_materials();
    CHECK(library.phases.size() >= 25);
    for (const auto& [name, phase] : library.phases) {
        INFO(name);
        check_source(phase.molar_volume);
        check_source(phase.reduction_potential);
        check_source(phase.ionic_conductivity);
        check_source(phase.electronic_conductivity);
        check_source(phase.reversible_lithium);
        if (phase.reduction) {
            CHECK_FALSE(phase.reduction->source.text.empty());
        }
        CHECK_FALSE(phase.description.empty());
    }
    for (const auto& [name, entry] : library.electrolytes) {
        INFO(name);
        CHECK_FALSE(entry.source.text.empty());
    }
}

TEST_CASE("every reaction of the built-in library balances and makes known products",
          "[runs][materials]")
{
    const auto& library = runs::builtin_materials();
    CHECK(cells::contradictions(library).empty());
    std::set<std::string> made;
    for (const auto& [name, phase] : library.phases) {
        INFO(name);
        CHECK((phase.role == cells::PhaseRole::electrolyte) == phase.reduction.has_value());
        if (!phase.reduction) {
            continue;
        }
        CHECK(imbalances(phase.reduction->reaction).empty());
        for (const auto& product : phase.reduction->reaction.products) {
            const auto& known = phase_of(library, product.formula);
            CHECK(known.role != cells::PhaseRole::electrolyte);
            CHECK(known.molar_volume);
            CHECK((known.role == cells::PhaseRole::alloy) == known.reversible_lithium.has_value());
            made.insert(known.name);
        }
    }
    for (const char* product : {"Li2S", "Li3P", "LiCl", "Li15Ge4", "Li2O", "La2O3", "Zr", "Li3N",
                                "Ti3P", "TiAl", "Li9Al4", "Li13In3", "Cu"}) {
        CHECK(made.count(product) == 1);
    }
}

TEST_CASE("no built-in molar volume is out by a factor", "[runs][materials]")
{
    // Densities of solids of light and heavy elements lie between those of lithium compounds with
    // 80 % Li and of copper, in g/cm3.
    for (const auto& [name, phase] : runs::builtin_materials().phases) {
        INFO(name);
        if (phase.molar_volume) {
            const double density = (molar_mass(phase.formula) / phase.molar_volume->value).si;
            CHECK(density > 1.2e3);
            CHECK(density < 9.0e3);
        }
    }
}

TEST_CASE("the library gives the published composition numbers", "[runs][materials]")
{
    CHECK(builtin({{"LGPS", 1}}).composition.metal_volume_fraction == Approx(0.105).margin(5e-4));
    CHECK(builtin({{"LPSC", 4}, {"LGPS", 1}}).composition.metal_volume_fraction ==
          Approx(0.038).margin(5e-4));
    CHECK(builtin({{"LPSC", 16}, {"LGPS", 1}}).composition.metal_volume_fraction ==
          Approx(0.013).margin(5e-4));
    const auto lpsc = builtin({{"LPSC", 1}}).composition;
    CHECK(lpsc.metal_volume_fraction == 0.0);
    CHECK(lpsc.growth.si * 36.0 == Approx(9.1e-9).margin(0.05e-9));
    CHECK(builtin({{"LGPS", 1}}).composition.reversible_fraction == Approx(3.75 / 23.75));
    CHECK(builtin({{"LPSC:LGPS 4:1", 1}}).composition.growth.si ==
          Approx(builtin({{"LPSC", 4}, {"LGPS", 1}}).composition.growth.si));
}

TEST_CASE("a metal that does not alloy conducts and gives no lithium back", "[runs][materials]")
{
    const auto made = builtin({{"LPSC-Cu", 1}});
    CHECK(made.composition.metal_volume_fraction > 0.0);
    CHECK(made.composition.reversible_fraction == 0.0);
    CHECK_FALSE(made.reduction_potential);
}

TEST_CASE("phases with all their numbers resolve, the others say what is missing",
          "[runs][materials]")
{
    for (const auto& [name, phase] : runs::builtin_materials().phases) {
        if (phase.role != cells::PhaseRole::electrolyte) {
            continue;
        }
        INFO(name);
        if (phase.molar_volume) {
            CHECK(builtin({{name, 1}}).composition.growth.si > 0.0);
        } else {
            CHECK_THROWS_WITH(builtin({{name, 1}}), Contains("has no molar_volume"));
        }
    }
}

TEST_CASE("a user's file adds to the library and replaces in it", "[runs][materials]")
{
    const auto library = runs::materials_from(
        my_phase +
            "density = {value = '1.86 g/cm^3', source = 'measured'}\n"
            "ionic_conductivity.value = '6 mS/cm'\n"
            "ionic_conductivity.source = 'measured'\n"
            "ionic_conductivity.activation_energy = {value = '0.3 eV', source = 'ours'}\n"
            "[phases.mine.reduction]\n"
            "equation = 'Li5.4PS4.4Cl1.6 + 8 Li -> 4.4 Li2S + Li3P + 1.6 LiCl'\n"
            "source = 'by analogy'\n"
            "[phases.LiCl]\n"
            "formula = 'LiCl'\n"
            "role = 'insulator'\n"
            "molar_volume = {value = '20.5 cm^3/mol', source = 'ours', evidence = 'derived'}\n",
        "my.toml", runs::builtin_materials());
    const auto made = resolve(library, {{{"mine", 1.0}}, cells::Basis::molar, {}});
    CHECK(made.composition.per_mole.lithium == 8.0);
    CHECK(made.mixture.parts[0].phase.molar_volume.si ==
          Approx(molar_mass(kinetics::parse_formula("Li5.4PS4.4Cl1.6")).si / 1.86e3));
    CHECK(made.ionic_conductivity->activation_energy.si == Approx(0.3 * 96485.33).epsilon(1e-6));
    CHECK(library.phases.at("LiCl").molar_volume->value.si == Approx(20.5e-6));
    CHECK(library.phases.contains("LGPS"));
}

TEST_CASE("the example of the documentation reads and resolves", "[runs][materials]")
{
    const std::filesystem::path docs{PERCOLITH_DOCS};
    const auto library = runs::materials_with(docs / "files/my_materials.toml");
    const auto alone = resolve(library, {{{"LPSC16", 1.0}}, cells::Basis::molar, {}});
    CHECK(alone.composition.per_mole.lithium == 8.0);
    const auto milled = resolve(library, {{{"batch 12 with LGPS", 1.0}}, cells::Basis::molar, {}});
    CHECK(milled.ionic_conductivity->at_reference.si == Approx(0.52));
    CHECK(milled.parts.front().mass_fraction == Approx(10.0 / 11.0));
}

TEST_CASE("faults in a materials file name their place and their mend", "[runs][materials]")
{
    const std::string reduction = "[phases.mine.reduction]\nsource = 'x'\nequation = ";
    CHECK_THAT(only_fault_of(my_phase + reduction +
                             "'Li5.4PS4.4Cl1.6 + 7 Li -> 4.4 Li2S + Li3P + 1.6 LiCl'\n"),
               Contains("my.toml:6:12: phases.mine.reduction.equation") &&
                   Contains("Li 12.4 on the left and 13.4 on the right"));
    CHECK_THAT(only_fault_of(my_phase + reduction + "'Li3PS4 + 8 Li -> 4 Li2S + Li3P'\n"),
               Contains("phases.mine.reduction") && Contains("\"Li3PS4\" is neither"));
    CHECK_THAT(only_fault_of(my_phase + reduction + "'Li5.4PS4.4Cl1.6 + Li -> Li6.4PS4.4Cl1.6'\n"),
               Contains("no phase has the formula \"Li6.4PS4.4Cl1.6\""));
    CHECK_THAT(only_fault_of(my_phase + "molar_volume.value = '1 cm^3/mol'\n"),
               Contains("phases.mine.molar_volume.source: missing"));
    CHECK_THAT(only_fault_of(my_phase + "molar_volume = {value = '1 cm^3/mol', source = ''}\n"),
               Contains("say where the number comes from"));
    CHECK_THAT(only_fault_of(my_phase + "molar_volume = {value = '1 cm^3', source = 'x'}\n"),
               Contains("phases.mine.molar_volume.value"));
    CHECK_THAT(only_fault_of(my_phase + "molar_volume = {value = '-1 cm^3/mol', source = 'x'}\n"),
               Contains("out of range"));
    CHECK_THAT(only_fault_of(my_phase + "colour = 'red'\n"), Contains("unknown key"));
    CHECK_THAT(only_fault_of(my_phase + "density = {value = '2 g/cm^3', source = 'x'}\n"
                                        "molar_volume = {value = '9 cm^3/mol', source = 'x'}\n"),
               Contains("contradicts molar_volume"));
    CHECK_THAT(only_fault_of("[phases.bad]\nformula = 'Li6PSX'\nrole = 'metal'\n"),
               Contains("my.toml:2:11: phases.bad.formula") && Contains("\"X\" at character 6"));
    CHECK_THAT(only_fault_of("[phases.bad]\nformula = 'Li'\nrole = 'mettal'\n"),
               Contains("did you mean \"metal\"?"));
    CHECK_THAT(only_fault_of("[phases.bad]\nrole = 'metal'\n"),
               Contains("phases.bad.formula: missing"));
    CHECK_THAT(only_fault_of("[electrolytes.x]\nsource = 'x'\nmixture = {LPSK = 1}\n"),
               Contains("my.toml:3:11: electrolytes.x.mixture") && Contains("\"LPSK\""));
    CHECK(faults_of("[phases.a]\nformula = 'Q'\nrole = 'metal'\n"
                    "[phases.b]\nformula = 'Li'\nrole = 'x'\n")
              .size() == 2);
}

TEST_CASE("a materials file that replaces a product may not break the library", "[runs][materials]")
{
    CHECK_THAT(only_fault_of("[phases.Li13In3]\nformula = 'Li13In4'\nrole = 'metal'\n"),
               Contains("my.toml: phases.Li3InCl6.reduction") && Contains("Li13In3"));
}

TEST_CASE("a file that cannot be read is refused by name", "[runs][materials]")
{
    CHECK_THROWS_WITH(runs::materials_with("no/such/file.toml"), Contains("no/such/file.toml"));
    CHECK_THROWS_AS(runs::materials_with(std::filesystem::temp_directory_path()), runs::InputError);
}

TEST_CASE("the format documents itself", "[runs][materials]")
{
    auto blank = runs::Document::blank();
    runs::read_materials(blank.root());
    blank.finish();
    std::set<std::string> keys;
    for (const auto& key : blank.keys()) {
        CHECK_FALSE(key.meaning.empty());
        keys.insert(key.section + "." + key.name);
    }
    for (const char* key :
         {"phases.NAME.formula", "phases.NAME.role", "phases.NAME.molar_volume.value",
          "phases.NAME.density.value", "phases.NAME.ionic_conductivity.activation_energy.source",
          "phases.NAME.reduction.equation", "electrolytes.NAME.mixture"}) {
        INFO(key);
        CHECK(keys.count(key) == 1);
    }
}
