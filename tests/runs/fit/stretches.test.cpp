#include "runs/fit/stretches.hpp"

#include "tests/support/toy_fits.hpp"

#include <catch2/catch.hpp>

using namespace percolith;
using namespace runs::fit;

TEST_CASE("noise alone has a failing stretch no more often than stated", "[runs][fit]")
{
    int found = 0;
    constexpr int sets = 400;
    for (int set = 0; set < sets; ++set) {
        const auto noise = tests::normal_noise(500, 3000 + static_cast<std::uint64_t>(set));
        found += stretches(noise, 0.05).empty() ? 0 : 1;
    }
    // At most 20 of 400 expected; three standard errors of 4.4 above.
    CHECK(found <= 33);
}

TEST_CASE("a stretch of larger residuals is found where it is", "[runs][fit]")
{
    auto r = tests::normal_noise(1000, 8);
    for (std::size_t k = 310; k < 440; ++k) {
        r[k] *= 4.2;
    }
    const auto found = stretches(r);
    REQUIRE(found.size() == 1);
    CHECK(found[0].failure == Failure::spread);
    // An end is known to a few samples: each adds ln s or so.
    CHECK(std::abs(static_cast<int>(found[0].first) - 310) <= 6);
    CHECK(std::abs(static_cast<int>(found[0].last) - 439) <= 6);
    // A root mean square of 130 is good to 1 / sqrt(260) = 6 %; three of them.
    CHECK(found[0].size == Approx(4.2).epsilon(0.19));
    CHECK(found[0].chance < 1e-10);
}

TEST_CASE("a lean too small to see in any one residual is found in many", "[runs][fit]")
{
    auto r = tests::normal_noise(3000, 9);
    for (std::size_t k = 1000; k < 2000; ++k) {
        r[k] -= 0.4;
    }
    const auto found = stretches(r);
    REQUIRE(found.size() == 1);
    CHECK(found[0].failure == Failure::lean);
    CHECK(found[0].size == Approx(-0.4).margin(0.1));
    // Ends wander until their sum of m x is a few units: 1 / 0.4^2 samples times a few.
    CHECK(std::abs(static_cast<int>(found[0].first) - 1000) <= 60);
    CHECK(std::abs(static_cast<int>(found[0].last) - 1999) <= 60);
}

TEST_CASE("several stretches are told apart, the strongest first", "[runs][fit]")
{
    auto r = tests::normal_noise(2000, 10);
    for (std::size_t k = 200; k < 260; ++k) {
        r[k] *= 3.0;
    }
    for (std::size_t k = 1500; k < 1600; ++k) {
        r[k] += 3.0;
    }
    const auto found = stretches(r);
    REQUIRE(found.size() == 2);
    CHECK(found[0].failure == Failure::lean);
    CHECK(found[0].first > 1400);
    CHECK(found[1].failure == Failure::spread);
    CHECK(found[1].last < 300);
}

TEST_CASE("no residuals have no stretches", "[runs][fit]")
{
    CHECK(stretches({}).empty());
}
