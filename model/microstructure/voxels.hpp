#pragma once
/// A structure as a grid of cubes, each of one phase.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace percolith::microstructure
{

/// Phases of a grid. More may be added by those who use the numbers from 2 on.
inline constexpr std::uint8_t insulator = 0;
inline constexpr std::uint8_t metal = 1;

/// Axis 2 is the film's normal: current flows along it, from the face k = 0 to the face
/// k = shape[2] - 1. The innermost index is that of axis 0.
struct VoxelGrid {
    std::array<std::int32_t, 3> shape{0, 0, 0}; ///< voxels along each axis
    double edge = 1.0; ///< of a voxel, m (or the unit of length of the structure)
    std::vector<std::uint8_t> phase{}; ///< shape[0] * shape[1] * shape[2] entries
    /// Voxels that share a face need not touch: what they stand for may lie less than a voxel
    /// apart. Empty where all touch; else for each voxel and axis, whether a layer as thick as a
    /// voxel lies between its centre and that of the next voxel along the axis, and of which phase.
    std::vector<std::array<std::uint8_t, 3>> layers{};

    static constexpr std::uint8_t no_layer = 255;
    /// Phase of the layer between a voxel and the next one along the axis (of the last one: the
    /// first), if there is one.
    std::optional<std::uint8_t> layer(std::size_t voxel, std::size_t axis) const
    {
        if (layers.empty() || layers[voxel][axis] == no_layer) {
            return std::nullopt;
        }
        return layers[voxel][axis];
    }

    std::size_t index(std::int32_t i, std::int32_t j, std::int32_t k) const
    {
        return (static_cast<std::size_t>(k) * static_cast<std::size_t>(shape[1]) +
                static_cast<std::size_t>(j)) *
                   static_cast<std::size_t>(shape[0]) +
               static_cast<std::size_t>(i);
    }
    std::size_t size() const
    {
        return static_cast<std::size_t>(shape[0]) * static_cast<std::size_t>(shape[1]) *
               static_cast<std::size_t>(shape[2]);
    }
};

} // namespace percolith::microstructure
