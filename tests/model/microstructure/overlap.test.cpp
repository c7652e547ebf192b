#include "model/microstructure/overlap.hpp"
#include "model/microstructure/particles.hpp"

#include "tests/support/ellipsoid_distance.hpp"
#include "tests/support/random.hpp"
#include "tests/support/sanitized.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace percolith::microstructure;
using percolith::tests::Draw;
using percolith::tests::mapped_distance;

namespace
{

#if PERCOLITH_SANITIZED
constexpr int pairs = 50'000; // each takes twenty times as long
#else
constexpr int pairs = 1'000'000;
#endif

Vector direction(Draw& draw)
{
    const double one = draw.uniform(0.0, 1.0);
    return uniform_direction(one, draw.uniform(0.0, 1.0));
}

Vector times(const Vector& a, double factor)
{
    return {a[0] * factor, a[1] * factor, a[2] * factor};
}

struct Pair {
    Spheroid one;
    Spheroid other;
    Vector axis;
    Vector other_axis;
    Vector apart;

    bool meets() const { return overlap(one, axis, other, other_axis, apart); }
    bool meets_backwards() const { return overlap(other, other_axis, one, axis, times(apart, -1)); }
    double distance() const { return mapped_distance(one, axis, other, other_axis, apart); }
};

/// Any two shapes and sizes, no further apart than could touch.
Pair random_pair(Draw& draw)
{
    Pair pair;
    pair.one = unit_spheroid(draw.logarithmic(0.01, 100.0));
    pair.other = unit_spheroid(draw.logarithmic(0.01, 100.0)).scaled(draw.logarithmic(0.3, 3.0));
    pair.axis = direction(draw);
    pair.other_axis = direction(draw);
    const double far = pair.one.longest() + pair.other.longest();
    // Closer ones more often than in space, so that about half of the pairs overlap.
    pair.apart = times(direction(draw), far * draw.uniform(0.0, 1.0));
    return pair;
}

/// The way between the centres along which a pair just touches, by halving with the second test in
/// long double.
double touching_factor(Pair pair)
{
    const Vector way = pair.apart;
    double low = 0.0;
    double high = 1.0;
    while (high - low > 1e-15 * high) {
        const double middle = 0.5 * (low + high);
        pair.apart = times(way, middle);
        const auto distance = mapped_distance<long double>(pair.one, pair.axis, pair.other,
                                                           pair.other_axis, pair.apart);
        (distance <= 1.0L ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

/// It overlaps nearer than the second test lets it touch, and not farther, whoever is asked first.
void touches_where_it_should(Pair pair)
{
    // Of the engine 4e-13 were found, of the second test 8e-13 by mapping the other body.
    constexpr double bound = 3e-12;
    pair.apart = times(pair.apart, (pair.one.longest() + pair.other.longest()) /
                                       std::sqrt(dot(pair.apart, pair.apart)));
    const Vector way = pair.apart;
    const double touching = touching_factor(pair);
    pair.apart = times(way, touching * (1.0 - bound));
    REQUIRE(pair.meets());
    REQUIRE(pair.meets_backwards());
    pair.apart = times(way, touching * (1.0 + bound));
    REQUIRE_FALSE(pair.meets());
    REQUIRE_FALSE(pair.meets_backwards());
}

} // namespace

TEST_CASE("Two tests of overlap that share nothing agree on a million pairs of all shapes")
{
    Draw draw(1);
    int meeting = 0;
    int disagree = 0;
    for (int k = 0; k < pairs; ++k) {
        const Pair pair = random_pair(draw);
        const bool meets = pair.meets();
        meeting += meets ? 1 : 0;
        // Rounding of the second test in double, whose matrices have entries as far apart as 10^4
        // squared.
        const double distance = pair.distance();
        if (std::abs(distance - 1.0) > 1e-9) {
            disagree += meets == (distance < 1.0) ? 0 : 1;
        }
    }
    CHECK(disagree == 0);
    CHECK(meeting > pairs / 4);
    CHECK(meeting < 3 * pairs / 4);
}

TEST_CASE("They agree on where any two bodies touch, and whoever is asked first")
{
    Draw draw(2);
    for (int k = 0; k < pairs / 1000; ++k) {
        touches_where_it_should(random_pair(draw));
    }
}

TEST_CASE("Nearly parallel needles and plates touch where they should")
{
    Draw draw(7);
    for (const double ratio : {0.01, 0.1, 10.0, 100.0}) {
        CAPTURE(ratio);
        for (int k = 0; k < pairs / 5000; ++k) {
            Pair pair = random_pair(draw);
            pair.one = unit_spheroid(ratio);
            pair.other = pair.one.scaled(draw.logarithmic(0.3, 3.0));
            const double tilt = draw.logarithmic(1e-9, 0.3);
            for (std::size_t i = 0; i < 3; ++i) {
                pair.other_axis[i] = pair.axis[i] + tilt * pair.other_axis[i];
            }
            pair.other_axis =
                times(pair.other_axis, 1.0 / std::sqrt(dot(pair.other_axis, pair.other_axis)));
            touches_where_it_should(pair);
        }
    }
}

TEST_CASE("Which end of an axis is called its head does not matter")
{
    Draw draw(3);
    for (int k = 0; k < 20000; ++k) {
        Pair pair = random_pair(draw);
        const bool meets = pair.meets();
        REQUIRE(meets == pair.meets_backwards());
        pair.axis = times(pair.axis, -1.0);
        REQUIRE(meets == pair.meets());
        pair.apart = times(pair.apart, -1.0); // and neither does point reflection
        REQUIRE(meets == pair.meets());
    }
}

TEST_CASE("Spheres overlap where their centres are closer than their radii together")
{
    Draw draw(4);
    for (int k = 0; k < 2000; ++k) {
        const double a = draw.logarithmic(0.01, 100.0);
        const double b = draw.logarithmic(0.01, 100.0);
        Pair pair{{a, a}, {b, b}, direction(draw), direction(draw), {}};
        const Vector way = direction(draw);
        pair.apart = times(way, (a + b) * (1.0 - 1e-14));
        REQUIRE(pair.meets());
        pair.apart = times(way, (a + b) * (1.0 + 1e-14));
        REQUIRE_FALSE(pair.meets());
    }
}

TEST_CASE(
    "Aligned spheroids of one shape overlap where the spheres do that they are stretched from")
{
    Draw draw(5);
    for (const double ratio : {0.01, 0.1, 0.5, 2.0, 10.0, 100.0}) {
        for (int k = 0; k < 2000; ++k) {
            // The stretched way itself is rounded.
            const double rounding = 1e-15 * std::max(ratio, 1.0 / ratio);
            const double b = draw.logarithmic(0.1, 10.0);
            const Vector axis = direction(draw);
            const Spheroid one{1.0, ratio};
            // Touching spheres of radii 1 and b, stretched along the axis.
            const Vector sphere_way = direction(draw);
            const double along = dot(sphere_way, axis);
            Vector way{};
            for (std::size_t i = 0; i < 3; ++i) {
                way[i] = (sphere_way[i] + (ratio - 1.0) * along * axis[i]) * (1.0 + b);
            }
            Pair pair{one, one.scaled(b), axis, axis, {}};
            pair.apart = times(way, 1.0 - rounding);
            REQUIRE(pair.meets());
            pair.apart = times(way, 1.0 + rounding);
            REQUIRE_FALSE(pair.meets());
        }
    }
}

TEST_CASE("Crossed needles touch at the sum of their thicknesses, tip and side at length and "
          "thickness")
{
    const Spheroid needle = unit_spheroid(100.0);
    const Vector x{1.0, 0.0, 0.0};
    const Vector z{0.0, 0.0, 1.0};
    const auto meet = [&](const Vector& apart) { return overlap(needle, x, needle, z, apart); };
    const double crossed = 2.0 * needle.equatorial;
    CHECK(meet({0.0, crossed * (1.0 - 1e-12), 0.0}));
    CHECK_FALSE(meet({0.0, crossed * (1.0 + 1e-12), 0.0}));
    const double tip = needle.equatorial + needle.polar;
    CHECK(meet({0.0, 0.0, tip * (1.0 - 1e-12)}));
    CHECK_FALSE(meet({0.0, 0.0, tip * (1.0 + 1e-12)}));
}

TEST_CASE("Bodies with one centre overlap, and a small one inside a large one does")
{
    CHECK(overlap({1.0, 0.01}, {1, 0, 0}, {1.0, 100.0}, {0, 0, 1}, {0, 0, 0}));
    CHECK(overlap({10.0, 5.0}, {1, 0, 0}, {0.01, 0.02}, {0, 0, 1}, {3.0, 4.0, 0.0}));
}

TEST_CASE("Pairs placed at random overlap as often as their excluded volume says")
{
    Draw draw(6);
    for (const double ratio : {0.01, 0.1, 0.5, 2.0, 10.0, 100.0}) {
        CAPTURE(ratio);
        const Spheroid one = unit_spheroid(ratio);
        const Spheroid other = one.scaled(1.5);
        const double reach = one.longest() + other.longest();
        const int count = pairs / 10;
        int meeting = 0;
        for (int k = 0; k < count; ++k) {
            const double distance = reach * std::cbrt(draw.uniform(0.0, 1.0));
            const Vector apart = times(direction(draw), distance);
            const Vector axis = direction(draw);
            meeting += overlap(one, axis, other, direction(draw), apart) ? 1 : 0;
        }
        const double ball = 4.0 / 3.0 * std::numbers::pi * reach * reach * reach;
        const double chance = mean_excluded_volume(one, other) / ball;
        const double deviation = std::sqrt(chance * (1.0 - chance) / count);
        CHECK(std::abs(static_cast<double>(meeting) / count - chance) < 3.0 * deviation);
    }
}
