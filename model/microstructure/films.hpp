#pragma once
/// Effective conductivity of films of a structure: what the law `table` of a cell reads.

#include "kinetics/quantity.hpp"
#include "model/microstructure/structure.hpp"
#include "model/microstructure/voxels.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace percolith::microstructure
{

/// Slabs cut out of a structure, wide against their thickness, with an electrode on either face.
struct FilmPlan {
    Structure structure{};
    kinetics::Conductivity<> metal_conductivity{};
    kinetics::Conductivity<> insulator_conductivity{};
    kinetics::Conductivity<>
        gap_conductivity{}; ///< of what electrons tunnel through, around hard cores
    std::vector<double> metal_fractions{}; ///< rising, 0..1
    std::vector<kinetics::Length<>> thicknesses{}; ///< rising, each at least one unit length
    /// A cube as it stands in something larger, in place of a film: just as wide as thick.
    bool cube = false;
    double least_width = 2.0; ///< width over thickness
    kinetics::Length<> lateral{}; ///< width at least; never below 12 unit lengths
    /// Voxels per unit length, at least 2, of particles 3; a lattice and an image have their own.
    double resolution = 6.0;
    /// For each fraction and thickness; of an image at most as many as lie in it side by side.
    std::uint32_t realisations = 8;
    std::uint64_t seed = 1;
};

/// Throws `std::invalid_argument`.
void check(const FilmPlan& plan);
double memory_needed(const FilmPlan& plan); ///< bytes, largest film
double voxels_in_all(const FilmPlan& plan); ///< of all films
/// Of the films of one thickness, in unit lengths.
double film_width(const FilmPlan& plan, std::size_t thickness);

/// Realisations are numbered fraction by fraction, within it thickness by thickness.
std::size_t realisation_count(const FilmPlan& plan);
/// Of that film: what its work is proportional to.
double voxels_of(const FilmPlan& plan, std::size_t number);

/// One film. Depends on the plan and the number alone.
struct FilmSample {
    double metal_fraction = 0.0; ///< of the voxels; metal grains count as a whole
    double conductivity = 0.0; ///< S/m, along the normal
    double backbone_conductivity = 0.0; ///< S/m, of the metal alone; 0 where it does not span
    bool spans = false;
};
FilmSample realise(const FilmPlan& plan, std::size_t number);
/// The same of grains whose metal conducts as its insides do, S/m, one for each sort of grain: then
/// `metal_conductivity` is not asked. Throws `std::invalid_argument` unless there are so many.
FilmSample realise(const FilmPlan& plan, std::size_t number, std::span<const double> insides);
/// The voxels of that film, for pictures.
VoxelGrid voxels(const FilmPlan& plan, std::size_t number);

/// Mean over realisations: they lie side by side in a wide film.
struct FilmEntry {
    double metal_fraction = 0.0; ///< as asked for; of an image the mean of all films cut out of it
    kinetics::Length<> thickness{};
    double conductivity = 0.0; ///< S/m
    double standard_error = 0.0; ///< S/m; NaN with one realisation, which does not tell it
    double spanning_share = 0.0; ///< of the realisations
    std::uint32_t realisations = 0;
    double metal_conductivity = 0.0; ///< S/m, of the metal alone
    double metal_error = 0.0; ///< S/m, its standard error; NaN with one realisation
};
/// In the order of the plan. Throws `std::invalid_argument` unless there is one sample for each.
std::vector<FilmEntry> tabulate(const FilmPlan& plan, std::span<const FilmSample> samples);

} // namespace percolith::microstructure
