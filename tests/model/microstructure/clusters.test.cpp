#include "model/microstructure/clusters.hpp"
#include "model/microstructure/random.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <numeric>
#include <stdexcept>

using namespace percolith::microstructure;

namespace
{

VoxelGrid random_grid(std::array<std::int32_t, 3> shape, double share, std::uint64_t seed)
{
    VoxelGrid grid{.shape = shape};
    const RandomSource random(seed, 0, 0);
    for (std::size_t k = 0; k < grid.size(); ++k) {
        grid.phase.push_back(random.uniforms(Purpose::kind, k)[0] < share ? metal : insulator);
    }
    return grid;
}

/// A third of the faces with a layer of insulator, a third with one of metal.
void put_layers(VoxelGrid& grid, std::uint64_t seed)
{
    const RandomSource random(seed, 1, 0);
    constexpr std::array<std::uint8_t, 3> kinds{insulator, metal, VoxelGrid::no_layer};
    for (std::size_t k = 0; k < grid.size(); ++k) {
        const auto words = random.words(Purpose::kind, k);
        grid.layers.push_back({kinds[words[0] % 3], kinds[words[1] % 3], kinds[words[2] % 3]});
    }
}

/// Labels by spreading through the grid, the plainest way there is.
std::vector<std::uint32_t> spread(const VoxelGrid& grid, Sides sides)
{
    std::vector<std::uint32_t> label(grid.size(), 0);
    std::uint32_t count = 0;
    for (std::size_t first = 0; first < grid.size(); ++first) {
        if (grid.phase[first] != metal || label[first] != 0) {
            continue;
        }
        std::vector<std::size_t> waiting{first};
        label[first] = ++count;
        while (!waiting.empty()) {
            const std::size_t at = waiting.back();
            waiting.pop_back();
            std::array<std::int32_t, 3> place{};
            std::size_t rest = at;
            for (std::size_t axis = 0; axis < 3; ++axis) {
                const auto length = static_cast<std::size_t>(grid.shape[axis]);
                place[axis] = static_cast<std::int32_t>(rest % length);
                rest /= length;
            }
            for (std::size_t axis = 0; axis < 3; ++axis) {
                for (const std::int32_t step : {-1, 1}) {
                    auto next = place;
                    const std::int32_t length = grid.shape[axis];
                    next[axis] += step;
                    if (next[axis] < 0 || next[axis] == length) {
                        if (axis == 2 || sides == Sides::insulating) {
                            continue;
                        }
                        next[axis] = (next[axis] + length) % length;
                    }
                    const std::size_t to = grid.index(next[0], next[1], next[2]);
                    const auto between = grid.layer(step > 0 ? at : to, axis);
                    if (between && *between != metal) {
                        continue;
                    }
                    if (grid.phase[to] == metal && label[to] == 0) {
                        label[to] = count;
                        waiting.push_back(to);
                    }
                }
            }
        }
    }
    return label;
}

} // namespace

TEST_CASE("clusters are those that spreading from voxel to voxel finds", "[microstructure]")
{
    const std::array<std::array<std::int32_t, 3>, 6> shapes{
        {{12, 12, 12}, {1, 1, 40}, {30, 1, 9}, {1, 17, 9}, {2, 2, 20}, {13, 5, 3}}};
    for (const auto& shape : shapes) {
        for (const double share : {0.1, 0.31, 0.6, 1.0}) {
            for (const Sides sides : {Sides::periodic, Sides::insulating}) {
                VoxelGrid grid = random_grid(shape, share, 1);
                CHECK(find_clusters(grid, metal, sides).label == spread(grid, sides));
                put_layers(grid, 2);
                const Clusters found = find_clusters(grid, metal, sides);
                CHECK(found.label == spread(grid, sides));
                CHECK(std::accumulate(found.size.begin(), found.size.end(), std::size_t{0}) ==
                      grid.size());
                for (std::uint32_t label = 0; label <= found.count(); ++label) {
                    CHECK(found.size[label] ==
                          std::count(found.label.begin(), found.label.end(), label));
                }
            }
        }
    }
}

