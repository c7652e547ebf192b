#include "runs/fit/multi_start.hpp"

#include "tests/support/toy_fits.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace percolith;
using Catch::Matchers::Contains;
using namespace runs::fit;
using tests::ToyFit;

namespace
{

/// (x^2 - 1)^2 + a tilt: minima near -1 and 1, the left one lower.
ToyFit two_valleys()
{
    return {{{.name = "x", .start = 0.8, .low = -3.0, .high = 3.0}},
            2,
            [](std::size_t k, std::span<const double> theta, double& r, std::span<double> slopes) {
                const double x = theta[0];
                r = k == 0 ? 3.0 * (x * x - 1.0) : 0.5 * (x + 1.0);
                slopes[0] = k == 0 ? 6.0 * x : 0.5;
                return true;
            }};
}

} // namespace

TEST_CASE("the given start comes first, and every place is within the bounds", "[runs][fit]")
{
    const std::vector<Unknown> unknowns{
        {.name = "a", .logarithmic = true, .start = 1e-3, .low = 1e-6, .high = 1.0},
        {.name = "b", .start = 2.0, .low = -1.0, .high = 5.0},
        {.name = "c", .logarithmic = true, .start = 7.0}};
    const auto places = starting_places(unknowns, 64, 3);
    REQUIRE(places.size() == 64);
    CHECK(places[0][0] == std::log(1e-3));
    CHECK(places[0][1] == 2.0);
    for (const auto& place : places) {
        CHECK(place[0] >= std::log(1e-6));
        CHECK(place[0] <= 0.0);
        CHECK(place[1] >= -1.0);
        CHECK(place[1] <= 5.0);
        CHECK(std::abs(place[2] - std::log(7.0)) <= std::log(100.0));
    }
    CHECK(starting_places(unknowns, 64, 3) == places);
    CHECK(starting_places(unknowns, 64, 4)[1] != places[1]);
}

TEST_CASE("starting places fill every unknown's range evenly", "[runs][fit]")
{
    const std::vector<Unknown> unknowns(5, Unknown{.name = "x", .low = 0.0, .high = 1.0});
    const auto places = starting_places(unknowns, 65, 11);
    for (std::size_t k = 0; k < unknowns.size(); ++k) {
        std::vector<int> in_eighth(8);
        for (std::size_t which = 1; which < places.size(); ++which) {
            ++in_eighth[static_cast<std::size_t>(8.0 * places[which][k])];
        }
        // 64 consecutive points of a Sobol sequence put 8 in every eighth; Boost's begins with
        // the second point, which takes one from an eighth and gives one to another.
        for (const int count : in_eighth) {
            CHECK(std::abs(count - 8) <= 1);
        }
    }
}

TEST_CASE("a start off by a factor 100 in every unknown converges", "[runs][fit]")
{
    const tests::Decay truth;
    for (const double amplitude : {0.02, 200.0}) {
        for (const double rate : {0.007, 70.0}) {
            const auto search = search_minima(truth.fit(5, amplitude, rate));
            REQUIRE(search.best().converged());
            CAPTURE(amplitude, rate);
            // 0.02 of noise on 60 points leaves about 0.005 in ln A and 0.007 in ln k.
            CHECK(search.best().theta[0] == Approx(std::log(2.0)).margin(0.02));
            CHECK(search.best().theta[1] == Approx(std::log(0.7)).margin(0.03));
        }
    }
}

