#include "model/microstructure/grains_voxels.hpp"

#include "model/microstructure/packing.hpp"
#include "model/microstructure/radical_cells.hpp"
#include "tests/support/structures.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>

using namespace percolith::microstructure;
using percolith::tests::grains_of;

namespace
{

double metal_share_of(const VoxelGrid& grid)
{
    return static_cast<double>(std::count(grid.phase.begin(), grid.phase.end(), metal)) /
           static_cast<double>(grid.size());
}

Spheres two_sized_spheres()
{
    std::vector<double> radii(30, 2.0);
    radii.resize(250, 1.0);
    return jammed_packing(Box{{1.0, 1.25, 0.75}}, radii, 0.66, {5, 0, 0});
}

} // namespace

TEST_CASE("grain voxels: each belongs to the sphere with the least power over its centre")
{
    const auto spheres = two_sized_spheres();
    const std::array<std::int32_t, 3> shape{12, 15, 9};
    const double edge = 1.0 / 12.0;
    const auto owners = nearest_spheres(spheres, shape, edge, false);
    const auto inside = nearest_spheres(spheres, shape, edge, true);
    VoxelGrid grid;
    grid.shape = shape;
    for (std::int32_t k = 0; k < shape[2]; ++k) {
        for (std::int32_t j = 0; j < shape[1]; ++j) {
            for (std::int32_t i = 0; i < shape[0]; ++i) {
                const Vector at{(i + 0.5) * edge, (j + 0.5) * edge, (k + 0.5) * edge};
                double least = 1e9;
                std::uint32_t best = no_sphere;
                for (std::uint32_t s = 0; s < spheres.size(); ++s) {
                    const Vector way = shortest_way(spheres.box, at, spheres.centre[s]).apart;
                    const double power = dot(way, way) - spheres.radius[s] * spheres.radius[s];
                    best = power < least ? s : best;
                    least = std::min(least, power);
                }
                const auto here = grid.index(i, j, k);
                CHECK(owners[here] == best);
                CHECK(inside[here] == (least < 0.0 ? best : no_sphere));
            }
        }
    }
}

TEST_CASE("grain voxels: counted voxels are the volumes of the radical cells")
{
    const auto spheres = two_sized_spheres();
    const std::array<std::int32_t, 3> shape{80, 100, 60};
    const auto owners = nearest_spheres(spheres, shape, 1.0 / 80.0, false);
    const auto cells = radical_cells(spheres);
    std::vector<double> counted(spheres.size(), 0.0);
    for (const auto owner : owners) {
        counted[owner] += 1.0 / (80.0 * 80.0 * 80.0);
    }
    for (std::size_t k = 0; k < spheres.size(); ++k) {
        // Half of the voxels at a cell's surface (about 5 volume^(2/3) of area) are a coin's toss:
        // the count scatters by the root of their number.
        const double surface = 5.0 * std::pow(cells.volume[k], 2.0 / 3.0) * 80.0 * 80.0;
        CHECK(counted[k] ==
              Approx(cells.volume[k]).margin(3.0 * std::sqrt(surface) / (80.0 * 80.0 * 80.0)));
    }
}

TEST_CASE("grain voxels: a slab holds the fraction of metal asked for")
{
    for (const double ratio : {0.5, 1.0, 2.0}) {
        const auto grains = grains_of(ratio, Grains::Meeting::faces);
        const double wide = ratio < 1.0 ? 14.0 : 8.0;
        const auto grid = grains_voxels(grains, 0.3, {wide, wide, 5.0}, 4.0, {4, 0, 0});
        CHECK(grid.shape == std::array<std::int32_t, 3>{static_cast<int>(4 * wide),
                                                        static_cast<int>(4 * wide), 20});
        CHECK(grid.edge == 0.25);
        // 6 large grains in a thickness: the cut takes 0.8 of what was packed; the kinds of about
        // 300 grains scatter, by less than sqrt(0.3 0.7 / 300) = 0.026.
        CHECK(metal_share_of(grid) == Approx(0.3).margin(0.05));
    }
}

TEST_CASE("grain voxels: without metal there is none, and without insulator nothing else")
{
    const auto faces = grains_of(1.0, Grains::Meeting::faces);
    CHECK(metal_share_of(grains_voxels(faces, 0.0, {4.0, 4.0, 3.0}, 4.0, {4, 0, 0})) == 0.0);
    CHECK(metal_share_of(grains_voxels(faces, 1.0, {4.0, 4.0, 3.0}, 4.0, {4, 0, 0})) == 1.0);
    // Spheres leave pores: they fill 0.64.
    const auto spheres = grains_of(1.0, Grains::Meeting::contacts);
    CHECK(metal_share_of(grains_voxels(spheres, 1.0, {6.0, 6.0, 4.0}, 8.0, {4, 0, 0})) ==
          Approx(0.64).margin(0.02));
}

TEST_CASE("grain voxels: a slab that is no slab of grains is refused")
{
    const auto grains = grains_of(0.5, Grains::Meeting::faces);
    CHECK_THROWS_AS(grains_voxels(grains, 0.3, {3.5, 8.0, 1.0}, 4.0, {4, 0, 0}),
                    std::invalid_argument);
    CHECK_THROWS_AS(grains_voxels(grains, 0.3, {8.0, 8.0, 0.0}, 4.0, {4, 0, 0}),
                    std::invalid_argument);
    CHECK_THROWS_AS(grains_voxels(grains, 0.3, {8.0, 8.0, 2.0}, -1.0, {4, 0, 0}),
                    std::invalid_argument);
}
