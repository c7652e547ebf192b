#include "model/microstructure/image_cuts.hpp"

#include <array>
#include <cstddef>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace percolith::microstructure
{

namespace
{

/// Films along each axis.
std::array<std::uint32_t, 3> cuts_along(const Image& image, const Slab& slab)
{
    std::array<std::uint32_t, 3> along{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
        along[axis] = static_cast<std::uint32_t>(image.shape[axis] / slab.shape[axis]);
    }
    return along;
}

/// The place that comes `number`-th where `count` places are drawn one after the other.
std::uint32_t drawn(std::uint32_t number, std::uint32_t count, const RandomSource& random)
{
    std::vector<std::uint32_t> places(count);
    std::iota(places.begin(), places.end(), 0U);
    RandomStream stream(random, Purpose::place);
    for (std::uint32_t k = 0; k <= number; ++k) {
        std::swap(places[k], places[k + stream.below(count - k)]);
    }
    return places[number];
}

} // namespace

std::uint32_t cut_count(const Image& image, const Slab& slab)
{
    double count = 1.0;
    for (const auto along : cuts_along(image, slab)) {
        count *= along;
    }
    constexpr double most = std::numeric_limits<std::uint32_t>::max();
    return count < most ? static_cast<std::uint32_t>(count)
                        : std::numeric_limits<std::uint32_t>::max();
}

VoxelGrid image_cut(const Image& image, const Slab& slab, std::uint32_t number,
                    const RandomSource& random)
{
    const auto count = cut_count(image, slab);
    if (number >= count) {
        throw std::invalid_argument("the image holds " + std::to_string(count) +
                                    " films of that size side by side, and no more");
    }
    const auto along = cuts_along(image, slab);
    auto rest = drawn(number, count, random);
    std::array<std::size_t, 3> first{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
        first[axis] = static_cast<std::size_t>(rest % along[axis]) *
                      static_cast<std::size_t>(slab.shape[axis]);
        rest /= along[axis];
    }
    const auto across = static_cast<std::size_t>(image.shape[0]);
    const auto layer = across * static_cast<std::size_t>(image.shape[1]);
    VoxelGrid grid{.shape = slab.shape, .edge = 1.0, .phase = {}};
    grid.phase.reserve(grid.size());
    for (std::int32_t k = 0; k < slab.shape[2]; ++k) {
        for (std::int32_t j = 0; j < slab.shape[1]; ++j) {
            const std::size_t row = (first[2] + static_cast<std::size_t>(k)) * layer +
                                    (first[1] + static_cast<std::size_t>(j)) * across + first[0];
            for (std::int32_t i = 0; i < slab.shape[0]; ++i) {
                const float value = (*image.values)[row + static_cast<std::size_t>(i)];
                grid.phase.push_back(value >= image.metal_from ? metal : insulator);
            }
        }
    }
    return grid;
}

void require_cut(const Image& image, const Slab& slab)
{
    const auto& shape = image.shape;
    if (slab.shape[2] > shape[2]) {
        throw std::invalid_argument("the image is smaller than the film: it is " +
                                    std::to_string(shape[2]) + " voxels thick, along z, not " +
                                    std::to_string(slab.shape[2]) + "; give thinner films");
    }
    if (slab.shape[0] > shape[0] || slab.shape[1] > shape[1]) {
        throw std::invalid_argument(
            "the image is smaller than the film: it is " + std::to_string(shape[0]) + " x " +
            std::to_string(shape[1]) + " voxels wide, not " + std::to_string(slab.shape[0]) +
            ", and films have 12 voxels at least; give thinner films, or less of width or "
            "least_width");
    }
}

} // namespace percolith::microstructure
