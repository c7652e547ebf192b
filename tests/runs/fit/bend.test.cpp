#include "runs/fit/bend.hpp"

#include "runs/fit/profile.hpp"
#include "runs/fit/restricted.hpp"
#include "tests/support/toy_fits.hpp"

#include <boost/math/distributions/normal.hpp>
#include <catch2/catch.hpp>

using namespace percolith;
using Catch::Matchers::Contains;
using namespace runs::fit;
using tests::ToyFit;

namespace
{

/// a + b t measured at nine times with an error of 0.3; counts how often it is computed.
struct Line {
    int evaluations = 0;
    ToyFit fit{
        {{.name = "a"}, {.name = "b"}},
        9,
        [this](std::size_t k, std::span<const double> theta, double& r, std::span<double> slopes) {
            evaluations += k == 0 ? 1 : 0;
            const double t = 0.5 * static_cast<double>(k);
            r = (1.0 + 2.0 * t - theta[0] - theta[1] * t) / 0.3;
            slopes[0] = -1.0 / 0.3;
            slopes[1] = -t / 0.3;
            return true;
        }};
};

/// exp(theta) measured as 1 with an error; what it cannot be is below `least` (theta).
ToyFit exponential(Unknown unknown, double error, double least = -100.0)
{
    return {{std::move(unknown)},
            1,
            [error, least](std::size_t, std::span<const double> theta, double& r,
                           std::span<double> slopes) {
                r = (std::exp(theta[0]) - 1.0) / error;
                slopes[0] = std::exp(theta[0]) / error;
                return theta[0] > least;
            }};
}

std::vector<Bend> bends_of(const Objective& objective, const std::vector<double>& start)
{
    const auto minimum = solve(objective, start);
    REQUIRE(minimum.converged());
    return bends(objective, minimum, trust(objective, minimum), {.threads = 1});
}

/// Share of a normal distribution between two rises of -2 ln L.
double between(double low, double high)
{
    const boost::math::normal normal;
    return boost::math::cdf(normal, std::sqrt(high)) - boost::math::cdf(normal, -std::sqrt(low));
}

} // namespace

TEST_CASE("a straight valley is seen to be straight, at one evaluation an end", "[runs][fit]")
{
    Line line;
    const auto minimum = solve(line.fit, std::vector{0.0, 0.0});
    const auto errors = trust(line.fit, minimum);
    line.evaluations = 0;
    const auto found = bends(line.fit, minimum, errors, {.threads = 1});
    CHECK(line.evaluations == 4);
    REQUIRE(found.size() == 2);
    for (const auto& bend : found) {
        // The minimum itself is good to 1e-4 of a standard error.
        CHECK(bend.low == Approx(profile_threshold(0.95)).epsilon(1e-3));
        CHECK(bend.high == Approx(profile_threshold(0.95)).epsilon(1e-3));
        CHECK(bend.held == Approx(0.95).margin(1e-4));
        CHECK_FALSE(bend.bent);
        CHECK(describe(bend).empty());
    }
}

TEST_CASE("a bent valley is called bent for the unknown that it bends, and for no other",
          "[runs][fit]")
{
    // Along y the rise is (1 - sqrt(y))^2, along x it is (1 - x)^2, the other following.
    const auto valley = tests::banana(0.5, 0.5);
    const auto found = bends_of(valley, {0.5, 0.5});
    REQUIRE(found.size() == 2);
    CHECK_FALSE(found[0].bent);
    CHECK(found[1].bent);
    // The variance of y is 2^2 that of x, 1, and the valley's own 0.1^2.
    const double end = 1.0 + 1.959964 * std::sqrt(4.01);
    CHECK(found[1].high == Approx(std::pow(1.0 - std::sqrt(end), 2)).epsilon(0.02));
    CHECK(found[1].low > 100.0); // no y < 0 is near the valley
}

