#pragma once
/// Slabs of pressed grains as voxels.

#include "model/microstructure/grains.hpp"
#include "model/microstructure/random.hpp"
#include "model/microstructure/structure.hpp"
#include "model/microstructure/voxels.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace percolith::microstructure
{

/// A slab cut out of a packing, periodic along axes 0 and 1. `extent` in diameters of the metal
/// grains, `resolution` in voxels per such length; the shape is the nearest whole number of voxels,
/// one at least, and the edge of a voxel comes out as 1 / resolution. `metal_fraction`, 0..1, is
/// the metal's share of the whole packing, as `grains_crossing` has it; that of the slab's voxels
/// scatters about it. A metal grain's voxels are all of the phase 1 + its sort. Grains that meet in
/// faces fill space. Of those that meet in contacts each
/// voxel whose centre lies in a metal sphere is metal; pores are insulating, and necks are as wide
/// as voxels make them.
/// Throws `std::invalid_argument` if the slab is laterally narrower than two of the larger grains
/// or measures are not positive.
VoxelGrid grains_voxels(const Grains& grains, double metal_fraction,
                        const std::array<double, 3>& extent, double resolution,
                        const RandomSource& source);

/// Of each voxel, the sphere that holds the least power over its centre (squared distance less
/// squared radius), or `no_sphere` where it lies outside of all and `inside_only` is wanted.
/// `shape` voxels of edge `edge` from the corner of the box, which must hold them.
inline constexpr std::uint32_t no_sphere = 0xffffffffU;
std::vector<std::uint32_t> nearest_spheres(const Spheres& spheres,
                                           const std::array<std::int32_t, 3>& shape, double edge,
                                           bool inside_only);

/// Bytes that `grains_voxels` needs.
double grains_voxels_memory(const Grains& grains, double metal_fraction,
                            const std::array<double, 3>& extent, double resolution);

} // namespace percolith::microstructure
