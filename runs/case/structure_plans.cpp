// [threshold], [conductivity] and [vary]: what is computed of a structure.

#include "runs/case/structure_readers.hpp"

#include <algorithm>

namespace percolith::runs
{
namespace
{

namespace ms = microstructure;
using kinetics::Conductivity;
using kinetics::Length;

/// Two lists side by side.
std::vector<ms::SystemSize> sizes_of(Section& s, const std::vector<double>& edges,
                                     const std::vector<std::uint64_t>& counts)
{
    if (edges.size() != counts.size()) {
        s.fault(s.has("realisations") ? "realisations" : "sizes",
                "has " + std::to_string(counts.size()) + " entries for " +
                    std::to_string(edges.size()) + " sizes",
                "give a number of realisations for each size");
        return {};
    }
    std::vector<ms::SystemSize> sizes;
    sizes.reserve(edges.size());
    for (std::size_t k = 0; k < edges.size(); ++k) {
        sizes.push_back({edges[k], static_cast<std::uint32_t>(counts[k])});
    }
    return sizes;
}

constexpr double most_realisations = 1e6;

double metal_share(const ms::Image& image)
{
    const auto& values = *image.values;
    const auto count = std::count_if(values.begin(), values.end(),
                                     [&](float value) { return value >= image.metal_from; });
    return static_cast<double>(count) / static_cast<double>(values.size());
}

/// What stands in place of films where no thickness is given: a cube, or the whole image.
void make_cube(Section& s, ms::FilmPlan& plan, bool sound)
{
    const double edge = s.number(
        {.name = "cube_edge",
         .range = {.low = 1.0, .high = 1e4},
         .meaning = "of a cube in place of films, in unit lengths (spacing, particle or voxel)",
         .absent = "20, where film_thicknesses is absent; an image is taken whole"},
        20.0);
    if (!sound || !plan.thicknesses.empty()) {
        return;
    }
    const auto unit = ms::unit_length(plan.structure);
    plan.least_width = 1.0;
    if (const auto* image = std::get_if<ms::Image>(&plan.structure)) {
        plan.thicknesses = {Length<>{image->shape[2] * unit.si}};
        plan.lateral = Length<>{std::min(image->shape[0], image->shape[1]) * unit.si};
    } else {
        plan.thicknesses = {Length<>{edge * unit.si}};
        plan.lateral = {};
    }
}

/// An image has one metal fraction, its own; of a mixture they follow.
void read_fractions(Section& s, ms::FilmPlan& plan, const std::optional<MixtureRecord>& mixture)
{
    plan.metal_fractions =
        s.numbers({.name = "metal_fractions",
                   .range = fraction,
                   .meaning = "volume fractions of metal, or of metal grains, rising; required for "
                              "conductivities, but an image has its own and a mixture its ratios"});
    if (s.documenting()) {
        return;
    }
    if (mixture) {
        if (s.has("metal_fractions")) {
            s.fault("metal_fractions", "contradicts [mixture], whose ratios say how much there is",
                    "leave it out, or [mixture]");
        }
        plan.metal_fractions = mixture->grain_fractions;
        return;
    }
    const auto* image = std::get_if<ms::Image>(&plan.structure);
    if (image != nullptr && s.has("metal_fractions")) {
        s.fault("metal_fractions", "contradicts the image, which has a metal fraction of its own",
                "leave it out, and choose metal_from in [structure]");
    } else if (image != nullptr && image->values && !image->values->empty()) {
        plan.metal_fractions = {metal_share(*image)};
    }
}

/// Of metal that is all alike; what [inside] describes conducts as it comes out.
void read_metal(Section& s, ms::FilmPlan& plan, bool inside)
{
    const auto given = s.quantity_if_given<Conductivity<>>(
        {.name = "metal_conductivity",
         .unit = "S/m",
         .range = positive,
         .meaning = "electronic conductivity of the metal, or of metal grains",
         .absent = "required, but [inside] stands in its place"});
    if (s.documenting()) {
        return;
    }
    if (inside && given) {
        s.fault("metal_conductivity", "contradicts [inside], from which it is computed",
                "leave it out, or [inside]");
    } else if (!inside && !given && !s.has("metal_conductivity")) {
        s.fault("metal_conductivity", "missing", "add metal_conductivity = \"<number> S/m\"");
    }
    plan.metal_conductivity = given.value_or(Conductivity<>{1.0});
}

/// What a plan of films needs, some of it only for some structures.
void require_given(Section& s, const ms::FilmPlan& plan, bool gap_given)
{
    const bool image = std::holds_alternative<ms::Image>(plan.structure);
    const bool none = plan.metal_fractions.empty() && s.sound();
    if (!image && none && !s.has("metal_fractions")) {
        s.fault("metal_fractions", "missing", "add metal_fractions = [0, 0.1, 0.2]");
    }
    require_gap_conductivity(s, plan.structure, gap_given);
}

/// V_P of the same structure, as `percolith percolation threshold` or a source has it.
std::optional<ms::Estimate> read_film_threshold(Section& s)
{
    const auto threshold = s.number_if_given(
        {.name = "threshold",
         .range = {.low = 1e-6, .high = 1.0},
         .meaning = "percolation threshold of the structure, to compare films of three thicknesses "
                    "or more with each other",
         .absent = "films are not compared"});
    const auto error = s.number_if_given({.name = "threshold_error",
                                          .range = {.low = 0.0, .high = 0.5},
                                          .meaning = "standard error of that threshold, and what "
                                                     "voxels may shift it by",
                                          .absent = "0, where threshold is given"});
    if (error && !threshold && !s.documenting()) {
        s.fault("threshold_error", "belongs to a threshold", "add threshold, or remove it");
    }
    return threshold ? std::optional(ms::Estimate{*threshold, error.value_or(0.0)}) : std::nullopt;
}

void refuse_few_films(Section& s, const ms::FilmPlan& plan, double threshold)
{
    if (!ms::can_scale(plan, threshold)) {
        s.fault("threshold", "too few films to compare: it takes " + std::string(ms::scaling_needs),
                "add thicknesses and metal fractions, or remove it");
    }
}

} // namespace

std::optional<Conductivity<>> read_gap_conductivity(Section& section)
{
    return section.quantity_if_given<Conductivity<>>(
        {.name = "gap_conductivity",
         .unit = "S/m",
         .range = non_negative,
         .meaning = "of what electrons tunnel through, between hard particles",
         .absent = "required for hard particles, else none"});
}

void require_gap_conductivity(Section& section, const ms::Structure& structure, bool given)
{
    const auto* particles = std::get_if<ms::Particles>(&structure);
    if (particles != nullptr && std::holds_alternative<ms::HardCores>(particles->contact) &&
        !given) {
        section.fault("gap_conductivity", "missing, and hard particles conduct across gaps alone",
                      "add gap_conductivity = \"<number> S/m\"");
    }
}

ms::ThresholdPlan read_threshold_section(Section& root, const ms::Structure& structure,
                                         std::uint64_t seed, bool wanted)
{
    auto s = root.table("threshold");
    const auto edges =
        s.numbers({.name = "sizes",
                   .range = positive,
                   .meaning = "edges of the boxes in unit lengths, rising; two or more for an "
                              "extrapolation; an image is one box of its own"});
    const auto counts = s.wholes({.name = "realisations",
                                  .range = {.low = 1.0, .high = most_realisations},
                                  .meaning = "for each of the sizes; one alone does not tell its "
                                             "error, and is refused among several"});
    const auto error = s.number_if_given(
        {.name = "standard_error",
         .range = {.low = 1e-5, .high = 0.1},
         .meaning = "of the threshold, relative: sizes and realisations that reach about this",
         .absent = "0.3 %, where sizes is absent"});
    if (error && s.has("sizes")) {
        s.fault("standard_error", "contradicts sizes", "give only one of the two");
    }
    ms::ThresholdPlan plan{structure, {}, seed};
    if (!wanted || !s.sound()) {
        return plan;
    }
    root.check("threshold", [&] {
        if (edges.empty() && counts.empty()) {
            constexpr double usual_error = 0.003;
            plan = ms::usual_plan(structure, error.value_or(usual_error), seed);
        } else {
            plan.sizes = sizes_of(s, edges, counts);
        }
        if (s.sound()) {
            ms::check(plan);
        }
    });
    return plan;
}

void read_conductivity_section(Section& root, StructureVariant& variant, std::uint64_t seed,
                               StructurePurpose purpose)
{
    ms::FilmPlan& plan = variant.films;
    plan.structure = variant.structure;
    plan.seed = seed;
    const bool given = root.has("conductivity");
    if (!given && purpose != StructurePurpose::conductivity && !root.documenting()) {
        return;
    }
    auto s = root.table("conductivity");
    const bool inside = root.has("inside");
    read_metal(s, plan, inside);
    plan.insulator_conductivity =
        s.quantity<Conductivity<>>({.name = "insulator_conductivity",
                                    .unit = "S/m",
                                    .range = non_negative,
                                    .meaning = "electronic conductivity of everything else; above "
                                               "0 for tables"});
    const auto gap = read_gap_conductivity(s);
    plan.gap_conductivity = gap.value_or(Conductivity<>{0.0});
    read_fractions(s, plan, variant.mixture);
    plan.thicknesses = s.quantities<Length<>>(
        {.name = "film_thicknesses",
         .unit = "nm",
         .range = positive,
         .meaning = "of films between two electrodes, rising; without any, a cube"});
    plan.least_width = s.number({.name = "least_width",
                                 .range = {.low = 1.0, .high = 100.0},
                                 .meaning = "width of a film over its thickness, at least"},
                                plan.least_width);
    plan.lateral = s.quantity<Length<>>({.name = "width",
                                         .unit = "nm",
                                         .range = non_negative,
                                         .meaning = "width of every film, at least"},
                                        Length<>{0.0});
    plan.resolution = s.number({.name = "resolution",
                                .range = {.low = 1.0, .high = 100.0},
                                .meaning = "voxels per unit length, at least 2, of particles 3; a "
                                           "lattice has one per site"},
                               plan.resolution);
    plan.realisations = static_cast<std::uint32_t>(
        s.whole({.name = "realisations",
                 .range = {.low = 1.0, .high = most_realisations},
                 .meaning = "films that are computed for each fraction and thickness; of an image "
                            "at most as many as lie in it side by side"},
                plan.realisations));
    variant.film_threshold = read_film_threshold(s);
    make_cube(s, plan, s.sound());
    if (purpose == StructurePurpose::conductivity && !s.documenting()) {
        require_given(s, plan, gap.has_value());
    }
    if (purpose == StructurePurpose::conductivity && s.sound()) {
        root.check("conductivity", [&] {
            auto checked = plan;
            if (inside) { // its metal need not conduct better than what lies between the grains
                checked.metal_conductivity =
                    Conductivity<>{std::max(plan.insulator_conductivity.si, 1.0)};
            }
            ms::check(checked);
        });
    }
    if (variant.film_threshold && variant.mixture) {
        s.fault("threshold",
                "films of a mixture are not compared: their metal grains are of many sorts",
                "remove it");
    } else if (variant.film_threshold && s.sound() && !s.documenting()) {
        refuse_few_films(s, plan, variant.film_threshold->value);
    }
}

std::optional<Variation> read_vary_section(Section& root)
{
    auto given = root.table_if_given("vary");
    if (!given) {
        return std::nullopt;
    }
    auto& s = *given;
    Variation variation;
    variation.key = s.text({.name = "key",
                            .meaning = "full name of the key that takes several values, such as "
                                       "structure.axis_ratio"});
    variation.values =
        s.written({.name = "values", .meaning = "of that key; each gives a threshold of its own"});
    variation.place = s.place("values");
    const auto belongs = variation.key.starts_with("structure.") ||
                         variation.key.starts_with("threshold.") || variation.key == "seed";
    if (!s.documenting() && !belongs && !variation.key.empty()) {
        s.fault("key", '"' + variation.key + "\" is not a key that can be varied",
                "name a key of [structure] or [threshold], as in \"structure.axis_ratio\"");
    }
    if (!s.documenting() && !s.has("values")) {
        s.fault("values", "missing", "add values = [0.1, 1, 10]");
    }
    return variation;
}

} // namespace percolith::runs
