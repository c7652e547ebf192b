// [mixture] and [inside]: two electrolytes whose interphases are grains, and what lies in a grain.

#include "cells/electrolyte.hpp"
#include "runs/case/materials.hpp"
#include "runs/case/structure_readers.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <memory>

namespace percolith::runs
{
namespace
{

namespace ms = microstructure;
using kinetics::Conductivity;

std::optional<double> amount(std::string_view text)
{
    double value = 0.0;
    const char* const end = std::to_address(text.end());
    const auto [rest, error] = std::from_chars(std::to_address(text.begin()), end, value);
    const bool number = error == std::errc{} && rest == end;
    return number && std::isfinite(value) && value >= 0.0 ? std::optional{value} : std::nullopt;
}

/// "16:1" as two amounts.
std::optional<std::array<double, 2>> parse_ratio(const std::string& text)
{
    const auto colon = text.find(':');
    if (colon == std::string::npos) {
        return std::nullopt;
    }
    const auto whole = std::string_view(text);
    const auto one = amount(whole.substr(0, colon));
    const auto other = amount(whole.substr(colon + 1));
    return one && other && *one + *other > 0.0 ? std::optional{std::array{*one, *other}}
                                               : std::nullopt;
}

kinetics::Composition<> compose(const cells::MaterialsLibrary& library,
                                const std::array<std::string, 2>& electrolytes,
                                const std::array<double, 2>& amounts)
{
    cells::MixtureChoice choice;
    for (std::size_t k = 0; k < 2; ++k) {
        choice.shares.push_back({electrolytes[k], amounts[k]});
    }
    return cells::resolve(library, choice).composition;
}

/// Alone, one electrolyte makes a metal and the other none.
double metal_inside(Section& s, const cells::MaterialsLibrary& library,
                    const std::array<std::string, 2>& electrolytes)
{
    const auto before = s.faults();
    std::array<double, 2> metal{};
    for (std::size_t k = 0; k < 2; ++k) {
        s.check("electrolytes", [&] {
            const auto made =
                compose(library, electrolytes, {k == 0 ? 1.0 : 0.0, k == 1 ? 1.0 : 0.0});
            metal[k] = made.metal_volume_fraction;
            if (made.grains.size() > 1) {
                throw std::invalid_argument("\"" + electrolytes[k] +
                                            "\" is a mixture itself; name two phases");
            }
        });
    }
    if (s.faults() == before && !(metal[0] == 0.0 && metal[1] > 0.0)) {
        s.fault("electrolytes",
                metal[1] > 0.0 ? "the interphase of " + electrolytes[0] + " holds metal too"
                               : "the interphase of " + electrolytes[1] + " holds no metal",
                "name first the one without metal, then the one with it");
    }
    return metal[1];
}

void add_ratio(Section& s, const cells::MaterialsLibrary& library, const std::string& text,
               MixtureRecord& mixture)
{
    const auto amounts = parse_ratio(text);
    if (!amounts) {
        s.fault("molar_ratios", "\"" + text + "\" is no ratio", "write it as in \"16:1\"");
        return;
    }
    s.check("molar_ratios", [&] {
        const auto made = compose(library, mixture.electrolytes, *amounts);
        mixture.ratios.push_back(text);
        mixture.grain_fractions.push_back(made.metal_bearing_fraction());
        mixture.metal_fractions.push_back(made.metal_volume_fraction);
    });
}

/// What is read of [inside] beside its structure.
struct Inside {
    ms::FilmPlan plan;
    std::uint64_t sorts = 1;
};

Inside read_inside(Section& s)
{
    Inside inside;
    auto structure = s.table("structure");
    auto& plan = inside.plan;
    plan.structure = read_particles_section(structure);
    plan.metal_conductivity =
        s.quantity<Conductivity<>>({.name = "metal_conductivity",
                                    .unit = "S/m",
                                    .range = positive,
                                    .meaning = "electronic conductivity of the metal itself"});
    plan.insulator_conductivity =
        s.quantity<Conductivity<>>({.name = "insulator_conductivity",
                                    .unit = "S/m",
                                    .range = positive,
                                    .meaning = "of everything else in a metal grain"});
    const auto gap = read_gap_conductivity(s);
    plan.gap_conductivity = gap.value_or(Conductivity<>{0.0});
    if (!s.documenting()) {
        require_gap_conductivity(s, plan.structure, gap.has_value());
    }
    plan.resolution = s.number({.name = "resolution",
                                .range = {.low = 1.0, .high = 100.0},
                                .meaning = "voxels per unit length of the particles"},
                               plan.resolution);
    constexpr std::uint64_t usual_cubes = 16;
    inside.sorts = s.whole({.name = "cubes",
                            .range = {.low = 1.0, .high = 200.0},
                            .meaning = "as large as a grain that are computed for each film; each "
                                       "grain conducts as one of them"},
                           usual_cubes);
    return inside;
}

} // namespace

std::optional<MixtureRecord> read_mixture_section(Section& root, const ms::Structure& structure,
                                                  const std::filesystem::path& folder,
                                                  std::vector<std::filesystem::path>& files)
{
    auto given = root.table_if_given("mixture");
    if (!given) {
        return std::nullopt;
    }
    auto& s = *given;
    const auto before = s.faults();
    const auto names = s.texts({.name = "electrolytes",
                                .meaning = "two phases of the materials library; the interphase of "
                                           "the second one holds the metal"});
    const auto ratios = s.texts({.name = "molar_ratios",
                                 .meaning = "of the two, from little to much of the second one: "
                                            "\"16:1\""});
    const auto library = read_library(s, folder, files);
    if (s.documenting()) {
        return std::nullopt;
    }
    if (!std::holds_alternative<ms::Grains>(structure)) {
        root.fault("mixture", "is one of grains, and this structure is of another kind",
                   "choose structure.kind = \"grains\", or leave it out");
        s.leave_unread();
        return std::nullopt;
    }
    if (names.size() != 2) {
        s.fault("electrolytes", s.has("electrolytes") ? "are not two" : "missing",
                "add electrolytes = [\"LPSC\", \"LGPS\"]");
    }
    if (ratios.empty()) {
        s.fault("molar_ratios", "missing", "add molar_ratios = [\"1:0\", \"16:1\", \"4:1\"]");
    }
    MixtureRecord mixture;
    if (s.faults() == before) {
        mixture.electrolytes = {names[0], names[1]};
        mixture.metal_inside = metal_inside(s, library, mixture.electrolytes);
    }
    for (std::size_t k = 0; k < ratios.size() && s.faults() == before; ++k) {
        add_ratio(s, library, ratios[k], mixture);
    }
    const auto& fractions = mixture.grain_fractions;
    if (s.faults() == before &&
        !std::is_sorted(fractions.begin(), fractions.end(), std::less_equal<>())) {
        s.fault("molar_ratios", "do not rise", "go from little to much " + names[1]);
    }
    return mixture;
}

void read_inside_section(Section& root, StructureVariant& variant, StructurePurpose purpose)
{
    auto given = root.table_if_given("inside");
    if (!given) {
        return;
    }
    auto& s = *given;
    auto inside = read_inside(s);
    if (s.documenting()) {
        return;
    }
    if (!variant.mixture && s.sound()) {
        root.fault("inside", "needs a mixture, which says how much metal a grain holds",
                   "add [mixture], or leave it out");
    }
    if (!s.sound()) {
        return;
    }
    auto& grains = std::get<ms::Grains>(variant.films.structure);
    if (purpose == StructurePurpose::conductivity) { // a picture shows metal grains all alike
        grains.sorts = static_cast<std::uint8_t>(inside.sorts);
    }
    auto& plan = inside.plan;
    plan.metal_fractions = {variant.mixture->metal_inside};
    plan.thicknesses = {grains.metal_diameter};
    plan.cube = true;
    plan.realisations = variant.films.realisations * static_cast<std::uint32_t>(inside.sorts);
    // Of its own numbers: particles and grains must not lie in the same places.
    constexpr std::uint64_t other = 0x9e3779b97f4a7c15;
    plan.seed = variant.films.seed + other;
    root.check("inside", [&] {
        ms::check(plan.structure);
        ms::check(plan);
    });
    variant.inside = std::move(plan);
}

} // namespace percolith::runs
