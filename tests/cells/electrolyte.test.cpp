#include "cells/electrolyte.hpp"

#include "tests/cells/library.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace percolith;
using Catch::Contains;
using cells::Basis;
using cells::Electrolyte;

namespace
{

const auto known = cells::example::library();

Electrolyte mixed(std::vector<cells::Share> shares, Basis basis = Basis::molar)
{
    return resolve(known, {std::move(shares), basis, {}});
}

bool mentions(const std::vector<std::string>& lines, const std::string& what)
{
    return std::any_of(lines.begin(), lines.end(),
                       [&](const auto& line) { return line.find(what) != line.npos; });
}

} // namespace

TEST_CASE("a mixture is resolved with its composition", "[cells][electrolyte]")
{
    const auto four = mixed({{"LGPS", 1.0}, {"LPSC", 4.0}});
    CHECK(four.name == "LPSC:LGPS 4:1");
    CHECK(four.parts.front().name == "LPSC");
    CHECK(four.parts.front().molar_fraction == Approx(0.8));
    CHECK(four.parts.back().volume_fraction == Approx(0.334).margin(5e-4));
    CHECK(four.composition.metal_volume_fraction == Approx(0.038).margin(5e-4));
    CHECK(four.composition.reversible_fraction == Approx(3.75 / 55.75).epsilon(1e-12));
}

TEST_CASE("mass shares become molar ones through the molar masses", "[cells][electrolyte]")
{
    const double lpsc = molar_mass(kinetics::parse_formula("Li6PS5Cl")).si;
    const double lgps = molar_mass(kinetics::parse_formula("Li10GeP2S12")).si;
    const auto by_mass = mixed({{"LPSC", 4.0 * lpsc}, {"LGPS", lgps}}, Basis::mass);
    const auto by_moles = mixed({{"LPSC", 4.0}, {"LGPS", 1.0}});
    CHECK(by_mass.composition.metal_volume_fraction ==
          Approx(by_moles.composition.metal_volume_fraction).epsilon(1e-12));
    CHECK_THAT(by_mass.name, Contains("by mass"));
    CHECK(by_mass.parts[0].mass_fraction == Approx(4.0 * lpsc / (4.0 * lpsc + lgps)));
}

TEST_CASE("shares of any mixture add up, counted in any way", "[cells][electrolyte]")
{
    std::mt19937 random{5};
    std::uniform_real_distribution<double> amount{0.0, 10.0};
    for (int trial = 0; trial < 50; ++trial) {
        const auto basis = trial % 2 == 0 ? Basis::molar : Basis::mass;
        const auto made = mixed(
            {{"LPSC", amount(random)}, {"LGPS", amount(random)}, {"Li7P3S11", amount(random)}},
            basis);
        double molar = 0.0, mass = 0.0, volume = 0.0;
        for (const auto& part : made.parts) {
            molar += part.molar_fraction;
            mass += part.mass_fraction;
            volume += part.volume_fraction;
        }
        CHECK(molar == Approx(1.0).epsilon(1e-12));
        CHECK(mass == Approx(1.0).epsilon(1e-12));
        CHECK(volume == Approx(1.0).epsilon(1e-12));
    }
}

TEST_CASE("lithium reduces a mixture from the highest potential of its parts",
          "[cells][electrolyte]")
{
    const auto made = mixed({{"LPSC", 9.0}, {"Li7P3S11", 1.0}});
    REQUIRE(made.reduction_potential);
    CHECK(made.reduction_potential->si == 2.28);
    CHECK(made.reduced_first == "Li7P3S11");
    // A share of nothing is not a part.
    CHECK(mixed({{"LPSC", 9.0}, {"Li7P3S11", 0.0}}).reduction_potential->si == 1.71);
}

TEST_CASE("a number that is not known stays unknown and is said to be", "[cells][electrolyte]")
{
    auto library = known;
    library.phases.at("LGPS").reduction_potential.reset();
    const auto made = resolve(library, {{{"LPSC", 4.0}, {"LGPS", 1.0}}, Basis::molar, {}});
    CHECK_FALSE(made.reduction_potential);
    CHECK(mentions(made.notes, "unknown: the reduction potential of LGPS"));
    CHECK_FALSE(made.ionic_conductivity);
    CHECK(mentions(made.notes, "unknown: the ionic conductivity of LPSC:LGPS 4:1"));

    library.phases.at("Li15Ge4").molar_volume.reset();
    CHECK_THROWS_WITH(resolve(library, {{{"LGPS", 1.0}}, Basis::molar, {}}),
                      Contains("\"Li15Ge4\" has no molar_volume"));
}

