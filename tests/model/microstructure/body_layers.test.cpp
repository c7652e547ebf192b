#include "model/microstructure/body_layers.hpp"

#include "model/microstructure/clusters.hpp"
#include "model/microstructure/rasterize.hpp"
#include "tests/support/structures.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace percolith::microstructure;
using percolith::tests::shaped;

namespace
{

constexpr std::int32_t resolution = 5; ///< voxels to a diameter
constexpr std::int32_t edge = 4 * resolution;
constexpr double voxel = 1.0 / resolution;

/// Spheres of diameter 1 in a box of 4, drawn by the centres of voxels, with layers of `reach`.
VoxelGrid drawn(const std::vector<Particle>& spheres, double reach)
{
    const ParticleSource source(shaped(1.0), Box{{4.0, 4.0, 4.0}}, RandomSource(1, 1, 0));
    VoxelGrid grid{.shape = {edge, edge, edge}};
    grid.phase.assign(grid.size(), insulator);
    BodyLayers layers;
    for (const bool core : {true, false}) {
        for (std::size_t body = 0; body < spheres.size(); ++body) {
            const double radius = 0.5 + (core ? 0.0 : reach);
            for (std::int32_t k = 0; k < edge; ++k) {
                for (std::int32_t j = 0; j < edge; ++j) {
                    for (std::int32_t i = 0; i < edge; ++i) {
                        const Vector here{(i + 0.5) * voxel, (j + 0.5) * voxel, (k + 0.5) * voxel};
                        const Vector apart =
                            shortest_way(source.box(), spheres[body].place, here).apart;
                        if (dot(apart, apart) > radius * radius) {
                            continue;
                        }
                        const std::size_t at = grid.index(i, j, k);
                        if (grid.phase[at] == insulator) {
                            grid.phase[at] = core ? metal : gap;
                        }
                        layers.note(at, body, core && reach > 0.0);
                    }
                }
            }
        }
    }
    layers.part(grid, source, spheres, reach, gap);
    return grid;
}

/// Two spheres whose surfaces are that far from each other along the axis, with their centres on a
/// row of voxels.
std::vector<Particle> pair(double distance, std::size_t axis, double shift)
{
    Particle one{.place = {2.5 * voxel, 7.5 * voxel, 9.5 * voxel}};
    one.place[axis] = shift;
    Particle other = one;
    other.place[axis] += 1.0 + distance;
    return {one, other};
}

std::uint32_t metal_parts(VoxelGrid grid, bool layers = true)
{
    if (!layers) {
        grid.layers.clear();
    }
    return find_clusters(grid).count();
}

std::uint32_t conducting_parts(const VoxelGrid& grid)
{
    std::array<bool, 256> conducts{};
    conducts[metal] = conducts[gap] = true;
    return find_clusters(grid, conducts).count();
}

} // namespace

TEST_CASE("Spheres less than a voxel apart are two, overlapping ones are one, wherever they lie",
          "[microstructure]")
{
    int seemed_joined = 0;
    for (const std::size_t axis : {0U, 1U, 2U}) {
        for (int step = 0; step < 12; ++step) {
            // Off the grid; along axes 0 and 1 also through the periodic sides.
            const double shift = (axis == 2 ? 0.61 : 2.33) + 0.171 * step;
            if (axis == 2 && shift > 1.9) {
                continue; // the film's faces are not joined
            }
            CAPTURE(axis, shift);
            for (const double distance : {1e-9, 0.01, 0.1, 0.19}) {
                const VoxelGrid apart = drawn(pair(distance, axis, shift), 0.0);
                CHECK(metal_parts(apart) == 2);
                seemed_joined += metal_parts(apart, false) == 1 ? 1 : 0;
            }
            for (const double distance : {-1e-9, -0.01, -0.3}) {
                CHECK(metal_parts(drawn(pair(distance, axis, shift), 0.0)) == 1);
            }
        }
    }
    CHECK(seemed_joined > 50); // without layers, most of the 128
}

TEST_CASE("A third body joins two that do not meet", "[microstructure]")
{
    auto spheres = pair(0.05, 0, 1.2);
    CHECK(metal_parts(drawn(spheres, 0.0)) == 2);
    Particle bridge = spheres[0];
    bridge.place[0] += 0.525;
    bridge.place[1] += 0.3;
    spheres.push_back(bridge);
    CHECK(metal_parts(drawn(spheres, 0.0)) == 1);
}

TEST_CASE("Between hard cores lies a gap where electrons tunnel, insulator where they do not",
          "[microstructure]")
{
    int crossed = 0;
    for (const std::size_t axis : {0U, 1U, 2U}) {
        for (int step = 0; step < 5; ++step) {
            const double shift = 0.83 + 0.171 * step;
            CAPTURE(axis, shift);
            // Half of what electrons cross, on either core; all less than a voxel.
            constexpr double reach = 0.05;
            for (const double distance : {0.001, 0.05, 0.0999}) {
                const VoxelGrid near = drawn(pair(distance, axis, shift), reach);
                CHECK(metal_parts(near) == 2);
                CHECK(conducting_parts(near) == 1);
                crossed += metal_parts(near, false) == 1 ? 1 : 0;
            }
            for (const double distance : {0.1001, 0.15, 0.19}) {
                const VoxelGrid far = drawn(pair(distance, axis, shift), reach);
                CHECK(metal_parts(far) == 2);
                CHECK(conducting_parts(far) == 2);
            }
        }
    }
    CHECK(crossed > 10); // layers were needed
}

TEST_CASE("No layer lies within a body or beside what belongs to none", "[microstructure]")
{
    const auto one = drawn({Particle{.place = {1.9, 2.1, 2.0}}}, 0.0);
    REQUIRE(one.layers.size() == one.size());
    for (const auto& layers : one.layers) {
        CHECK(std::ranges::count(layers, VoxelGrid::no_layer) == 3);
    }
}

TEST_CASE("Every body that covers a voxel takes memory", "[microstructure]")
{
    // Of a voxel: where its bodies begin and are filled in, 4 bytes each, and three layers.
    const double bare = BodyLayers::memory(1e6, 0.0);
    CHECK(bare >= 11e6);
    CHECK(bare < 13e6);
    // Of a body there: 8 bytes, twice while the list of them moves into a longer one; later once,
    // and 4 where it is sorted.
    for (const double cover : {0.3, 1.0, 2.5}) {
        const double bodies = BodyLayers::memory(1e6, cover) - bare;
        CHECK(bodies >= 16e6 * cover * (1.0 - 1e-12));
        CHECK(bodies < 18e6 * cover);
    }
    CHECK(BodyLayers::memory(2e6, 1.0) == Approx(2.0 * BodyLayers::memory(1e6, 1.0)));
}
