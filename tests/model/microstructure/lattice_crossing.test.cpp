#include "model/microstructure/lattice_crossing.hpp"

#include "model/microstructure/finite_size.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <stdexcept>

using namespace percolith::microstructure;

namespace
{

constexpr auto site = CubicLattice::Element::site;
constexpr auto bond = CubicLattice::Element::bond;

Crossing cross(CubicLattice::Element element, std::int32_t edge, std::uint32_t realisation)
{
    return lattice_crossing(element, edge, RandomSource(9, 1, realisation));
}

/// Share of realisations in which a cluster winds along an axis where elements are occupied with
/// that chance, and its standard error.
struct Share {
    double mean;
    double error;
};
Share winding_share(CubicLattice::Element element, std::int32_t edge, std::uint32_t realisations,
                    double chance)
{
    double sum = 0.0;
    double squares = 0.0;
    for (std::uint32_t k = 0; k < realisations; ++k) {
        double own = 0.0;
        for (const double fraction : cross(element, edge, k).fraction) {
            own += fraction <= chance ? 1.0 / 3.0 : 0.0;
        }
        sum += own;
        squares += own * own;
    }
    const double mean = sum / realisations;
    return {mean, std::sqrt((squares / realisations - mean * mean) / realisations)};
}

} // namespace

TEST_CASE("A box of two sites an edge winds as counting says")
{
    // Along an axis it winds where one of the four rows of two sites is full: 1 - (1 - p^2)^4.
    for (const double p : {0.1, 0.3, 0.5, 0.7, 0.9}) {
        const double expected = 1.0 - std::pow(1.0 - p * p, 4.0);
        const Share share = winding_share(site, 2, 20000, p);
        CHECK(std::abs(share.mean - expected) < 4.0 * share.error);
    }
}

TEST_CASE("At the known thresholds a cluster winds as often as it does in every structure")
{
    // 0.3116077 and 0.24881182: Wang et al. 2013. At 12 sites an edge corrections to scaling have
    // fallen to 12^-1.2 = 0.05 of something small; 0.01 is left for them.
    const Share sites = winding_share(site, 12, 3000, 0.3116077);
    CHECK(std::abs(sites.mean - winding_chance) < 4.0 * sites.error + 0.01);
    CHECK(sites.error < 0.007);
    const Share bonds = winding_share(bond, 12, 2000, 0.24881182);
    CHECK(std::abs(bonds.mean - winding_chance) < 4.0 * bonds.error + 0.01);
    CHECK(bonds.error < 0.008);
}

TEST_CASE("A lattice crosses at the same fractions whenever it is asked")
{
    const Crossing first = cross(site, 10, 3);
    cross(site, 12, 4);
    cross(bond, 10, 3);
    CHECK(cross(site, 10, 3).fraction == first.fraction);
    CHECK(cross(site, 10, 4).fraction != first.fraction);
}

TEST_CASE("No axis is preferred")
{
    std::array<double, 3> sum{};
    constexpr int realisations = 1500;
    double squares = 0.0;
    for (std::uint32_t k = 0; k < realisations; ++k) {
        const auto crossing = cross(bond, 6, k);
        for (std::size_t axis = 0; axis < 3; ++axis) {
            sum[axis] += crossing.fraction[axis] / realisations;
        }
        const double apart = crossing.fraction[0] - crossing.fraction[2];
        squares += apart * apart / realisations;
    }
    const double error = std::sqrt(squares / realisations);
    CHECK(std::abs(sum[0] - sum[2]) < 4.0 * error);
    CHECK(std::abs(sum[0] - sum[1]) < 4.0 * error);
    CHECK(std::abs(sum[1] - sum[2]) < 4.0 * error);
}

TEST_CASE("Lattices too small to wind or too large to number are refused with what is allowed")
{
    for (const std::int32_t edge : {-1, 0, 1, 801}) {
        CHECK_THROWS_AS(cross(site, edge, 0), std::invalid_argument);
        CHECK_THROWS_WITH(cross(site, edge, 0), Catch::Contains("2 to 800"));
    }
    CHECK_THROWS_WITH(cross(bond, 561, 0), Catch::Contains("2 to 560"));
}
