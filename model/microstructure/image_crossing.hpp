#pragma once
/// Structures given as an image.

#include "model/microstructure/structure.hpp"
#include "model/microstructure/threshold.hpp"

#include <cstddef>

namespace percolith::microstructure
{

/// Voxels become metal in the order of falling values, those of one value at once: along each axis
/// the fraction of metal voxels at which a path from voxel to voxel through shared faces first
/// joins the two ends of the image. Takes 9 bytes a voxel beside the image. Throws
/// `std::invalid_argument` for what `check` refuses and for more than 2^32 - 2 voxels.
Crossing image_crossing(const Image& image);

/// How many distinct values the image has, counted up to `most`.
std::size_t count_levels(const Image& image, std::size_t most);

/// Bytes that `image_crossing` needs beside the image.
double image_memory(const Image& image);

} // namespace percolith::microstructure
