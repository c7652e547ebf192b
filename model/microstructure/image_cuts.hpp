#pragma once
/// Films cut out of an image.

#include "model/microstructure/random.hpp"
#include "model/microstructure/rasterize.hpp"
#include "model/microstructure/structure.hpp"
#include "model/microstructure/voxels.hpp"

#include <cstdint>

namespace percolith::microstructure
{

/// How many such films the image holds side by side, none of which overlaps another; they are
/// counted from its lower corner. 0 where it is smaller than one.
std::uint32_t cut_count(const Image& image, const Slab& slab);

/// One of them, `number` < `cut_count`: every number another, in an order that `random` draws. Its
/// voxels are as the image has them, of an edge of 1. Throws `std::invalid_argument` for a number
/// that is not there.
VoxelGrid image_cut(const Image& image, const Slab& slab, std::uint32_t number,
                    const RandomSource& random);

/// Throws `std::invalid_argument` for an image smaller than the slab, and says in which direction.
void require_cut(const Image& image, const Slab& slab);

} // namespace percolith::microstructure
