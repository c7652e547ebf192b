#include "cells/materials.hpp"

#include "tests/cells/library.hpp"

#include <catch2/catch.hpp>

using namespace percolith;
using Catch::Contains;

namespace
{

/// The only contradiction in `library`.
std::string fault_in(const cells::MaterialsLibrary& library)
{
    const auto all = cells::contradictions(library);
    REQUIRE(all.size() == 1);
    return all.front().name + "." + all.front().key + ": " + all.front().wrong;
}

} // namespace

TEST_CASE("entries laid over a library replace those of the same name", "[cells][materials]")
{
    const auto lower = cells::example::library();
    cells::MaterialsLibrary upper;
    upper.phases["LiCl"] = cells::example::phase("LiCl", "LiCl", cells::PhaseRole::insulator, 20.5);
    const auto both = cells::merged(lower, upper);
    CHECK(both.phases.size() == lower.phases.size());
    CHECK(both.phases.at("LiCl").molar_volume->value.si == Approx(20.5e-6));
    CHECK_FALSE(both.phases.at("LiCl").ionic_conductivity);
}

TEST_CASE("a product is found by name, else by composition, unless two would fit",
          "[cells][materials]")
{
    auto library = cells::example::library();
    CHECK(phase_of(library, kinetics::parse_formula("(Li5)3Ge4")).name == "Li15Ge4");
    CHECK_THROWS_WITH(phase_of(library, kinetics::parse_formula("Li3N")),
                      Contains("no phase has the formula \"Li3N\""));
    library.phases["alpha"] =
        cells::example::phase("alpha", "SLi2", cells::PhaseRole::insulator, 28.0);
    CHECK(phase_of(library, kinetics::parse_formula("Li2S")).name == "Li2S");
    CHECK_THROWS_WITH(phase_of(library, kinetics::parse_formula("S0.5Li")), Contains("no phase"));
    CHECK_THROWS_WITH(phase_of(library, kinetics::parse_formula("LiSLi")), Contains("may mean"));
}

TEST_CASE("entries that contradict each other are found", "[cells][materials]")
{
    CHECK(cells::contradictions(cells::example::library()).empty());

    auto library = cells::example::library();
    library.phases.erase("LiCl");
    CHECK_THAT(fault_in(library), Contains("LPSC.reduction") && Contains("\"LiCl\""));

    library = cells::example::library();
    library.phases.at("Li15Ge4").reversible_lithium->value = 15.5;
    CHECK_THAT(fault_in(library), Contains("Li15Ge4.reversible_lithium"));

    library = cells::example::library();
    library.phases.at("Li15Ge4").role = cells::PhaseRole::metal;
    CHECK_THAT(fault_in(library), Contains("role \"alloy\""));

    library = cells::example::library();
    library.electrolytes["x"].name = "x";
    library.electrolytes["x"].shares = {{"LiCl", 1.0}};
    CHECK_THAT(fault_in(library), Contains("x.mixture"));
}
