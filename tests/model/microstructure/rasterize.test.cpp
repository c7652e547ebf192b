#include "model/microstructure/rasterize.hpp"

#include "model/microstructure/domain_map.hpp"
#include "model/microstructure/particles.hpp"
#include "tests/support/rasterized.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <vector>

using namespace percolith::microstructure;
using namespace percolith::tests;

namespace
{

double share(const VoxelGrid& grid, std::uint8_t phase = metal)
{
    return static_cast<double>(std::count(grid.phase.begin(), grid.phase.end(), phase)) /
           static_cast<double>(grid.size());
}

struct Mean {
    double value;
    double error;
};
template <class Kind> Mean mean_share(const Kind& kind, double fraction, std::uint32_t realisations)
{
    double sum = 0.0;
    double squares = 0.0;
    for (std::uint32_t k = 0; k < realisations; ++k) {
        const double own = share(film(kind, fraction, k));
        sum += own / realisations;
        squares += own * own / realisations;
    }
    return {sum, std::sqrt((squares - sum * sum) / (realisations - 1))};
}

bool contains(const VoxelGrid& more, const VoxelGrid& less)
{
    for (std::size_t k = 0; k < less.size(); ++k) {
        if (less.phase[k] == metal && more.phase[k] != metal) {
            return false;
        }
    }
    return true;
}

Particles grains_at(Domains::Where where, double fraction, double diameter, double layer = 0.0)
{
    auto particles = shaped(1.0);
    particles.domains =
        Domains{where, particles.diameter * diameter, fraction, particles.diameter * layer};
    return particles;
}

/// How alike the voxels of two layers are: 1 for the same, 0 for independent ones.
double likeness(const VoxelGrid& grid, std::int32_t one, std::int32_t other)
{
    double first = 0.0;
    double second = 0.0;
    double both = 0.0;
    for (std::int32_t j = 0; j < grid.shape[1]; ++j) {
        for (std::int32_t i = 0; i < grid.shape[0]; ++i) {
            const double a = grid.phase[grid.index(i, j, one)] == metal ? 1.0 : 0.0;
            const double b = grid.phase[grid.index(i, j, other)] == metal ? 1.0 : 0.0;
            first += a;
            second += b;
            both += a * b;
        }
    }
    const double n = static_cast<double>(grid.shape[0]) * grid.shape[1];
    const double covariance = both / n - first / n * second / n;
    const double variance =
        std::sqrt(first / n * (1.0 - first / n) * second / n * (1.0 - second / n));
    return covariance / variance;
}

} // namespace

TEST_CASE("Films hold the metal asked for in the mean, whatever they are made of")
{
    const std::vector<Particles> kinds{shaped(1.0),
                                       shaped(0.2),
                                       shaped(5.0, Orientation::normal),
                                       shaped(5.0, Orientation::lateral),
                                       shaped(1.0, Orientation::isotropic, BinarySizes{2.0, 0.5}),
                                       shaped(1.0, Orientation::isotropic, LogNormalSizes{0.3})};
    for (std::size_t k = 0; k < kinds.size(); ++k) {
        CAPTURE(k);
        const Mean found = mean_share(kinds[k], 0.25, 24);
        // Half a particle more or less in the box: of 1100 about, 1e-3 with the large ones.
        CHECK(std::abs(found.value - 0.25) < 4.0 * found.error + 1e-3);
        CHECK(found.error < 0.006);
    }
    const Mean sites = mean_share(CubicLattice{}, 0.3, 4);
    CHECK(std::abs(sites.value - 0.3) < 4.0 * std::sqrt(0.21 / (4.0 * 48 * 48 * 24)));
}

TEST_CASE("Hard cores and metal in domains hold the metal asked for in the mean")
{
    const std::vector<Particles> kinds{hard(1.0, 0.4), hard(0.4, 0.4),
                                       grains_at(Domains::Where::inside, 0.6, 2.5),
                                       grains_at(Domains::Where::outside, 0.3, 2.5),
                                       grains_at(Domains::Where::around, 0.4, 2.5, 0.6)};
    for (std::size_t k = 0; k < kinds.size(); ++k) {
        CAPTURE(k);
        const Mean found = mean_share(kinds[k], 0.15, 24);
        CHECK(std::abs(found.value - 0.15) < 4.0 * found.error + 1e-3);
        CHECK(found.error < 0.006);
    }
}

TEST_CASE("More metal contains less metal of the same realisation")
{
    CHECK(contains(film(CubicLattice{}, 0.4), film(CubicLattice{}, 0.3)));
    for (const auto& kind :
         {shaped(1.0), shaped(0.2), hard(1.0, 0.4), grains_at(Domains::Where::inside, 0.6, 2.5)}) {
        const auto less = film(kind, 0.1);
        const auto more = film(kind, 0.2);
        CHECK(contains(more, less));
        CHECK_FALSE(contains(less, more));
        CHECK_FALSE(contains(film(kind, 0.2, 1), less)); // another realisation does not
    }
}

