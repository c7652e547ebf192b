#pragma once
/// Neighbours in the order of an array's elements as boxes of the array: what HDF5 can write at
/// once. Included by the sources of this folder only.

#include "runs/record/hdf5.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace percolith::runs
{

/// A box of an array, and how many elements it holds.
struct ArrayBox {
    std::vector<hsize_t> from;
    std::vector<hsize_t> count;
    std::uint64_t elements = 0;
};

/// Elements `first` .. `first` + `count` - 1 of an array, the last axis fastest, as few boxes one
/// after the other.
std::vector<ArrayBox> boxes_of(const std::vector<hsize_t>& extent, std::uint64_t first,
                               std::uint64_t count);

/// Writes `values` into the boxes, one after the other. Within a `hdf5::Session`.
void write_boxes(hid_t dataset, const std::vector<ArrayBox>& boxes, std::span<const double> values);

} // namespace percolith::runs
