#include "model/microstructure/grains.hpp"

#include "model/microstructure/radical_cells.hpp"
#include "tests/support/structures.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace percolith::microstructure;
using percolith::tests::grains_of;

TEST_CASE("grains: the metal's share is what was asked for, to half a grain of either kind")
{
    for (const double ratio : {0.5, 1.0, 3.0}) {
        for (const auto meeting : {Grains::Meeting::contacts, Grains::Meeting::faces}) {
            const auto grains = grains_of(ratio, meeting);
            const Box box{{8.0, 9.0, 7.0}};
            const auto mixture = usual_mixture(grains, 0.3);
            const auto counts = grain_counts(grains, box, mixture);
            const double sphere = std::acos(-1.0) / 6.0;
            const double metal = static_cast<double>(counts.metal) * sphere;
            const double other =
                static_cast<double>(counts.insulator) * sphere / (ratio * ratio * ratio);
            const double solid = mixture.solid_fraction * box.volume();
            CHECK(std::abs(metal - 0.3 * solid) <= 0.5001 * sphere);
            CHECK(std::abs(other - 0.7 * solid) <= 0.5001 * sphere / (ratio * ratio * ratio));
        }
    }
}

TEST_CASE("grains: those that meet in contacts come out with the diameters asked for")
{
    for (const double ratio : {0.5, 1.0, 2.0}) {
        const auto grains = grains_of(ratio, Grains::Meeting::contacts);
        const double edge = ratio < 1.0 ? 12.0 : 6.0;
        const auto packing =
            pack_grains(grains, Box{{edge, edge, edge}}, usual_mixture(grains, 0.3), {2, 0, 0});
        // The fraction at which they jam is guessed to 0.03 of 0.7: 0.015 of a diameter.
        CHECK(2.0 * packing.spheres.radius.front() == Approx(1.0).epsilon(0.03));
        CHECK(2.0 * packing.spheres.radius.back() == Approx(1.0 / ratio).epsilon(0.03));
    }
}

TEST_CASE("grains: cells of either kind are in the mean as large as was asked for")
{
    for (const double ratio : {0.25, 0.5, 2.0}) {
        for (const double share : {0.1, 0.3, 0.8}) {
            const auto grains = grains_of(ratio, Grains::Meeting::faces);
            const double edge = ratio < 1.0 ? 2.6 / ratio : 3.5;
            const Box box{{edge, edge, 1.2 * edge}};
            const auto packing = pack_grains(grains, box, usual_mixture(grains, share), {2, 0, 0});
            const auto cells = radical_cells(packing.spheres);
            double metal = 0.0;
            for (std::size_t k = 0; k < packing.counts.metal; ++k) {
                metal += cells.volume[k];
            }
            const double other = box.volume() - metal;
            const double sphere = std::acos(-1.0) / 6.0;
            const double cubes = metal / static_cast<double>(packing.counts.metal) /
                                 (other / static_cast<double>(packing.counts.insulator));
            CAPTURE(ratio, share);
            // Walls are shifted until the share is right to 1e-3 of the rarer kind: 2e-3 of the
            // ratio at most.
            CHECK(cubes == Approx(ratio * ratio * ratio).epsilon(2.1e-3));
            // So many grains, so much space: to half a grain of either kind.
            const double missing = 0.51 * sphere * (1.0 + 1.0 / (ratio * ratio * ratio));
            CHECK(static_cast<double>(packing.counts.metal) * sphere ==
                  Approx(metal).margin(missing + 2e-3 * metal));
        }
    }
}

TEST_CASE("grains: swelling spheres of both kinds alike moves no wall")
{
    const auto grains = grains_of(2.0, Grains::Meeting::faces);
    const auto packing =
        pack_grains(grains, Box{{5.0, 5.0, 6.0}}, usual_mixture(grains, 0.3), {2, 0, 0});
    auto spheres = packing.spheres;
    for (double& radius : spheres.radius) {
        radius = std::sqrt(radius * radius + 0.3);
    }
    const auto before = radical_cells(packing.spheres);
    const auto after = radical_cells(spheres);
    for (std::size_t k = 0; k < spheres.size(); ++k) {
        CHECK(after.volume[k] == Approx(before.volume[k]).epsilon(1e-9));
    }
}

TEST_CASE("grains: of one size, places do not depend on which ones are metal")
{
    const auto grains = grains_of(1.0, Grains::Meeting::contacts);
    const Box box{{6.0, 6.0, 6.0}};
    const auto few = pack_grains(grains, box, {0.2, 0.64}, {2, 0, 0});
    auto mixture = few.mixture;
    mixture = {0.6, 0.64};
    const auto many = pack_grains(grains, box, mixture, {2, 0, 0});
    REQUIRE(few.counts.all() == many.counts.all());
    CHECK(few.counts.metal < many.counts.metal);
    CHECK(few.spheres.centre == many.spheres.centre);
}
