#include "model/microstructure/lattice_scaling.hpp"

#include "model/microstructure/finite_size.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <stdexcept>

using namespace percolith::microstructure;

namespace
{

struct Size {
    std::int32_t length;
    std::uint32_t realisations;
};

std::vector<ScalingPoint> conduct_sizes(Bonds bonds, const std::vector<Size>& sizes)
{
    std::vector<ScalingPoint> points;
    for (const Size& size : sizes) {
        points.push_back(conduct_lattices(bonds, size.length, size.realisations, 1));
    }
    return points;
}

// The leading correction to scaling, which small lattices need.
constexpr double correction = 1.2;

} // namespace

TEST_CASE("a metal at its threshold loses conductivity with the exponent t = 2.0",
          "[microstructure]")
{
    const auto points = conduct_sizes(Bonds::metal_in_vacuum,
                                      {{6, 24000}, {8, 16000}, {12, 6000}, {16, 3000}, {24, 1000}});
    const ExponentFit fit = fit_exponent(points, correction);
    INFO("t = " << fit.exponent << " +- " << fit.standard_error);
    // Asked for is 0.1; two standard errors stay within it.
    CHECK(fit.standard_error < 0.05);
    CHECK(fit.exponent == Approx(2.0).margin(0.1));
    CHECK(fit.chi_squared < 12.0); // of two: one in four hundred is larger
}

TEST_CASE("a superconductor at its threshold loses resistivity with the exponent s = 0.73",
          "[microstructure]")
{
    const auto points = conduct_sizes(Bonds::superconductor_in_metal,
                                      {{4, 8000}, {6, 4000}, {8, 3000}, {12, 1000}, {16, 500}});
    const ExponentFit fit = fit_exponent(points, correction);
    INFO("s = " << fit.exponent << " +- " << fit.standard_error);
    CHECK(fit.standard_error < 0.05);
    CHECK(fit.exponent == Approx(0.73).margin(0.08));
    CHECK(fit.chi_squared < 12.0);
}

TEST_CASE("means of lattices scatter as their standard errors say", "[microstructure]")
{
    for (const Bonds bonds : {Bonds::metal_in_vacuum, Bonds::superconductor_in_metal}) {
        constexpr int groups = 100;
        std::vector<ScalingPoint> points;
        double mean = 0.0;
        double error = 0.0;
        for (int seed = 0; seed < groups; ++seed) {
            points.push_back(
                conduct_lattices(bonds, 6, 100, 1000 + static_cast<std::uint64_t>(seed)));
            mean += points.back().mean / groups;
            error += points.back().standard_error * points.back().standard_error / groups;
        }
        double scatter = 0.0;
        for (const ScalingPoint& point : points) {
            scatter += (point.mean - mean) * (point.mean - mean) / (groups - 1);
        }
        // A variance from 100 draws is known within a seventh; three of those.
        CHECK(scatter / error == Approx(1.0).margin(3.0 * std::sqrt(2.0 / groups)));
    }
}

TEST_CASE("lattices at the threshold are the same on any number of threads", "[microstructure]")
{
    for (const Bonds bonds : {Bonds::metal_in_vacuum, Bonds::superconductor_in_metal}) {
        const auto one = conduct_lattices(bonds, 8, 50, 3, 1);
        const auto three = conduct_lattices(bonds, 8, 50, 3, 3);
        CHECK(one.mean == three.mean);
        CHECK(one.standard_error == three.standard_error);
        CHECK(one.spanning == three.spanning);
    }
    // A lattice of metal bonds and one of superconducting bonds span alike.
    CHECK(conduct_lattices(Bonds::metal_in_vacuum, 8, 200, 5).spanning ==
          conduct_lattices(Bonds::superconductor_in_metal, 8, 200, 5).spanning);
}

TEST_CASE("a fit finds the exponent and the correction that data were made with",
          "[microstructure]")
{
    std::vector<ScalingPoint> points;
    for (const std::int32_t length : {4, 8, 16, 32, 64}) {
        const double mean = 3.0 * std::pow(length, -2.1 * inverse_nu);
        points.push_back({.length = length,
                          .realisations = 100,
                          .mean = mean * std::exp(0.8 * std::pow(length, -1.2)),
                          .standard_error = 1e-3 * mean});
    }
    const ExponentFit corrected = fit_exponent(points, 1.2);
    CHECK(corrected.exponent == Approx(2.1).epsilon(1e-9));
    CHECK(corrected.degrees_of_freedom == 2);
    const ExponentFit plain = fit_exponent(points);
    CHECK(plain.exponent > 2.1 + 10.0 * plain.standard_error);
    CHECK(plain.chi_squared > 100.0);
    CHECK_THROWS_AS(fit_exponent({points.data(), 2}, 1.2), std::invalid_argument);
    points[0].mean = 0.0;
    CHECK_THROWS_AS(fit_exponent(points), std::invalid_argument);
}

TEST_CASE("sizes that are none are refused, and a stopped one has no realisations",
          "[microstructure]")
{
    CHECK_THROWS_AS(conduct_lattices(Bonds::metal_in_vacuum, 1, 10, 0), std::invalid_argument);
    CHECK_THROWS_AS(conduct_lattices(Bonds::metal_in_vacuum, 4, 1, 0), std::invalid_argument);
    CHECK_THROWS_AS(conduct_lattices(Bonds::metal_in_vacuum, 5000, 10, 0), std::invalid_argument);
    const std::atomic<bool> stop{true};
    CHECK(conduct_lattices(Bonds::metal_in_vacuum, 4, 10, 0, 1, &stop).realisations == 0);
}
