#include "model/microstructure/image_crossing.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace percolith::microstructure
{

namespace
{

using Index = std::uint32_t;
constexpr Index empty = std::numeric_limits<Index>::max();

std::size_t voxel_count(const Image& image)
{
    check(Structure(image));
    if (image.values->size() >= empty) {
        throw std::invalid_argument("an image holds at most 2^32 - 2 voxels");
    }
    return image.values->size();
}

/// A whole number that falls where the value rises: two values are one exactly if these are.
std::uint32_t rank(float value)
{
    const auto bits = std::bit_cast<std::uint32_t>(value == 0.0F ? 0.0F : value);
    constexpr std::uint32_t sign = 0x80000000U;
    return (bits & sign) != 0 ? bits : ~(bits | sign);
}

/// Puts `from` (or, if empty, all voxels in their order) into the order of 16 bits of the rank;
/// what is equal there stays in its order.
std::vector<Index> sorted_by_half(const std::vector<float>& values, const std::vector<Index>& from,
                                  unsigned shift)
{
    const auto half = [&](Index voxel) { return rank(values[voxel]) >> shift & 0xffffU; };
    std::vector<Index> next((std::size_t{1} << 16U) + 1, 0);
    for (std::size_t k = 0; k < values.size(); ++k) {
        ++next[half(static_cast<Index>(k)) + 1];
    }
    std::partial_sum(next.begin(), next.end(), next.begin());
    std::vector<Index> order(values.size());
    for (std::size_t k = 0; k < values.size(); ++k) {
        const Index voxel = from.empty() ? static_cast<Index>(k) : from[k];
        order[next[half(voxel)]++] = voxel;
    }
    return order;
}

/// Voxels by falling value: counted into place, the lower half of the rank before the upper one.
std::vector<Index> falling_order(const std::vector<float>& values)
{
    return sorted_by_half(values, sorted_by_half(values, {}, 0), 16);
}

/// Clusters of voxels that know which ends of the image they reach.
class ImageForest
{
public:
    explicit ImageForest(const std::array<std::int32_t, 3>& shape, std::size_t count)
        : parent_(count, empty), ends_(count, 0)
    {
        std::size_t stride = 1;
        for (std::size_t axis = 0; axis < 3; ++axis) {
            size_[axis] = static_cast<std::size_t>(shape[axis]);
            stride_[axis] = stride;
            stride *= size_[axis];
        }
    }

    /// Returns the axes along which the voxel's cluster now joins both ends, as bits.
    unsigned occupy(Index voxel)
    {
        parent_[voxel] = voxel;
        for (std::size_t axis = 0; axis < 3; ++axis) {
            const std::size_t at = voxel / stride_[axis] % size_[axis];
            const auto step = static_cast<Index>(stride_[axis]);
            if (at == 0) {
                mark(voxel, 1U << axis);
            } else if (parent_[voxel - step] != empty) {
                join(voxel - step, voxel);
            }
            if (at + 1 == size_[axis]) {
                mark(voxel, 8U << axis);
            } else if (parent_[voxel + step] != empty) {
                join(voxel + step, voxel);
            }
        }
        const unsigned ends = ends_[find(voxel)];
        return ends & (ends >> 3U) & 7U;
    }

private:
    void mark(Index voxel, unsigned end)
    {
        auto& ends = ends_[find(voxel)];
        ends = static_cast<std::uint8_t>(ends | end);
    }
    Index find(Index voxel)
    {
        while (parent_[voxel] != voxel) {
            parent_[voxel] = parent_[parent_[voxel]];
            voxel = parent_[voxel];
        }
        return voxel;
    }
    void join(Index a, Index b)
    {
        a = find(a);
        b = find(b);
        if (a == b) {
            return;
        }
        // Paths are halved as they are walked: no need to weigh which one hangs below the other.
        parent_[b] = a;
        ends_[a] = static_cast<std::uint8_t>(ends_[a] | ends_[b]);
    }

    std::array<std::size_t, 3> size_{};
    std::array<std::size_t, 3> stride_{};
    std::vector<Index> parent_; ///< `empty` where there is no metal
    std::vector<std::uint8_t> ends_; ///< of a root: bits 0..2 the lower ends, 3..5 the upper ones
};

} // namespace

Crossing image_crossing(const Image& image)
{
    const std::size_t count = voxel_count(image);
    const auto& values = *image.values;
    const auto order = falling_order(values);
    ImageForest forest(image.shape, count);
    Crossing crossing;
    crossing.fraction.fill(std::numeric_limits<double>::infinity());
    unsigned joined = 0;
    for (std::size_t k = 0; k < order.size() && joined != 7U;) {
        const std::uint32_t level = rank(values[order[k]]);
        unsigned now = joined;
        for (; k < order.size() && rank(values[order[k]]) == level; ++k) {
            now |= forest.occupy(order[k]);
        }
        for (std::size_t axis = 0; axis < 3; ++axis) {
            if (((now & ~joined) >> axis & 1U) != 0) {
                crossing.fraction[axis] = static_cast<double>(k) / static_cast<double>(count);
            }
        }
        joined = now;
    }
    return crossing;
}

std::size_t count_levels(const Image& image, std::size_t most)
{
    std::vector<float> found; // rising
    for (const float value : *image.values) {
        const auto at = std::lower_bound(found.begin(), found.end(), value);
        if (at != found.end() && *at == value) {
            continue;
        }
        if (found.size() == most) {
            break;
        }
        found.insert(at, value);
    }
    return found.size();
}

double image_memory(const Image& image)
{
    return 9.0 * static_cast<double>(voxel_count(image)) + 0x1p20;
}

} // namespace percolith::microstructure
