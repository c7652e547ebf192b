#pragma once
/// Packings of metal and insulating grains, and where they meet.

#include "model/microstructure/random.hpp"
#include "model/microstructure/spheres.hpp"
#include "model/microstructure/structure.hpp"

#include <cstddef>
#include <vector>

namespace percolith::microstructure
{

/// How many grains of either kind a box holds.
struct GrainCounts {
    std::size_t metal = 0;
    std::size_t insulator = 0;

    std::size_t all() const { return metal + insulator; }
};

/// What is asked of a packing. The two last are known once such a packing was made; a first guess
/// is `usual_mixture`.
struct GrainMixture {
    double metal_share = 0.5; ///< of the spheres' volume, 0..1
    /// Volume of the spheres, of the diameters asked for, over that of the box. Cells that fill
    /// space have that volume themselves: 1.
    double solid_fraction = 1.0;
    /// Volume of a cell over that of its sphere, for metal over insulator. Few small grains share
    /// the pores of many large ones, so their cells may be larger than was asked for, nearly five
    /// times at a size ratio of 1/4 and the threshold; the mean over all grains is as asked.
    double cell_ratio = 1.0;
};
GrainMixture usual_mixture(const Grains& grains, double metal_share);

/// Diameter of the metal grains over that of the insulating ones.
double size_ratio(const Grains& grains);
bool alike(const Grains& grains);

/// The whole numbers nearest to the mixture. Edges in diameters of the metal grains.
GrainCounts grain_counts(const Grains& grains, const Box& box, const GrainMixture& mixture);

/// Grains pressed together; those of metal have the lower numbers. Places are independent of kinds
/// where all are of one size.
struct GrainPacking {
    GrainCounts counts{};
    GrainMixture mixture{}; ///< as it came out
    Spheres spheres{}; ///< diameters of the metal grains
    std::vector<Neighbours> meetings{}; ///< contacts or faces, as the structure has it
};
GrainPacking pack_grains(const Grains& grains, const Box& box, const GrainMixture& mixture,
                         const RandomSource& source);

/// Metal's share of what fills: of the solid (contacts) or of all space (faces), from its share of
/// the spheres, and back.
double metal_fraction(const GrainMixture& mixture);
double metal_share(double metal_fraction, double cell_ratio);

/// Bytes that packing such a box takes at most.
double packing_memory(const GrainCounts& counts);

} // namespace percolith::microstructure
