#include "model/microstructure/films.hpp"

#include "model/microstructure/body_layers.hpp"
#include "model/microstructure/conduct_voxels.hpp"
#include "model/microstructure/extent.hpp"
#include "model/microstructure/image_cuts.hpp"
#include "model/microstructure/rasterize.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

namespace percolith::microstructure
{

namespace
{

void require(bool holds, const std::string& what)
{
    if (!holds) {
        throw std::invalid_argument(what);
    }
}

/// A lattice and an image have their own voxels.
double resolution_of(const FilmPlan& plan)
{
    const bool given = std::holds_alternative<CubicLattice>(plan.structure) ||
                       std::holds_alternative<Image>(plan.structure);
    return given ? 1.0 : plan.resolution;
}

/// Unit lengths: a film of a few particles' width says more about its width than about itself.
constexpr double least_lateral = 12.0;

/// Voxels per unit length. With two a film of spheres at a contrast of 10 conducts less than the
/// bound of Hashin and Shtrikman.
constexpr double least_particle_resolution = 3.0;

/// Voxels through the median particle where it is thinnest.
double voxels_across(const Particles& particles, double resolution)
{
    return 2.0 * unit_spheroid(particles.axis_ratio).shortest() * resolution;
}

Slab slab_of(const FilmPlan& plan, std::size_t thickness)
{
    const double unit = unit_length(plan.structure).si;
    const double resolution = resolution_of(plan);
    const double across = plan.thicknesses[thickness].si / unit;
    // At least twice as wide as what stands in it.
    const double wide = plan.cube ? across
                                  : std::max({plan.least_width * across, plan.lateral.si / unit,
                                              least_lateral, 2.0 * longest_part(plan.structure)});
    const auto voxels = [&](double length) {
        return std::max(1, static_cast<std::int32_t>(std::lround(length * resolution)));
    };
    return {{voxels(wide), voxels(wide), voxels(across)}, resolution};
}

/// An image holds so many films and no more: one film twice would tell nothing.
std::uint32_t realisations_of(const FilmPlan& plan, std::size_t thickness)
{
    const auto* image = std::get_if<Image>(&plan.structure);
    return image == nullptr
               ? plan.realisations
               : std::min(plan.realisations, cut_count(*image, slab_of(plan, thickness)));
}

/// Of all thicknesses with one metal fraction.
std::size_t realisations_of_fraction(const FilmPlan& plan)
{
    std::size_t count = 0;
    for (std::size_t thickness = 0; thickness < plan.thicknesses.size(); ++thickness) {
        count += realisations_of(plan, thickness);
    }
    return count;
}

/// Which film a realisation is one of.
struct Film {
    std::size_t fraction;
    std::size_t thickness;
    std::uint32_t realisation;
};
Film film_of(const FilmPlan& plan, std::size_t number)
{
    if (number >= realisation_count(plan)) {
        const bool image = std::holds_alternative<Image>(plan.structure);
        throw std::invalid_argument(
            (image ? "films that lie side by side in the image: " : "realisations of the plan: ") +
            std::to_string(realisation_count(plan)) + "; choose one of these, from 0 on");
    }
    const std::size_t each = realisations_of_fraction(plan);
    Film film{.fraction = number / each, .thickness = 0, .realisation = 0};
    number %= each;
    while (number >= realisations_of(plan, film.thickness)) {
        number -= realisations_of(plan, film.thickness++);
    }
    film.realisation = static_cast<std::uint32_t>(number);
    return film;
}

/// What `voxels` gives, with the edge of a voxel in unit lengths.
VoxelGrid film_in_units(const FilmPlan& plan, const Film& film, const Slab& slab)
{
    if (const auto* image = std::get_if<Image>(&plan.structure)) {
        const RandomSource order(plan.seed, film.thickness + 1, 0);
        return image_cut(*image, slab, film.realisation, order);
    }
    // Films of one thickness and realisation are the same structure with more and more metal.
    const RandomSource random(plan.seed, film.thickness + 1, film.realisation);
    const double fraction = plan.metal_fractions[film.fraction];
    const auto make = [&](const auto& one) {
        if constexpr (std::is_same_v<decltype(one), const Image&>) {
            return VoxelGrid{};
        } else {
            return rasterize(one, fraction, slab, random);
        }
    };
    return std::visit(make, plan.structure);
}

/// Phases of metal. Where there are more than one there are no gaps, whose phase is 2.
std::size_t sorts_of(const Structure& structure)
{
    const auto* grains = std::get_if<Grains>(&structure);
    return grains != nullptr ? grains->sorts : 1;
}

/// How many bodies, tunnelling layers included, a point lies in.
double mean_cover(const Particles& particles, double metal_fraction)
{
    const auto* hard = std::get_if<HardCores>(&particles.contact);
    if (hard == nullptr) {
        return -std::log1p(-std::min(metal_fraction, 0.999999));
    }
    const double reach = 0.5 * (hard->tunnelling_distance / unit_length(particles));
    const Spheroid core = unit_spheroid(particles.axis_ratio);
    return metal_fraction * (1.0 + core.grown(reach).volume() / core.volume());
}

double voxel_count(const Slab& slab)
{
    return static_cast<double>(slab.shape[0]) * slab.shape[1] * slab.shape[2];
}

/// Mean and its standard error, which one sample does not tell.
std::pair<double, double> mean_of(std::span<const FilmSample> samples, double FilmSample::* number)
{
    const auto count = static_cast<double>(samples.size());
    double mean = 0.0;
    double squares = 0.0;
    for (const auto& sample : samples) {
        mean += sample.*number / count;
    }
    for (const auto& sample : samples) {
        squares += (sample.*number - mean) * (sample.*number - mean);
    }
    return {mean, count > 1.0 ? std::sqrt(squares / (count * (count - 1.0)))
                              : std::numeric_limits<double>::quiet_NaN()};
}

} // namespace

void check(const FilmPlan& plan)
{
    check(plan.structure);
    const auto* lattice = std::get_if<CubicLattice>(&plan.structure);
    require(lattice == nullptr || lattice->element == CubicLattice::Element::site,
            "films are made of sites; the bonds of a lattice have no volume");
    const auto sound = [](kinetics::Conductivity<> sigma) {
        return std::isfinite(sigma.si) && sigma.si >= 0.0;
    };
    require(sound(plan.metal_conductivity) && plan.metal_conductivity.si > 0.0,
            "the conductivity of the metal must be above 0");
    require(sound(plan.insulator_conductivity) && sound(plan.gap_conductivity),
            "conductivities cannot be below 0");
    require(plan.insulator_conductivity.si <= plan.metal_conductivity.si,
            "the insulator cannot conduct better than the metal");
    require(!plan.metal_fractions.empty(), "a film needs at least one metal fraction");
    require(std::all_of(plan.metal_fractions.begin(), plan.metal_fractions.end(),
                        [](double f) { return f >= 0.0 && f <= 1.0; }),
            "metal fractions must lie within 0 .. 1");
    require(std::is_sorted(plan.metal_fractions.begin(), plan.metal_fractions.end(),
                           std::less_equal<>()),
            "the metal fractions must rise");
    require(!plan.thicknesses.empty(), "a film needs at least one thickness");
    require(std::is_sorted(plan.thicknesses.begin(), plan.thicknesses.end(),
                           [](auto a, auto b) { return a.si <= b.si; }),
            "the film thicknesses must rise");
    require(std::isfinite(plan.thicknesses.back().si) && std::isfinite(plan.lateral.si) &&
                std::isfinite(plan.least_width),
            "thicknesses and widths of a film must be finite");
    const double unit = unit_length(plan.structure).si;
    require(plan.thicknesses.front().si >= unit * (1.0 - 1e-9),
            "the thinnest film must be as thick as one unit length of the structure, " +
                std::to_string(unit * 1e9) + " nm");
    require(plan.least_width >= 1.0, "a film must be at least as wide as thick");
    const double least_cube = 2.0 * longest_part(plan.structure) * unit;
    require(!plan.cube || plan.thicknesses.front().si >= least_cube * (1.0 - 1e-9),
            "a cube must be twice as wide as what stands in it with its gaps: at least " +
                std::to_string(least_cube * 1e9) + " nm");
    require(plan.resolution >= 2.0 && plan.resolution <= 100.0,
            "the resolution must lie within 2 .. 100 voxels per unit length");
    if (const auto* image = std::get_if<Image>(&plan.structure)) {
        for (std::size_t thickness = 0; thickness < plan.thicknesses.size(); ++thickness) {
            require_cut(*image, slab_of(plan, thickness));
        }
    }
    if (const auto* particles = std::get_if<Particles>(&plan.structure)) {
        require(plan.resolution >= least_particle_resolution,
                "the resolution must be at least 3 voxels per unit length for particles: coarser "
                "voxels keep apart what overlaps, and films conduct less than any mixture can");
        const double across = voxels_across(*particles, plan.resolution);
        require(across >= 2.0 - 1e-9,
                "the median particle would be " + std::to_string(across) +
                    " voxels thick, and needs 2: the resolution must be at least " +
                    std::to_string(2.0 * plan.resolution / across));
    }
    require(plan.realisations > 0, "films need at least one realisation");
}

double memory_needed(const FilmPlan& plan)
{
    const Slab slab = slab_of(plan, plan.thicknesses.size() - 1);
    const double voxels = voxel_count(slab);
    double bytes = static_cast<double>(memory_of_conduction(slab.shape)) + voxels;
    if (const auto* particles = std::get_if<Particles>(&plan.structure)) {
        bytes += BodyLayers::memory(voxels, mean_cover(*particles, plan.metal_fractions.back()));
    }
    return bytes;
}

double film_width(const FilmPlan& plan, std::size_t thickness)
{
    const Slab slab = slab_of(plan, thickness);
    return slab.shape[0] / slab.resolution;
}

std::size_t realisation_count(const FilmPlan& plan)
{
    return plan.metal_fractions.size() * realisations_of_fraction(plan);
}

double voxels_in_all(const FilmPlan& plan)
{
    double all = 0.0;
    for (std::size_t k = 0; k < plan.thicknesses.size(); ++k) {
        all += voxel_count(slab_of(plan, k)) * realisations_of(plan, k);
    }
    return all * static_cast<double>(plan.metal_fractions.size());
}

double voxels_of(const FilmPlan& plan, std::size_t number)
{
    return voxel_count(slab_of(plan, film_of(plan, number).thickness));
}

VoxelGrid voxels(const FilmPlan& plan, std::size_t number)
{
    const Film film = film_of(plan, number);
    const Slab slab = slab_of(plan, film.thickness);
    VoxelGrid grid = film_in_units(plan, film, slab);
    grid.edge = unit_length(plan.structure).si / slab.resolution;
    return grid;
}

FilmSample realise(const FilmPlan& plan, std::size_t number)
{
    const std::vector<double> same(sorts_of(plan.structure), plan.metal_conductivity.si);
    return realise(plan, number, same);
}

FilmSample realise(const FilmPlan& plan, std::size_t number, std::span<const double> insides)
{
    const auto sorts = sorts_of(plan.structure);
    require(insides.size() == sorts, "each sort of metal grains conducts in one way");
    const VoxelGrid grid = voxels(plan, number);
    const auto count = std::count_if(grid.phase.begin(), grid.phase.end(), [&](std::uint8_t phase) {
        return phase >= metal && phase < metal + sorts;
    });
    std::vector<double> conductivities{plan.insulator_conductivity.si};
    conductivities.insert(conductivities.end(), insides.begin(), insides.end());
    conductivities.push_back(plan.gap_conductivity.si);
    std::vector<double> conductors = conductivities;
    conductors.front() = 0.0;
    FilmSample sample;
    sample.metal_fraction = static_cast<double>(count) / static_cast<double>(grid.size());
    sample.backbone_conductivity = conduct_voxels(grid, conductors).conductivity;
    sample.spans = sample.backbone_conductivity > 0.0;
    sample.conductivity = plan.insulator_conductivity.si > 0.0
                              ? conduct_voxels(grid, conductivities).conductivity
                              : sample.backbone_conductivity;
    return sample;
}

std::vector<FilmEntry> tabulate(const FilmPlan& plan, std::span<const FilmSample> samples)
{
    require(samples.size() == realisation_count(plan), "a table needs one sample per realisation");
    const bool image = std::holds_alternative<Image>(plan.structure);
    std::vector<FilmEntry> entries;
    for (std::size_t first = 0; first < samples.size(); first += entries.back().realisations) {
        const Film film = film_of(plan, first);
        const auto realisations = realisations_of(plan, film.thickness);
        const auto own = samples.subspan(first, realisations);
        FilmEntry entry{.metal_fraction = image
                                              ? mean_of(samples, &FilmSample::metal_fraction).first
                                              : plan.metal_fractions[film.fraction],
                        .thickness = plan.thicknesses[film.thickness],
                        .realisations = realisations};
        std::tie(entry.conductivity, entry.standard_error) =
            mean_of(own, &FilmSample::conductivity);
        std::tie(entry.metal_conductivity, entry.metal_error) =
            mean_of(own, &FilmSample::backbone_conductivity);
        for (const auto& sample : own) {
            entry.spanning_share += sample.spans ? 1.0 / realisations : 0.0;
        }
        entries.push_back(entry);
    }
    return entries;
}

} // namespace percolith::microstructure
