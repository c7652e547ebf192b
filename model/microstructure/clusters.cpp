#include "model/microstructure/clusters.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace percolith::microstructure
{

namespace
{

/// Trees of voxels in one array: each entry is one more than the place of the voxel above, or its
/// own for a root; 0 is no voxel of the phase. A root is the first voxel of its tree.
class Trees
{
public:
    explicit Trees(std::vector<std::uint32_t>& above) : above_(above) {}

    std::size_t root(std::size_t voxel)
    {
        while (above_[voxel] != voxel + 1) {
            const std::uint32_t skipped = above_[above_[voxel] - 1];
            above_[voxel] = skipped;
            voxel = skipped - 1;
        }
        return voxel;
    }
    void join(std::size_t one, std::size_t other)
    {
        one = root(one);
        other = root(other);
        above_[std::max(one, other)] = static_cast<std::uint32_t>(std::min(one, other)) + 1;
    }

private:
    std::vector<std::uint32_t>& above_;
};

void require_grid(const VoxelGrid& grid)
{
    if (std::ranges::any_of(grid.shape, [](std::int32_t length) { return length <= 0; })) {
        throw std::invalid_argument("a voxel grid needs a voxel along each axis");
    }
    // In doubles: the product of three lengths may be 0 modulo 2^64.
    const double voxels =
        static_cast<double>(grid.shape[0]) * grid.shape[1] * static_cast<double>(grid.shape[2]);
    if (voxels >= static_cast<double>(std::numeric_limits<std::uint32_t>::max())) {
        throw std::invalid_argument("a voxel grid must have fewer than 2^32 - 1 voxels");
    }
    if (grid.phase.size() != grid.size()) {
        throw std::invalid_argument("a voxel grid needs one phase for each voxel");
    }
    if (!grid.layers.empty() && grid.layers.size() != grid.size()) {
        throw std::invalid_argument("a voxel grid has layers for each voxel, or none");
    }
}

void join_all(const VoxelGrid& grid, const std::array<bool, 256>& belongs, Sides sides,
              std::vector<std::uint32_t>& label)
{
    Trees trees(label);
    const auto [width, depth, thickness] = grid.shape;
    const auto stride = static_cast<std::size_t>(width);
    const std::size_t layer = stride * static_cast<std::size_t>(depth);
    const bool wraps = sides == Sides::periodic;
    std::size_t at = 0;
    // `lower` is the one whose next voxel along the axis is the other.
    const auto join = [&](std::size_t other, std::size_t lower, std::size_t axis) {
        if (label[other] == 0) {
            return;
        }
        const auto between = grid.layer(lower, axis);
        if (!between || belongs[*between]) {
            trees.join(at, other);
        }
    };
    for (std::int32_t k = 0; k < thickness; ++k) {
        for (std::int32_t j = 0; j < depth; ++j) {
            for (std::int32_t i = 0; i < width; ++i, ++at) {
                if (label[at] == 0) {
                    continue;
                }
                if (i > 0) {
                    join(at - 1, at - 1, 0);
                }
                if (j > 0) {
                    join(at - stride, at - stride, 1);
                }
                if (k > 0) {
                    join(at - layer, at - layer, 2);
                }
                if (wraps && i + 1 == width) {
                    join(at + 1 - stride, at, 0);
                }
                if (wraps && j + 1 == depth) {
                    join(at + stride - layer, at, 1);
                }
            }
        }
    }
}

} // namespace

std::uint32_t Clusters::largest() const
{
    const auto most = std::max_element(size.begin() + (size.size() > 1 ? 1 : 0), size.end());
    return size.size() > 1 ? static_cast<std::uint32_t>(most - size.begin()) : 0;
}

Clusters find_clusters(const VoxelGrid& grid, std::uint8_t phase, Sides sides)
{
    std::array<bool, 256> belongs{};
    belongs[phase] = true;
    return find_clusters(grid, belongs, sides);
}

Clusters find_clusters(const VoxelGrid& grid, const std::array<bool, 256>& belongs, Sides sides)
{
    require_grid(grid);
    Clusters found;
    const std::size_t voxels = grid.size();
    found.label.resize(voxels);
    for (std::size_t voxel = 0; voxel < voxels; ++voxel) {
        found.label[voxel] =
            belongs[grid.phase[voxel]] ? static_cast<std::uint32_t>(voxel) + 1 : 0U;
    }
    join_all(grid, belongs, sides, found.label);
    found.size.assign(1, 0);
    // Every voxel lies after the one above it, so that one has its label already.
    for (std::size_t voxel = 0; voxel < voxels; ++voxel) {
        std::uint32_t& label = found.label[voxel];
        if (label == voxel + 1) {
            label = static_cast<std::uint32_t>(found.size.size());
            found.size.push_back(0);
        } else if (label != 0) {
            label = found.label[label - 1];
        }
        ++found.size[label];
    }
    const std::size_t layer = voxels / static_cast<std::size_t>(grid.shape[2]);
    std::vector<bool> touches(found.size.size(), false);
    for (std::size_t voxel = 0; voxel < layer; ++voxel) {
        touches[found.label[voxel]] = true;
    }
    std::vector<bool> spans(found.size.size(), false);
    for (std::size_t voxel = voxels - layer; voxel < voxels; ++voxel) {
        spans[found.label[voxel]] = touches[found.label[voxel]];
    }
    for (std::uint32_t label = 1; label < found.size.size(); ++label) {
        if (spans[label]) {
            found.spanning.push_back(label);
        }
    }
    return found;
}

} // namespace percolith::microstructure
