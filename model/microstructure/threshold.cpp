#include "model/microstructure/threshold.hpp"

#include "model/microstructure/extent.hpp"
#include "model/microstructure/finite_size.hpp"
#include "model/microstructure/grains_crossing.hpp"
#include "model/microstructure/hard_crossing.hpp"
#include "model/microstructure/image_crossing.hpp"
#include "model/microstructure/lattice_crossing.hpp"
#include "model/microstructure/particle_crossing.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace percolith::microstructure
{

namespace
{

/// What a box must be wide against, in the measure of its edge.
double longest_against_box(const Structure& structure)
{
    const auto* particles = std::get_if<Particles>(&structure);
    return particles != nullptr ? longest_part(structure, box_of(*particles, 1.0).edge)
                                : longest_part(structure);
}

Crossing cross(const CubicLattice& lattice, double edge, const RandomSource& random,
               unsigned /*threads*/)
{
    return lattice_crossing(lattice.element, static_cast<std::int32_t>(std::lround(edge)), random);
}
Crossing cross(const Particles& particles, double edge, const RandomSource& random,
               unsigned threads)
{
    return std::holds_alternative<HardCores>(particles.contact)
               ? hard_crossing(particles, edge, random)
               : particle_crossing(particles, edge, random, threads);
}

Crossing cross(const Grains& grains, double edge, const RandomSource& random, unsigned /*threads*/)
{
    return grains_crossing(grains, edge, random);
}
Crossing cross(const Image& image, double /*edge*/, const RandomSource& /*random*/,
               unsigned /*threads*/)
{
    return image_crossing(image);
}

/// Of the cube of as many voxels.
double edge_of_image(const Image& image)
{
    const auto& shape = image.shape;
    if (shape[0] == shape[1] && shape[1] == shape[2]) {
        return shape[0];
    }
    return std::cbrt(static_cast<double>(shape[0]) * shape[1] * shape[2]);
}

/// Fewer values leave steps of several per cent of the voxels, and phases told apart none but one.
constexpr std::size_t least_levels = 20;

void check_image(const Image& image, const std::vector<SystemSize>& sizes)
{
    if (sizes.size() != 1 || sizes.front().realisations != 1 ||
        sizes.front().edge != edge_of_image(image)) {
        throw std::invalid_argument("an image is one box, taken once: sizes and realisations are "
                                    "its own, leave them out");
    }
    const auto levels = count_levels(image, least_levels);
    if (levels < least_levels) {
        throw std::invalid_argument(
            "the image has " + std::to_string(levels) + (levels == 1 ? " value" : " values") +
            ", and a threshold, which fills voxels in the order of falling values, takes " +
            std::to_string(least_levels) +
            " or more; give the grey values in place of the segmentation, or ask percolation "
            "conductivity or picture whether the image as it stands spans");
    }
}

} // namespace

ThresholdPlan usual_plan(const Structure& structure, double standard_error, std::uint64_t seed)
{
    ThresholdPlan plan{.structure = structure, .sizes = {}, .seed = seed};
    if (const auto* image = std::get_if<Image>(&structure)) {
        plan.sizes = {{edge_of_image(*image), 1}};
        return plan;
    }
    const double part = longest_against_box(structure);
    const bool lattice = std::holds_alternative<CubicLattice>(structure);
    const auto* particles = std::get_if<Particles>(&structure);
    const bool segregated = particles != nullptr && particles->domains;
    const double length = particles != nullptr ? std::max(1.0, particles->axis_ratio) : 1.0;
    const auto* grains = std::get_if<Grains>(&structure);
    const bool unlike = grains != nullptr && !alike(*grains);
    // In grains, in a needle's length and beside a large grain there is room for many parts.
    const auto boxes = lattice                                ? std::array{16.0, 32.0, 64.0}
                       : segregated || unlike || length > 4.0 ? std::array{4.0, 6.0, 9.0}
                                                              : std::array{8.0, 12.0, 20.0};
    for (const double parts : boxes) {
        // The crossings of one box scatter by about 1.3 V_P (edge / part)^(-1/nu); less for
        // needles, of which more meet in a box of their length.
        const double scatter =
            1.3 * std::pow(length, -0.45) * std::pow(parts, -inverse_nu) / standard_error;
        const double wanted = std::clamp(std::ceil(1.5 * scatter * scatter), 16.0, 1e6);
        plan.sizes.push_back({std::ceil(parts * part), static_cast<std::uint32_t>(wanted)});
    }
    return plan;
}

void check(const ThresholdPlan& plan)
{
    check(plan.structure);
    if (plan.sizes.empty()) {
        throw std::invalid_argument("a threshold needs at least one box size");
    }
    const double least = 2.0 * longest_against_box(plan.structure);
    double before = 0.0;
    for (const auto& size : plan.sizes) {
        if (!(size.edge > before) || !std::isfinite(size.edge)) {
            throw std::invalid_argument("the sizes of the boxes must rise");
        }
        if (size.realisations == 0) {
            throw std::invalid_argument("every size needs at least one realisation");
        }
        if (std::holds_alternative<CubicLattice>(plan.structure) &&
            size.edge != std::round(size.edge)) {
            throw std::invalid_argument("the edge of a lattice must be a whole number of sites");
        }
        before = size.edge;
    }
    if (plan.sizes.size() > 1 && std::any_of(plan.sizes.begin(), plan.sizes.end(),
                                             [](const auto& s) { return s.realisations == 1; })) {
        throw std::invalid_argument("of several sizes every one needs at least two realisations, "
                                    "whose scatter tells its error");
    }
    if (const auto* image = std::get_if<Image>(&plan.structure)) {
        check_image(*image, plan.sizes);
        return;
    }
    if (plan.sizes.front().edge < least) {
        throw std::invalid_argument("the smallest box, " + std::to_string(plan.sizes.front().edge) +
                                    " unit lengths, is smaller than twice the largest particle or "
                                    "grain; at least " +
                                    std::to_string(least) + " is needed");
    }
}

double memory_needed(const ThresholdPlan& plan)
{
    const double edge = plan.sizes.back().edge;
    if (const auto* lattice = std::get_if<CubicLattice>(&plan.structure)) {
        const double volume = edge * edge * edge;
        return volume * (lattice->element == CubicLattice::Element::site ? 13.0 : 21.0);
    }
    if (const auto* image = std::get_if<Image>(&plan.structure)) {
        return image_memory(*image);
    }
    if (const auto* grains = std::get_if<Grains>(&plan.structure)) {
        return grains_memory(*grains, edge);
    }
    return particle_memory(std::get<Particles>(plan.structure), edge);
}

std::size_t realisation_count(const ThresholdPlan& plan)
{
    std::size_t count = 0;
    for (const auto& size : plan.sizes) {
        count += size.realisations;
    }
    return count;
}

namespace
{

/// Which size a realisation belongs to, and its number there.
std::pair<std::size_t, std::uint32_t> place_of(const ThresholdPlan& plan, std::size_t number)
{
    std::size_t size = 0;
    while (number >= plan.sizes.at(size).realisations) {
        number -= plan.sizes[size++].realisations;
    }
    return {size, static_cast<std::uint32_t>(number)};
}

} // namespace

double edge_of(const ThresholdPlan& plan, std::size_t number)
{
    return plan.sizes[place_of(plan, number).first].edge;
}

double share_of_work(const ThresholdPlan& plan, std::size_t number)
{
    double all = 0.0;
    for (const auto& size : plan.sizes) {
        all += size.realisations * size.edge * size.edge * size.edge;
    }
    const double edge = edge_of(plan, number);
    return edge * edge * edge / all;
}

Crossing realise(const ThresholdPlan& plan, std::size_t number, unsigned threads)
{
    const auto [size, realisation] = place_of(plan, number);
    const RandomSource random(plan.seed, size + 1, realisation);
    return std::visit([&, edge = plan.sizes[size].edge](
                          const auto& one) { return cross(one, edge, random, threads); },
                      plan.structure);
}

Threshold estimate(const ThresholdPlan& plan, std::span<const Crossing> crossings)
{
    if (crossings.size() != realisation_count(plan)) {
        throw std::invalid_argument("a threshold needs one crossing for each realisation");
    }
    std::size_t never = 0;
    for (const auto& crossing : crossings) {
        const bool whole = std::all_of(crossing.fraction.begin(), crossing.fraction.end(),
                                       [](double f) { return std::isfinite(f); });
        never += whole ? 0 : 1;
    }
    if (never > 0) {
        throw std::domain_error("the metal never percolates along every axis in " +
                                std::to_string(never) + " of " + std::to_string(crossings.size()) +
                                " realisations, however much there is");
    }
    std::vector<SizeEstimate> sizes;
    std::size_t first = 0;
    for (const auto& size : plan.sizes) {
        sizes.push_back(estimate_size(size.edge, crossings.subspan(first, size.realisations),
                                      plan.seed + sizes.size()));
        first += size.realisations;
    }
    return extrapolate(std::move(sizes));
}

} // namespace percolith::microstructure
