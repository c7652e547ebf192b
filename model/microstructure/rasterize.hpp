#pragma once
/// A realisation of a structure as voxels.

#include "model/microstructure/particles.hpp"
#include "model/microstructure/voxels.hpp"

#include <array>

namespace percolith::microstructure
{

/// Phase of the gaps that electrons cross by tunnelling, around hard cores.
inline constexpr std::uint8_t gap = 2;

/// A slab: what a film is cut to.
struct Slab {
    std::array<std::int32_t, 3> shape{0, 0, 0}; ///< voxels; axes 0 and 1 are periodic
    double resolution = 1.0; ///< voxels per unit length
};

/// Each site of a lattice is one voxel. Throws `std::invalid_argument` for bonds, which are no
/// voxels.
VoxelGrid rasterize(const CubicLattice& lattice, double metal_fraction, const Slab& slab,
                    const RandomSource& random);
/// A voxel is metal where its centre lies in a particle. Voxels of particles that do not touch have
/// a layer of insulator between them, those of hard cores one of gap. The slab is cut from a
/// structure that goes on beyond its faces. Throws `std::domain_error` where hard cores find no
/// room for that much metal, or domains are too small for it.
VoxelGrid rasterize(const Particles& particles, double metal_fraction, const Slab& slab,
                    const RandomSource& random);
/// How far beyond either face of the slab its particles are placed, in unit lengths. What sticks
/// out on one side must not come back in on the other, particle or grain; and of two particles that
/// touch the shortest way must be the one within the slab, not around it.
double film_margin(const Particles& particles, const Slab& slab);

/// The cells or spheres of two kinds of grains, by the centres of voxels.
VoxelGrid rasterize(const Grains& grains, double metal_fraction, const Slab& slab,
                    const RandomSource& random);

} // namespace percolith::microstructure
