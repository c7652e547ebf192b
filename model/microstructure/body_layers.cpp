#include "model/microstructure/body_layers.hpp"

#include "model/microstructure/grouped.hpp"
#include "model/microstructure/overlap.hpp"

#include <algorithm>
#include <optional>

namespace percolith::microstructure
{

namespace
{

/// Asks for many pairs in a row whether they meet: mostly for the same one.
class Meetings
{
public:
    Meetings(const ParticleSource& source, std::span<const Particle> particles, double growth)
        : source_(source), particles_(particles), growth_(growth)
    {
    }

    bool operator()(std::uint32_t one, std::uint32_t other)
    {
        if (one > other) {
            std::swap(one, other);
        }
        if (one != one_ || other != other_) {
            one_ = one;
            other_ = other;
            const Particle& a = particles_[one];
            const Particle& b = particles_[other];
            const Way way = shortest_way(source_.box(), a.place, b.place);
            meet_ = overlap(source_.shape_of(a).grown(growth_), a.axis,
                            source_.shape_of(b).grown(growth_), b.axis, way.apart);
        }
        return meet_;
    }

private:
    const ParticleSource& source_;
    std::span<const Particle> particles_;
    double growth_;
    std::uint32_t one_ = 0;
    std::uint32_t other_ = 0;
    bool meet_ = true; ///< every body meets itself
};

} // namespace

void BodyLayers::part(VoxelGrid& grid, const ParticleSource& source,
                      std::span<const Particle> particles, double growth,
                      std::uint8_t between_cores) const
{
    const Grouped<std::uint32_t> bodies(
        grid.size(), noted_, [](const Noted& each) { return each.voxel; },
        [](const Noted& each) { return each.body; });
    const auto of = [&](std::size_t voxel) { return bodies.of(voxel); };
    const auto number = [](std::uint32_t body) { return body & ~core_bit; };
    const auto core_of = [&](std::size_t voxel) -> std::optional<std::uint32_t> {
        const auto here = of(voxel);
        const auto found = std::ranges::find_if(here, [](auto body) { return body >= core_bit; });
        return found == here.end() ? std::nullopt : std::optional(number(*found));
    };
    Meetings meet(source, particles, growth);
    const auto layer = [&](std::size_t voxel, std::size_t other) {
        const auto core = core_of(voxel);
        const auto other_core = core_of(other);
        if (core && other_core && core != other_core) {
            return meet(*core, *other_core) ? between_cores : insulator;
        }
        const auto here = of(voxel);
        const auto there = of(other);
        for (const std::uint32_t one : here) {
            for (const std::uint32_t two : there) {
                if (number(one) == number(two)) {
                    return VoxelGrid::no_layer;
                }
            }
        }
        for (const std::uint32_t one : here) {
            for (const std::uint32_t two : there) {
                if (meet(number(one), number(two))) {
                    return VoxelGrid::no_layer;
                }
            }
        }
        return insulator;
    };
    constexpr auto none = VoxelGrid::no_layer;
    grid.layers.assign(grid.size(), {none, none, none});
    const auto [width, depth, thickness] = grid.shape;
    std::size_t at = 0;
    for (std::int32_t k = 0; k < thickness; ++k) {
        for (std::int32_t j = 0; j < depth; ++j) {
            for (std::int32_t i = 0; i < width; ++i, ++at) {
                if (of(at).empty()) {
                    continue;
                }
                const std::array next{grid.index((i + 1) % width, j, k),
                                      grid.index(i, (j + 1) % depth, k),
                                      grid.index(i, j, std::min(k + 1, thickness - 1))};
                for (std::size_t axis = 0; axis < 3; ++axis) {
                    if (!of(next[axis]).empty()) {
                        grid.layers[at][axis] = layer(at, next[axis]);
                    }
                }
            }
        }
    }
}

double BodyLayers::memory(double voxels, double mean_cover)
{
    constexpr double noted = 1.5 * sizeof(Noted) + sizeof(std::uint32_t); // a vector that grows
    return voxels * (mean_cover * noted + 2.0 * sizeof(std::uint32_t) + 3.0);
}

} // namespace percolith::microstructure
