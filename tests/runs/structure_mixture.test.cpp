// [mixture] and [inside] of structure files.

#include "runs/case/structure.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <string>
#include <vector>

using namespace percolith;
using runs::StructurePurpose;
namespace ms = microstructure;
using Catch::Matchers::Contains;

namespace
{

const std::string mixture = R"(title = "two electrolytes"
[structure]
kind = "grains"
metal_diameter = "30 nm"
insulator_diameter = "30 nm"
[mixture]
electrolytes = ["LPSC", "LGPS"]
molar_ratios = ["1:0", "16:1", "4:1", "0:1"]
[conductivity]
insulator_conductivity = "2.4e-10 S/m"
realisations = 3
[inside]
metal_conductivity = "1e5 S/m"
insulator_conductivity = "1e-10 S/m"
cubes = 5
[inside.structure]
diameter = "3 nm"
)";

std::string mixed(const std::string& old, const std::string& with)
{
    auto text = mixture;
    return text.replace(text.find(old), old.size(), with);
}

runs::StructureCase read(const std::string& text, StructurePurpose purpose)
{
    return runs::parse_structure(text, "s.toml", purpose);
}

/// The only line in which the text is refused.
std::string refusal(const std::string& text,
                    StructurePurpose purpose = StructurePurpose::conductivity)
{
    try {
        read(text, purpose);
    } catch (const runs::InputErrors& e) {
        REQUIRE(e.lines().size() == 1);
        return e.lines().front();
    }
    return {};
}

} // namespace

TEST_CASE("a mixture's ratios say how many grains hold metal, and how much", "[runs][structure]")
{
    const auto given = read(mixture, StructurePurpose::conductivity);
    const auto& variant = given.variants.front();
    REQUIRE(variant.mixture);
    const auto& made = *variant.mixture;
    CHECK(made.ratios == std::vector<std::string>{"1:0", "16:1", "4:1", "0:1"});
    // Numbers of docs/concepts/composition.md, to the digits it quotes.
    const std::array grains{0.0, 0.126, 0.367, 1.0};
    const std::array metal{0.0, 0.013, 0.038, 0.105};
    for (std::size_t k = 0; k < 4; ++k) {
        CHECK(made.grain_fractions[k] == Approx(grains[k]).margin(0.00051));
        CHECK(made.metal_fractions[k] == Approx(metal[k]).margin(0.00051));
        CHECK(made.metal_fractions[k] == Approx(made.grain_fractions[k] * made.metal_inside));
    }
    CHECK(variant.films.metal_fractions == made.grain_fractions);
}

TEST_CASE("inside a grain stands a cube as large as the grain, several for each film",
          "[runs][structure]")
{
    const auto given = read(mixture, StructurePurpose::conductivity);
    const auto& variant = given.variants.front();
    REQUIRE(variant.inside);
    const auto& inside = *variant.inside;
    CHECK(inside.cube);
    CHECK(inside.realisations == 15);
    CHECK(inside.thicknesses.front().si == Approx(30e-9));
    CHECK(inside.metal_fractions == std::vector<double>{variant.mixture->metal_inside});
    CHECK(inside.seed != variant.films.seed);
    CHECK(std::get<ms::Grains>(variant.films.structure).sorts == 5);
    const auto picture = read(mixture, StructurePurpose::picture);
    CHECK(std::get<ms::Grains>(picture.variants.front().films.structure).sorts == 1);
}

TEST_CASE("what a mixture cannot be is one line", "[runs][structure]")
{
    const auto said = [](const std::string& old, const std::string& with) {
        return refusal(mixed(old, with), StructurePurpose::conductivity);
    };
    CHECK_THAT(said("LPSC\"", "LPSCC\""), Contains("did you mean \"LPSC\""));
    CHECK_THAT(said("\"LPSC\", \"LGPS\"", "\"LGPS\", \"LPSC\""),
               Contains("holds metal too") || Contains("holds no metal"));
    CHECK_THAT(said("\"LPSC\", ", ""), Contains("are not two"));
    CHECK_THAT(said("16:1", "16-1"), Contains("\"16-1\" is no ratio; write it as in \"16:1\""));
    CHECK_THAT(said("16:1", "0:0"), Contains("is no ratio"));
    CHECK_THAT(said("16:1", "-1:1"), Contains("is no ratio"));
    CHECK_THAT(said("\"16:1\", \"4:1\"", "\"4:1\", \"16:1\""),
               Contains("mixture.molar_ratios: do not rise; go from little to much LGPS"));
    CHECK_THAT(said("realisations = 3", "metal_fractions = [0.1]"),
               Contains("conductivity.metal_fractions: contradicts [mixture]"));
    CHECK_THAT(said("realisations = 3", "metal_conductivity = \"1 S/m\""),
               Contains("conductivity.metal_conductivity: contradicts [inside]"));
    CHECK_THAT(said("diameter = \"3 nm\"", "diameter = \"16 nm\""),
               Contains("twice as wide as what stands in it"));
    CHECK_THAT(said("diameter = \"3 nm\"", "diameter = \"3 nm\"\nkind = \"grains\""),
               Contains("inside.structure.kind"));
    CHECK_THAT(said("diameter = \"3 nm\"", "diameter = \"3 nm\"\ncontact = {kind = \"hard\", "
                                           "tunnelling_distance = \"1 nm\"}"),
               Contains("inside.gap_conductivity: missing"));
    const auto begin = mixture.find("[mixture]");
    const auto end = mixture.find("[conductivity]");
    CHECK_THAT(refusal(mixture.substr(0, begin) + mixture.substr(end), StructurePurpose::threshold),
               Contains("inside: needs a mixture"));
    CHECK_THAT(said("kind = \"grains\"\nmetal_diameter = \"30 nm\"\ninsulator_diameter = \"30 nm\"",
                    "kind = \"lattice\""),
               Contains("mixture: is one of grains"));
}
