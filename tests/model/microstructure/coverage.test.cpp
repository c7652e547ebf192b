#include "model/microstructure/coverage.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <vector>

using namespace percolith::microstructure;

namespace
{

struct Sample {
    ParticleSource source;
    std::vector<Particle> all;
    RandomSource random;
};
Sample sample(double ratio, const Sizes& sizes, double edge, std::size_t count,
              std::uint32_t realisation)
{
    Particles particles;
    particles.axis_ratio = ratio;
    particles.sizes = sizes;
    const RandomSource random(8, 1, realisation);
    Sample made{{particles, Box{{edge, edge, edge}}, random}, {}, random};
    for (std::size_t k = 0; k < count; ++k) {
        made.all.push_back(made.source(k));
    }
    return made;
}

} // namespace

TEST_CASE("Particles placed independently cover 1 - exp(-eta), whatever their shape and sizes")
{
    constexpr int realisations = 8;
    for (const double ratio : {0.1, 5.0}) {
        for (const Sizes& sizes :
             {Sizes{EqualSizes{}}, Sizes{BinarySizes{3.0, 0.5}}, Sizes{LogNormalSizes{0.3}}}) {
            double mean = 0.0;
            double squares = 0.0;
            for (std::uint32_t k = 0; k < realisations; ++k) {
                const auto made = sample(ratio, sizes, 14.0, 1500, k);
                double eta = 0.0;
                for (const auto& particle : made.all) {
                    eta += made.source.shape_of(particle).volume() / made.source.box().volume();
                }
                const Coverage coverage(made.source, made.all, made.random);
                const double off = coverage.fraction(1500) + std::expm1(-eta);
                mean += off / realisations;
                squares += off * off / realisations;
            }
            const double error = std::sqrt((squares - mean * mean) / (realisations - 1));
            // A number that is fixed covers 1 - (1 - v/V)^N, less than 1e-4 more.
            CHECK(std::abs(mean) < 4.0 * error + 1e-4);
            CHECK(error < 0.005);
        }
    }
}

TEST_CASE("A single particle covers its own volume, across the box's faces too")
{
    for (const double ratio : {0.2, 1.0, 4.0}) {
        auto made = sample(ratio, EqualSizes{}, 3.0, 1, 0);
        made.all[0].place = {0.01, 2.99, 1.5};
        const Coverage coverage(made.source, made.all, made.random);
        const double expected = made.source.shape().volume() / 27.0;
        const double error = std::sqrt(expected / 65536.0);
        CHECK(std::abs(coverage.fraction(1) - expected) < 4.0 * error);
    }
}

TEST_CASE("Coverage grows particle by particle, and by parts of one in between")
{
    const auto made = sample(1.0, EqualSizes{}, 6.0, 300, 0);
    const Coverage coverage(made.source, made.all, made.random);
    CHECK(coverage.fraction(0) == 0.0);
    for (std::size_t count = 1; count <= 300; ++count) {
        REQUIRE(coverage.fraction(count) >= coverage.fraction(count - 1));
        // What the first ones cover does not depend on those that come later.
        if (count % 100 == 0) {
            const std::vector<Particle> first(
                made.all.begin(), made.all.begin() + static_cast<std::ptrdiff_t>(count));
            const Coverage alone(made.source, first, made.random);
            CHECK(alone.fraction(count) == coverage.fraction(count));
        }
    }
    CHECK(coverage.fraction_before(10, 0.0) == coverage.fraction(10));
    CHECK(coverage.fraction_before(10, 1.0) == Approx(coverage.fraction(9)));
    CHECK(coverage.fraction_before(10, 0.25) ==
          Approx(0.25 * coverage.fraction(9) + 0.75 * coverage.fraction(10)));
}

TEST_CASE("The number of particles for a fraction is the smallest that covers it")
{
    const auto made = sample(1.0, EqualSizes{}, 6.0, 300, 1);
    const Coverage coverage(made.source, made.all, made.random);
    for (const double fraction : {0.01, 0.1, 0.3, 0.45}) {
        const std::size_t count = coverage.count_for(fraction);
        CHECK(coverage.fraction(count) >= fraction);
        CHECK(coverage.fraction(count - 1) < fraction);
    }
    CHECK(coverage.count_for(0.0) == 0);
    CHECK(coverage.count_for(0.9999) == 300); // which do not reach it
}

TEST_CASE("No particles cover nothing")
{
    const auto made = sample(1.0, EqualSizes{}, 6.0, 0, 0);
    const Coverage coverage(made.source, made.all, made.random);
    CHECK(coverage.fraction(0) == 0.0);
    CHECK(coverage.count_for(0.5) == 0);
}
