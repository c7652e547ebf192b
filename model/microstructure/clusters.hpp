#pragma once
/// Connected clusters of one phase of a voxel grid.

#include "model/microstructure/voxels.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace percolith::microstructure
{

/// What lies beyond the faces of axes 0 and 1.
enum class Sides {
    periodic, ///< the opposite face
    insulating,
};

/// Clusters of voxels that share faces. A layer of another phase parts them.
struct Clusters {
    /// Label of each voxel: 0 for other phases, clusters are numbered from 1 in the order of their
    /// first voxel.
    std::vector<std::uint32_t> label{};
    std::vector<std::uint32_t> size{}; ///< voxels of each label; size[0] counts the other phases
    std::vector<std::uint32_t> spanning{}; ///< labels that touch both faces of axis 2, ascending

    std::uint32_t count() const { return static_cast<std::uint32_t>(size.size()) - 1; }
    bool spans() const { return !spanning.empty(); }
    /// Label of the largest cluster, the first of equals; 0 where there is none.
    std::uint32_t largest() const;
};

/// Clusters of `phase` of `grid`, with 6 neighbours. Takes 4 bytes a voxel.
/// Throws std::invalid_argument for an empty grid, one whose `phase` is not as long as its shape
/// says, and one of 2^32 - 1 voxels or more.
Clusters find_clusters(const VoxelGrid& grid, std::uint8_t phase = metal,
                       Sides sides = Sides::periodic);

/// The same for several phases taken as one: those q whose `belongs[q]` is true.
Clusters find_clusters(const VoxelGrid& grid, const std::array<bool, 256>& belongs,
                       Sides sides = Sides::periodic);

} // namespace percolith::microstructure
