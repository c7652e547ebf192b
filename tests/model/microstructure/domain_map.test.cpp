#include "model/microstructure/domain_map.hpp"

#include "tests/support/random.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>
#include <vector>

using namespace percolith::microstructure;
using percolith::kinetics::Length;

namespace
{

constexpr Length<> unit{2e-9};
const Box box{{9.0, 10.0, 11.0}};

Domains domains(Domains::Where where, double fraction, double diameter, double layer = 0.0)
{
    return {where, unit * diameter, fraction, unit * layer};
}

double ball(double diameter)
{
    return std::numbers::pi / 6.0 * diameter * diameter * diameter;
}

/// Mean share of a box where metal may form, and its standard error from realisations.
struct Share {
    double mean;
    double error;
};
Share allowed_share(const Domains& given)
{
    constexpr int realisations = 40;
    constexpr int points = 2000;
    percolith::tests::Draw draw(1);
    double sum = 0.0;
    double squares = 0.0;
    for (std::uint32_t k = 0; k < realisations; ++k) {
        const DomainMap map(given, unit, box, RandomSource(2, 1, k));
        int allowed = 0;
        for (int n = 0; n < points; ++n) {
            const double x = draw.uniform(0, box.edge[0]);
            const double y = draw.uniform(0, box.edge[1]);
            allowed += map.allows({x, y, draw.uniform(0, box.edge[2])}) ? 1 : 0;
        }
        const double share = static_cast<double>(allowed) / points;
        sum += share / realisations;
        squares += share * share / realisations;
    }
    return {sum, std::sqrt((squares - sum * sum) / (realisations - 1))};
}

} // namespace

TEST_CASE("Without domains metal forms anywhere")
{
    const DomainMap map(std::nullopt, unit, box, RandomSource(1, 1, 0));
    CHECK(map.everywhere());
    CHECK(map.allows({0, 0, 0}));
    CHECK_FALSE(
        DomainMap(domains(Domains::Where::inside, 0.1, 1.0), unit, box, RandomSource(1, 1, 0))
            .everywhere());
}

TEST_CASE("Grains fill the fraction asked for, measured in the structure's own unit")
{
    for (const double fraction : {0.1, 0.5, 0.9}) {
        const auto inside = domains(Domains::Where::inside, fraction, 1.5);
        const Share share = allowed_share(inside);
        CHECK(std::abs(share.mean - fraction) < 4.0 * share.error);
        CHECK(share.error < 0.01);
    }
}

TEST_CASE("The number of grains in a box is that of a box cut out of an endless structure")
{
    // A Poisson number: its variance is its mean. Few grains and many.
    for (const double diameter : {1.5, 8.0}) {
        const auto inside = domains(Domains::Where::inside, 0.4, diameter);
        const double mean = mean_grain_number(inside, unit, box);
        constexpr int realisations = 4000;
        double sum = 0.0;
        double squares = 0.0;
        for (std::uint32_t k = 0; k < realisations; ++k) {
            const auto number =
                static_cast<double>(grain_number(inside, unit, box, RandomSource(7, 1, k)));
            sum += (number - mean) / realisations;
            squares += (number - mean) * (number - mean) / realisations;
        }
        CAPTURE(diameter, mean);
        CHECK(std::abs(sum) < 4.0 * std::sqrt(mean / realisations));
        // The fourth moment of a Poisson number is 3 m^2 + m.
        CHECK(std::abs(squares - mean) <
              4.0 * std::sqrt((2.0 * mean * mean + mean) / realisations));
    }
}

TEST_CASE("A layer around grains fills what grown grains fill and grains do not")
{
    const auto around = domains(Domains::Where::around, 0.3, 1.5, 0.4);
    const double expected = 0.7 - std::pow(0.7, ball(2.3) / ball(1.5));
    const Share share = allowed_share(around);
    CHECK(std::abs(share.mean - expected) < 4.0 * share.error);
    CHECK(share.error < 0.01);
}

TEST_CASE("Inside, outside and around are told apart at every point")
{
    const double fraction = 0.3;
    // As many grains, larger by the layer: the same places, as they are drawn by number.
    const double grown_fraction = -std::expm1(std::log1p(-fraction) * ball(2.3) / ball(1.5));
    const RandomSource random(3, 1, 0);
    const DomainMap inside(domains(Domains::Where::inside, fraction, 1.5), unit, box, random);
    const DomainMap outside(domains(Domains::Where::outside, fraction, 1.5), unit, box, random);
    const DomainMap around(domains(Domains::Where::around, fraction, 1.5, 0.4), unit, box, random);
    const DomainMap grown(domains(Domains::Where::inside, grown_fraction, 2.3), unit, box, random);
    REQUIRE(grain_number(domains(Domains::Where::inside, grown_fraction, 2.3), unit, box, random) ==
            grain_number(domains(Domains::Where::inside, fraction, 1.5), unit, box, random));
    percolith::tests::Draw draw(4);
    std::array<int, 3> seen{};
    for (int k = 0; k < 20000; ++k) {
        const double x = draw.uniform(0, box.edge[0]);
        const double y = draw.uniform(0, box.edge[1]);
        const Vector place{x, y, draw.uniform(0, box.edge[2])};
        REQUIRE(outside.allows(place) == !inside.allows(place));
        REQUIRE(around.allows(place) == (grown.allows(place) && !inside.allows(place)));
        seen[0] += inside.allows(place) ? 1 : 0;
        seen[1] += around.allows(place) ? 1 : 0;
        seen[2] += outside.allows(place) && !around.allows(place) ? 1 : 0;
    }
    CHECK(seen[0] > 2000);
    CHECK(seen[1] > 2000);
    CHECK(seen[2] > 2000);
}

TEST_CASE("Grains go on through the faces of a periodic box")
{
    const DomainMap map(domains(Domains::Where::inside, 0.4, 3.0), unit, box,
                        RandomSource(5, 1, 0));
    percolith::tests::Draw draw(6);
    int inside = 0;
    for (int k = 0; k < 5000; ++k) {
        const double y = draw.uniform(0, box.edge[1]);
        const double z = draw.uniform(0, box.edge[2]);
        const bool below = map.allows({1e-9, y, z});
        REQUIRE(map.allows({box.edge[0] - 1e-9, y, z}) == below);
        inside += below ? 1 : 0;
    }
    CHECK(inside > 500);
    CHECK(inside < 4500);
}
