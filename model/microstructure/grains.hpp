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

/// What is asked of a packing. The last is known once such a packing was made; a first guess is
/// `usual_mixture`.
struct GrainMixture {
    double metal_share = 0.5; ///< of the grains' volume, 0..1
    /// Volume of the grains, of the diameters asked for, over that of the box. Cells fill space: 1.
    double solid_fraction = 1.0;
};
GrainMixture usual_mixture(const Grains& grains, double metal_share);

/// Diameter of the metal grains over that of the insulating ones.
double size_ratio(const Grains& grains);
bool alike(const Grains& grains);

/// The whole numbers nearest to the mixture. Edges in diameters of the metal grains.
GrainCounts grain_counts(const Grains& grains, const Box& box, const GrainMixture& mixture);

/// Grains pressed together; those of metal have the lower numbers. Places are independent of kinds
/// where all are of one size.
///
/// Cells are those of a packing of spheres, but their walls are shifted: small spheres are loose in
/// the pores between large ones, whose room would fall to them, and their cells would come out up
/// to several times too large. Spheres of one kind are swollen until the cells of either kind have
/// in the mean the volume of a sphere of the diameter asked for. (Swelling changes the cells
/// alone. With one swelling for each grain, every single volume could be had: Bourne et al. 2020,
/// DOI 10.1080/14786435.2020.1790053.)
struct GrainPacking {
    GrainCounts counts{};
    GrainMixture mixture{}; ///< as it came out
    Spheres spheres{}; ///< diameters of the metal grains; of cells, those whose powers bound them
    std::vector<Neighbours> meetings{}; ///< contacts or faces, as the structure has it
};
GrainPacking pack_grains(const Grains& grains, const Box& box, const GrainMixture& mixture,
                         const RandomSource& source);

/// Bytes that packing such a box takes at most.
double packing_memory(const GrainCounts& counts);

} // namespace percolith::microstructure
