#include "model/microstructure/conduct_voxels.hpp"
#include "tests/support/voxel_grids.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cstdint>

using namespace percolith;
using namespace percolith::microstructure;
using namespace percolith::tests;

TEST_CASE("a film conducts more where one of its phases conducts more", "[microstructure]")
{
    const VoxelGrid grid = random_grid(10, 0.3, 3);
    double before = 0.0;
    for (const double insulating : {0.0, 1e-16, 1e-12, 1e-8, 1e-4, 1e-3, 1e-2, 1.0}) {
        const double sigma = conductivity(grid, insulating, 1.0);
        // Over sixteen decades the insulator adds less than a spanning metal's last digit.
        CHECK(sigma >= before * (1.0 - solved));
        before = sigma;
    }
    CHECK(before == Approx(1.0).epsilon(solved));
    before = 0.0;
    for (const double metallic : {1.0, 1.1, 10.0, 1e3, 1e6, 1e9}) {
        const double sigma = conductivity(grid, 1.0, metallic);
        CHECK(sigma > before);
        before = sigma;
    }
}

TEST_CASE("conductivities scale with the unit they are given in", "[microstructure]")
{
    const VoxelGrid grid = random_grid(10, 0.35, 2);
    const double one = conductivity(grid, 1e-9, 1.0);
    CHECK(conductivity(grid, 1e-2, 1e7) == Approx(1e7 * one).epsilon(solved));
    CHECK(conductivity(grid, 1e-209, 1e-200) == Approx(1e-200 * one).epsilon(solved));
}

TEST_CASE("turning a film's sides or its two faces about changes nothing", "[microstructure]")
{
    const VoxelGrid grid = random_grid(9, 0.33, 5);
    const double sigma = conductivity(grid, 1e-5, 1.0);
    const auto turned = [&](auto&& where) {
        return made(grid.shape, [&](auto i, auto j, auto k) { return grid.phase[where(i, j, k)]; });
    };
    CHECK(conductivity(turned([&](auto i, auto j, auto k) { return grid.index(j, i, k); }), 1e-5,
                       1.0) == Approx(sigma).epsilon(solved));
    CHECK(conductivity(turned([&](auto i, auto j, auto k) { return grid.index(i, j, 8 - k); }),
                       1e-5, 1.0) == Approx(sigma).epsilon(solved));
    // Periodic sides: shifting is no change.
    CHECK(conductivity(turned([&](auto i, auto j, auto k) {
                           return grid.index((i + 4) % 9, (j + 7) % 9, k);
                       }),
                       1e-5, 1.0) == Approx(sigma).epsilon(solved));
}

TEST_CASE("numbers of phases mean nothing", "[microstructure]")
{
    const VoxelGrid grid = random_grid(9, 0.33, 6);
    VoxelGrid other = grid;
    for (std::uint8_t& phase : other.phase) {
        phase = phase == metal ? 7 : 3;
    }
    std::array<double, 8> phases{};
    phases[3] = 1e-6;
    phases[7] = 1.0;
    CHECK(conduct_voxels(other, phases).conductivity ==
          Approx(conductivity(grid, 1e-6, 1.0)).epsilon(solved));
    CHECK(conduct_alone(other, 2.0, 7).conductivity ==
          Approx(conduct_alone(grid, 2.0).conductivity).epsilon(solved));
}

TEST_CASE("insulating sides never help the current", "[microstructure]")
{
    const std::array<double, 2> both{1e-3, 1.0};
    for (std::uint64_t seed = 0; seed < 4; ++seed) {
        const VoxelGrid grid = random_grid(8, 0.3, seed);
        CHECK(conduct_voxels(grid, both, Sides::insulating).conductivity <=
              conduct_voxels(grid, both, Sides::periodic).conductivity * (1.0 + solved));
    }
}