TEST_CASE("four unknowns, each off by a factor 100 either way, converge", "[runs][fit]")
{
    const std::vector truth{0.0, std::log(0.3), std::log(0.5), std::log(3.0)};
    for (unsigned corner = 0; corner < 16; ++corner) {
        auto start = truth;
        for (std::size_t k = 0; k < 4; ++k) {
            start[k] += ((corner >> k) & 1U) != 0 ? std::log(100.0) : -std::log(100.0);
        }
        const auto fit = tests::two_decays(truth, start);
        const auto search = search_minima(fit);
        CAPTURE(corner, search.best().cost);
        REQUIRE(search.best().converged());
        // 80 data, 4 unknowns: 76 +- 12; four standard errors.
        CHECK(search.best().cost < 125.0);
        // The two decays may change places.
        auto found = search.best().theta;
        if (found[1] > found[3]) {
            std::swap(found[0], found[2]);
            std::swap(found[1], found[3]);
        }
        CHECK(found[1] == Approx(truth[1]).margin(0.1));
        CHECK(found[3] == Approx(truth[3]).margin(0.2));
    }
}

TEST_CASE("distinct minima are listed, the best first, with the starts that reached each",
          "[runs][fit]")
{
    const auto valleys = two_valleys();
    const auto search = search_minima(valleys, {.starts = 20});
    REQUIRE(search.minima.size() == 2);
    CHECK(search.minima[0].best.theta[0] == Approx(-1.0).epsilon(1e-4));
    CHECK(search.minima[0].best.cost == Approx(0.0).margin(1e-6));
    CHECK(search.minima[1].best.theta[0] > 0.9);
    CHECK(search.minima[0].reached + search.minima[1].reached == 20);
    CHECK(search.minima[1].reached >= 5);
    // The given start alone ends in the worse one.
    CHECK(search.solutions[0].theta[0] > 0.9);
    CHECK_THAT(describe(search, valleys.unknowns())[0], Contains("of 20 starts end at"));
}

TEST_CASE("solutions that data cannot tell apart are one minimum", "[runs][fit]")
{
    const auto product = tests::power_law({{.name = "a", .logarithmic = true, .start = 3.0},
                                           {.name = "b", .logarithmic = true, .start = 5.0}},
                                          {1.0, 1.0}, 0.01, 4);
    const auto search = search_minima(product);
    REQUIRE(search.minima.size() == 1);
    CHECK(search.minima[0].reached == 16);
    CHECK(search.minima[0].high[0] - search.minima[0].low[0] > 1.0);
    CHECK_THAT(describe(search, product.unknowns())[0], Contains("which fit alike"));
}

TEST_CASE("minima do not depend on the number of threads", "[runs][fit]")
{
    const auto valleys = two_valleys();
    const auto one = search_minima(valleys, {.threads = 1});
    const auto four = search_minima(valleys, {.threads = 4});
    REQUIRE(one.minima.size() == four.minima.size());
    for (std::size_t k = 0; k < one.solutions.size(); ++k) {
        CHECK(one.solutions[k].theta == four.solutions[k].theta);
        CHECK(one.solutions[k].cost == four.solutions[k].cost);
    }
}

TEST_CASE("a place where the model cannot be computed is replaced by another", "[runs][fit]")
{
    const ToyFit half(
        {{.name = "x", .start = 0.5, .low = -1.0, .high = 1.0}}, 1,
        [](std::size_t, std::span<const double> theta, double& r, std::span<double> slopes) {
            r = theta[0] - 0.25;
            slopes[0] = 1.0;
            return theta[0] > 0.0;
        });
    const auto search = search_minima(half);
    REQUIRE(search.minima.size() == 1);
    CHECK(search.minima[0].reached == 16);
}

TEST_CASE("progress says which start is at which step, and a raised flag ends them all",
          "[runs][fit]")
{
    std::atomic<bool> stop{false};
    std::size_t calls = 0;
    MultiStartOptions options;
    options.each.stop = &stop;
    options.each.progress = [&](const SolveProgress& progress) {
        CHECK(progress.start < 16);
        stop = ++calls >= 5; // from every thread that asks afterwards, too
    };
    const auto search = search_minima(two_valleys(), options);
    CHECK(search.interrupted);
    CHECK(std::ranges::any_of(search.solutions, [](const Solution& solution) {
        return solution.ending == Ending::interrupted;
    }));
}