TEST_CASE("a cluster spans where it touches both faces of the film", "[microstructure]")
{
    VoxelGrid grid{.shape = {3, 3, 3}, .phase = std::vector<std::uint8_t>(27, insulator)};
    CHECK_FALSE(find_clusters(grid).spans());
    CHECK(find_clusters(grid).largest() == 0);
    // A column that ends before the face, and one that goes through.
    grid.phase[grid.index(0, 0, 0)] = metal;
    grid.phase[grid.index(0, 0, 1)] = metal;
    CHECK_FALSE(find_clusters(grid).spans());
    for (const std::int32_t k : {0, 1, 2}) {
        grid.phase[grid.index(1, 1, k)] = metal;
    }
    const Clusters found = find_clusters(grid);
    REQUIRE(found.spanning.size() == 1);
    CHECK(found.spanning[0] == found.label[grid.index(1, 1, 2)]);
    CHECK(found.largest() == found.spanning[0]);
    CHECK(found.count() == 2);
}

TEST_CASE("clusters go through periodic sides and not through insulating ones", "[microstructure]")
{
    VoxelGrid grid{.shape = {4, 1, 2}, .phase = {1, 0, 0, 0, 0, 0, 0, 1}};
    CHECK_FALSE(find_clusters(grid).spans());
    grid.phase = {1, 0, 0, 1, 0, 0, 0, 1};
    CHECK(find_clusters(grid, metal, Sides::periodic).count() == 1);
    CHECK(find_clusters(grid, metal, Sides::insulating).count() == 2);
}

TEST_CASE("a layer of insulator parts voxels, save where insulator is asked for too",
          "[microstructure]")
{
    constexpr auto none = VoxelGrid::no_layer;
    VoxelGrid grid{.shape = {1, 1, 2}, .phase = {metal, metal}};
    grid.layers = {{none, none, insulator}, {none, none, none}};
    CHECK(find_clusters(grid).count() == 2);
    CHECK_FALSE(find_clusters(grid).spans());
    std::array<bool, 256> both{};
    both[metal] = both[insulator] = true;
    CHECK(find_clusters(grid, both).count() == 1);
    grid.layers[0][2] = metal;
    CHECK(find_clusters(grid).spans());
    grid.layers[0] = {insulator, insulator, none}; // other faces than the one between them
    CHECK(find_clusters(grid).spans());
}

TEST_CASE("the voxel next to the last one of a periodic grid is the first", "[microstructure]")
{
    constexpr auto none = VoxelGrid::no_layer;
    for (const std::size_t axis : {0U, 1U}) {
        VoxelGrid grid{.shape = {1, 1, 1}, .phase = {metal, insulator, metal}};
        grid.shape[axis] = 3;
        CHECK(find_clusters(grid).count() == 1);
        grid.layers.assign(3, {none, none, none});
        grid.layers[0][axis] = insulator; // towards what is no metal
        CHECK(find_clusters(grid).count() == 1);
        grid.layers[2][axis] = insulator;
        CHECK(find_clusters(grid).count() == 2);
    }
}

TEST_CASE("several phases can be taken as one", "[microstructure]")
{
    const VoxelGrid grid{.shape = {1, 1, 4}, .phase = {2, 1, 0, 1}};
    CHECK(find_clusters(grid, 2).count() == 1);
    std::array<bool, 256> belongs{};
    belongs[1] = belongs[2] = true;
    const Clusters found = find_clusters(grid, belongs);
    CHECK(found.label == std::vector<std::uint32_t>{1, 1, 0, 2});
    belongs[0] = true;
    CHECK(find_clusters(grid, belongs).spans());
}

TEST_CASE("grids without voxels or with too few phases are refused", "[microstructure]")
{
    CHECK_THROWS_AS(find_clusters({}), std::invalid_argument);
    CHECK_THROWS_AS(find_clusters({.shape = {2, 0, 2}}), std::invalid_argument);
    CHECK_THROWS_AS(find_clusters({.shape = {-2, -2, 1}, .phase = {0, 0, 0, 0}}),
                    std::invalid_argument);
    CHECK_THROWS_AS(find_clusters({.shape = {2, 2, 2}, .phase = {0, 0, 0}}), std::invalid_argument);
    // Layers for some of the voxels only.
    CHECK_THROWS_AS(find_clusters({.shape = {1, 1, 2}, .phase = {1, 1}, .layers = {{0, 0, 0}}}),
                    std::invalid_argument);
    // 2^64 voxels, as many as an empty list has entries, to a number of 64 bits.
    CHECK_THROWS_AS(find_clusters({.shape = {1 << 22, 1 << 21, 1 << 21}}), std::invalid_argument);
}