TEST_CASE("every number used says where it comes from", "[cells][electrolyte]")
{
    const auto made = mixed({{"LPSC", 1.0}});
    CHECK(mentions(made.sources, "molar volume of LiCl, 20.44 cm^3/mol: a test, DOI "
                                 "10.1000/test (read in the primary text)"));
    CHECK(mentions(made.sources, "reduction Li6PS5Cl"));
    REQUIRE(made.ionic_conductivity);
    CHECK(made.ionic_conductivity->at_reference.si == 0.26);
    CHECK(mentions(made.notes, "activation energy"));
}

TEST_CASE("what is imposed is said to be", "[cells][electrolyte]")
{
    const auto made =
        resolve(known, {{{"LGPS", 1.0}}, Basis::molar, {.metal_volume_fraction = 0.05}});
    CHECK(made.composition.imposed_metal);
    CHECK(mentions(made.notes, "imposed: metal volume fraction 0.05"));
}

TEST_CASE("the ion conductors of an interphase bound the estimate of its conductivity",
          "[cells][electrolyte]")
{
    const auto made = mixed({{"LPSC", 1.0}});
    REQUIRE(made.interphase_ionic_estimate);
    CHECK(made.interphase_ionic_estimate->si > 3.5e-4);
    CHECK(made.interphase_ionic_estimate->si < 1e-2);
    // An alloy in it carries no ions.
    auto library = known;
    library.phases.at("LiCl").ionic_conductivity.reset();
    CHECK_FALSE(resolve(library, {{{"LPSC", 1.0}}, Basis::molar, {}}).interphase_ionic_estimate);
    CHECK(resolve(library, {{{"LGPS", 1.0}}, Basis::molar, {}}).interphase_ionic_estimate);
}

TEST_CASE("a named electrolyte stands for its mixture", "[cells][electrolyte]")
{
    auto library = known;
    library.electrolytes["milled"] = {"milled",
                                      "",
                                      {{"LPSC", 4.0}, {"LGPS", 1.0}},
                                      Basis::molar,
                                      cells::example::source(),
                                      cells::example::conducts(0.5)};
    const auto named = resolve(library, {{{"milled", 1.0}}, Basis::molar, {}});
    const auto plain = mixed({{"LPSC", 4.0}, {"LGPS", 1.0}});
    CHECK(named.name == "milled");
    CHECK(named.composition.growth.si == Approx(plain.composition.growth.si).epsilon(1e-12));
    REQUIRE(named.ionic_conductivity);
    CHECK(named.ionic_conductivity->at_reference.si == 0.5);

    // Half a mole of it and half a mole of LPSC are 9:1.
    const auto more = resolve(library, {{{"milled", 1.0}, {"LPSC", 1.0}}, Basis::molar, {}});
    CHECK(more.parts.front().molar_fraction == Approx(0.9).epsilon(1e-12));
    // The same by mass, whatever the molar masses.
    const auto mass = resolve(library, {{{"milled", 1.0}, {"LPSC", 1.0}}, Basis::mass, {}});
    CHECK(mass.parts.back().mass_fraction == Approx(plain.parts.back().mass_fraction / 2.0));
}

TEST_CASE("a wrong mixture is refused in words that mend it", "[cells][electrolyte]")
{
    CHECK_THROWS_WITH(mixed({{"LPSCC", 1.0}}),
                      Contains("unknown phase \"LPSCC\"; did you mean \"LPSC\"?"));
    CHECK_THROWS_WITH(mixed({{"LiCl", 1.0}}), Contains("\"LiCl\" is a product"));
    CHECK_THROWS_WITH(mixed({}), Contains("mixture is empty"));
    CHECK_THROWS_WITH(mixed({{"LPSC", 0.0}}), Contains("mixture is empty"));
    CHECK_THROWS_WITH(mixed({{"LPSC", -1.0}}), Contains("share of \"LPSC\""));
    CHECK_THROWS_WITH(mixed({{"LPSC", std::numeric_limits<double>::quiet_NaN()}}),
                      Contains("share of \"LPSC\""));
}