TEST_CASE("The same seed makes the same voxels, the next realisation others")
{
    const auto kind = shaped(3.0);
    const auto first = film(kind, 0.2, 3);
    CHECK(film(kind, 0.2, 4).phase != first.phase);
    CHECK(film(kind, 0.2, 3).phase == first.phase);
    CHECK(first.shape == slab.shape);
    CHECK(first.phase.size() == first.size());
    CHECK(film(CubicLattice{}, 0.3, 1).phase != film(CubicLattice{}, 0.3, 2).phase);
}

TEST_CASE("Voxels of a single particle fill its volume, wherever it lies")
{
    // One particle: half of the next one would be nearer only above 1.5 volumes.
    for (const double ratio : {0.3, 1.0, 3.0}) {
        const Slab small{{64, 64, 64}, 16.0};
        const auto kind = shaped(ratio);
        double seen = 0.0;
        int whole = 0;
        for (std::uint32_t k = 0; k < 30; ++k) {
            const double box = 4.0 * 4.0 * (4.0 + 2.0 * unit_spheroid(ratio).longest());
            const double volume = unit_spheroid(ratio).volume();
            const double own = share(film(kind, -std::expm1(-volume / box), k, small)) * 64.0;
            CHECK(own <= volume * 1.02);
            whole += own > volume * 0.98 ? 1 : 0;
            seen += own;
        }
        CHECK(whole > 5); // wholly within the slab
        CHECK(seen > 0.0);
    }
}

TEST_CASE("A film is a cut: its two faces are strangers, its sides are not")
{
    double faces = 0.0;
    double neighbours = 0.0;
    constexpr std::uint32_t films = 10;
    const auto kinds = {shaped(1.0), grains_at(Domains::Where::inside, 0.5, 4.0)};
    for (const auto& kind : kinds) {
        faces = 0.0;
        neighbours = 0.0;
        for (std::uint32_t k = 0; k < films; ++k) {
            const auto grid = film(kind, 0.4, k, {{64, 64, 20}, 4.0});
            faces += likeness(grid, 0, 19) / films;
            neighbours += likeness(grid, 0, 1) / films;
        }
        // Ten films of 16 grains' faces each scatter by 1/sqrt(160). If grains went on through the
        // faces, these would be alike to a third.
        CHECK(std::abs(faces) < 0.16);
        CHECK(neighbours > 0.5);
    }
    // Along axis 0 the first and the last voxel are neighbours.
    double sides = 0.0;
    double count = 0.0;
    const auto grid = film(shaped(1.0), 0.3);
    for (std::int32_t k = 0; k < grid.shape[2]; ++k) {
        for (std::int32_t j = 0; j < grid.shape[1]; ++j) {
            const auto first = grid.phase[grid.index(0, j, k)];
            sides += first == metal && grid.phase[grid.index(47, j, k)] == metal ? 1.0 : 0.0;
            count += first == metal ? 1.0 : 0.0;
        }
    }
    CHECK(sides / count > 0.6); // 0.3 if they were strangers
}

TEST_CASE("No layer of a film holds more metal than another")
{
    std::array<double, 24> layers{};
    double squares = 0.0;
    constexpr std::uint32_t films = 30;
    for (std::uint32_t k = 0; k < films; ++k) {
        const auto grid = film(shaped(2.0), 0.25, k);
        for (std::int32_t z = 0; z < 24; ++z) {
            double own = 0.0;
            for (std::size_t at = 0; at < 48 * 48; ++at) {
                own += grid.phase[static_cast<std::size_t>(z) * 48 * 48 + at] == metal ? 1.0 : 0.0;
            }
            own /= 48 * 48;
            layers[static_cast<std::size_t>(z)] += own / films;
            squares += (own - 0.25) * (own - 0.25) / (films * 24.0);
        }
    }
    const double error = std::sqrt(squares / films);
    CHECK(error < 0.01);
    for (const double layer : layers) {
        CHECK(std::abs(layer - 0.25) < 4.0 * error);
    }
}

TEST_CASE("Gaps lie around hard cores, never on them, and are as wide as half the tunnelling "
          "distance")
{
    const auto kind = hard(1.0, 0.5);
    const auto grid = film(kind, 0.02);
    // Far apart, a core of radius 0.5 with 0.25 around it: 1.5^3 of its volume less itself.
    const double ratio = share(grid, gap) / share(grid);
    CHECK(ratio < 2.375 * 1.05);
    CHECK(ratio > 2.375 * 0.8); // some meet
    CHECK(share(film(shaped(1.0), 0.2), gap) == 0.0);
}

TEST_CASE("Without metal there is none, and full is full")
{
    for (const auto& kind : {shaped(0.5), hard(1.0, 0.3)}) {
        CHECK(share(film(kind, 0.0)) == 0.0);
        CHECK(share(film(kind, 1.0)) == 1.0);
    }
    CHECK(share(film(CubicLattice{}, 0.0)) == 0.0);
    CHECK(share(film(CubicLattice{}, 1.0)) == 1.0);
}

TEST_CASE("Metal that finds no room is refused, and so are bonds")
{
    CHECK_THROWS_AS(film(hard(1.0, 0.3), 0.5), std::domain_error);
    CHECK_THROWS_AS(film(grains_at(Domains::Where::inside, 0.1, 2.5), 0.5), std::domain_error);
    CubicLattice bonds;
    bonds.element = CubicLattice::Element::bond;
    CHECK_THROWS_AS(film(bonds, 0.3), std::invalid_argument);
}