TEST_CASE("an end that is too near to the minimum or too far from it is turned into a confidence",
          "[runs][fit]")
{
    const auto skew = exponential({.name = "k", .logarithmic = true, .start = 1.0}, 0.8);
    const auto found = bends_of(skew, {0.0});
    REQUIRE(found.size() == 1);
    const auto rise = [](double theta) { return std::pow((std::exp(theta) - 1.0) / 0.8, 2); };
    const double end = 1.959964 * 0.8;
    CHECK(found[0].low == Approx(rise(-end)).epsilon(1e-3));
    CHECK(found[0].high == Approx(rise(end)).epsilon(1e-3));
    CHECK(found[0].held == Approx(between(rise(-end), rise(end))).epsilon(1e-3));
    CHECK(found[0].bent);
    CHECK_THAT(describe(found[0]), Contains("84 %"));
}

TEST_CASE("a slight bend is not worth a word", "[runs][fit]")
{
    // 93 to 97 % of 95 %: with a relative error of 10 % the ends are at 1.78 and 2.17 errors.
    const auto slight = exponential({.name = "k", .logarithmic = true, .start = 1.0}, 0.1);
    const auto found = bends_of(slight, {0.0});
    REQUIRE(found.size() == 1);
    CHECK(found[0].low < 3.3);
    CHECK_FALSE(found[0].bent);
}

TEST_CASE("where the model ends before the interval does, nothing of the truth is lost there",
          "[runs][fit]")
{
    const auto walled = exponential({.name = "k", .logarithmic = true, .start = 1.0}, 0.3, -0.1);
    const auto found = bends_of(walled, {0.0});
    REQUIRE(found.size() == 1);
    CHECK(std::isinf(found[0].low));
    CHECK(found[0].held == Approx(between(1e4, found[0].high)).epsilon(1e-3));
}

TEST_CASE("an interval that a bound cuts short is judged by what lies within", "[runs][fit]")
{
    Line line;
    const ToyFit bounded(
        {{.name = "a", .low = 0.9}, {.name = "b"}}, 9,
        [&](std::size_t k, std::span<const double> theta, double& r, std::span<double> slopes) {
            std::vector<double> all(18), residuals(9);
            line.fit.evaluate(theta, residuals, all);
            r = residuals[k];
            slopes[0] = all[2 * k];
            slopes[1] = all[2 * k + 1];
            return true;
        });
    const auto found = bends_of(bounded, {1.0, 2.0});
    REQUIRE(found.size() == 2);
    CHECK_FALSE(found[0].bent);
    CHECK(found[0].low == Approx(profile_threshold(0.95)).epsilon(0.01));
    // The other cannot be followed by it to its upper end: the bound bends that valley.
    CHECK(found[1].low == Approx(profile_threshold(0.95)).epsilon(0.01));
    CHECK(found[1].high > 1.5 * profile_threshold(0.95));
    CHECK(found[1].bent);
}

TEST_CASE("what data leave open is not tried", "[runs][fit]")
{
    const auto product = tests::power_law({{.name = "a", .logarithmic = true, .start = 3.0},
                                           {.name = "b", .logarithmic = true, .start = 5.0}},
                                          {1.0, 1.0}, 0.01, 4);
    CHECK(bends_of(product, {std::log(3.0), std::log(5.0)}).empty());
}

TEST_CASE("ends are as good as a fit with the unknown held there finds them", "[runs][fit]")
{
    const tests::Decay truth{.amplitude = 1.0, .rate = 0.7, .noise = 0.1, .points = 30};
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const auto objective = truth.fit(seed, 1.0, 0.7);
        const auto minimum = solve(objective, std::vector{0.0, std::log(0.7)});
        const auto errors = trust(objective, minimum);
        for (const auto& bend : bends(objective, minimum, errors, {.threads = 1})) {
            CAPTURE(seed, bend.unknown);
            CHECK(bend.followed);
            const auto rise = [&](double sign) {
                const auto k = bend.unknown;
                const Restricted held(objective, k,
                                      minimum.theta[k] + sign * 1.959964 * errors.errors[k]);
                return solve(held, held.others(minimum.theta)).cost - minimum.cost;
            };
            // What is left to gain when steps end: a hundredth of the threshold of 3.84.
            CHECK(bend.low == Approx(rise(-1.0)).margin(0.04));
            CHECK(bend.high == Approx(rise(1.0)).margin(0.04));
        }
    }
}
