#include "runs/fit/profile.hpp"

#include "runs/fit/identifiability.hpp"
#include "tests/support/toy_fits.hpp"

#include <catch2/catch.hpp>

using namespace percolith;
using Catch::Matchers::Contains;
using namespace runs::fit;
using tests::ToyFit;

namespace
{

/// Residuals of f(theta) = data, each with error 1, for one unknown.
ToyFit one_residual(Unknown unknown, std::function<double(double)> r,
                    std::function<double(double)> slope)
{
    return {{std::move(unknown)},
            1,
            [r, slope](std::size_t, std::span<const double> theta, double& residual,
                       std::span<double> slopes) {
                residual = r(theta[0]);
                slopes[0] = slope(theta[0]);
                return true;
            }};
}

Solution solved(const Objective& objective)
{
    std::vector<double> theta;
    for (const auto& unknown : objective.unknowns()) {
        theta.push_back(unknown.theta(unknown.start));
    }
    return solve(objective, theta);
}

} // namespace

TEST_CASE("at the ends of a 95 % interval -2 ln L has risen by 3.84", "[runs][fit]")
{
    CHECK(profile_threshold(0.95) == Approx(3.841459));
    CHECK(profile_threshold(0.6826895) == Approx(1.0));
}

TEST_CASE("for a linear fit the profile interval is that of the standard error", "[runs][fit]")
{
    const ToyFit line(
        {{.name = "a"}, {.name = "b"}}, 9,
        [](std::size_t k, std::span<const double> theta, double& r, std::span<double> slopes) {
            const double t = 0.5 * static_cast<double>(k);
            r = (1.0 + 2.0 * t - theta[0] - theta[1] * t) / 0.3;
            slopes[0] = -1.0 / 0.3;
            slopes[1] = -t / 0.3;
            return true;
        });
    const auto minimum = solved(line);
    const auto expected = trust(line, minimum);
    const auto found = profiles(line, minimum);
    REQUIRE_FALSE(found.lower);
    for (std::size_t k = 0; k < 2; ++k) {
        const auto interval = interval_of(found.profiles[k], line.unknowns()[k]);
        // The root is located to a thousandth of a step, steps being a third of the interval.
        CHECK(interval.low == Approx(expected.intervals[k].low).margin(2e-3 * expected.errors[k]));
        CHECK(interval.high ==
              Approx(expected.intervals[k].high).margin(2e-3 * expected.errors[k]));
    }
}

TEST_CASE("in a bent valley the profile interval is the true one, where curvature's is not",
          "[runs][fit]")
{
    // Along y the valley x = +-sqrt(y): profile of y is r = 1 - sqrt(y), so y = (1 + 1.96)^2.
    const auto valley = tests::banana(0.5, 0.5);
    const auto minimum = solved(valley);
    const auto found = profiles(valley, minimum);
    const auto interval = interval_of(found.profiles[1], valley.unknowns()[1]);
    CHECK(interval.high == Approx(std::pow(1.0 + 1.959964, 2)).epsilon(0.02));
    const auto x = interval_of(found.profiles[0], valley.unknowns()[0]);
    CHECK(x.low == Approx(1.0 - 1.959964).epsilon(5e-3));
    CHECK(x.high == Approx(1.0 + 1.959964).epsilon(5e-3));
    CHECK(trust(valley, minimum).intervals[1].high < 0.6 * interval.high);
}

TEST_CASE("points of a profile rise outward from the minimum and carry the other unknowns",
          "[runs][fit]")
{
    const auto valley = tests::banana(0.5, 0.5);
    const auto found = profiles(valley, solved(valley));
    const auto& points = found.profiles[0].points;
    REQUIRE(points.size() > 6);
    for (std::size_t k = 1; k < points.size(); ++k) {
        CHECK(points[k].theta > points[k - 1].theta);
    }
    for (const auto& point : points) {
        CHECK(point.others[0] == point.theta);
        CHECK(point.others[1] == Approx(point.theta * point.theta).margin(1e-3));
        CHECK(point.rise == Approx(std::pow(1.0 - point.theta, 2)).margin(1e-3));
    }
}

TEST_CASE("an interval that data leave open on one side is said to be open there", "[runs][fit]")
{
    // 1 - exp(-k) measured as 1 with an error of 0.1: k may be any large number.
    const Unknown k{.name = "k", .unit = "1/s", .logarithmic = true, .start = 3.0};
    const auto fast = one_residual(
        k, [](double theta) { return 10.0 * std::exp(-std::exp(theta)); },
        [](double theta) { return -10.0 * std::exp(theta - std::exp(theta)); });
    const auto found = profiles(fast, solved(fast));
    const auto& profile = found.profiles[0];
    CHECK(profile.at_low == Limit::crossed);
    CHECK(profile.at_high == Limit::reach);
    // exp(-k) = 0.196 plus what the start of the profile still had.
    CHECK(std::exp(profile.low) == Approx(-std::log(0.1959964)).epsilon(0.01));
    CHECK(std::isinf(interval_of(profile, k).high));
    CHECK_THAT(describe(profile, k), Contains("k: above 1.63"));
    CHECK_THAT(describe(profile, k), Contains("1/s (95 %), not bounded above within the range"));
}

TEST_CASE("an unknown that is good up to its bound is said to be held by the bound", "[runs][fit]")
{
    const Unknown x{.name = "x", .start = 0.5, .low = 0.0, .high = 1.0};
    const auto fit =
        one_residual(x, [](double theta) { return theta - 0.3; }, [](double) { return 1.0; });
    const auto found = profiles(fit, solved(fit));
    CHECK(found.profiles[0].at_low == Limit::bound);
    CHECK(found.profiles[0].at_high == Limit::bound);
    CHECK(found.profiles[0].high == 1.0);
    CHECK_THAT(describe(found.profiles[0], x),
               Contains("x: not bounded below by the data: still good at its bound 0,"));
}

TEST_CASE("an end that another unknown's bound sets is said to be set by it", "[runs][fit]")
{
    // b follows up to 2 where a falls: there a ends where 100 ln(2 a)^2 + ln(2)^2 = 3.84.
    const auto fit = tests::followed_by(2.0);
    const auto found = profiles(fit, solved(fit));
    const auto& profile = found.profiles[0];
    CHECK(profile.at_low == Limit::crossed);
    const double beyond = 0.1 * std::sqrt(found.threshold - std::pow(std::log(2.0), 2));
    CHECK(profile.low == Approx(-std::log(2.0) - beyond).margin(1e-3));
    REQUIRE(profile.low_set_by.size() == 1);
    CHECK(profile.low_set_by[0].unknown == 1);
    CHECK(profile.low_set_by[0].side == Side::high);
    // Where a rises, b falls, and has room.
    CHECK(profile.at_high == Limit::crossed);
    CHECK(profile.high_set_by.empty());
    const auto said = ends_set_by_bounds(profile, fit.unknowns());
    REQUIRE(said.size() == 1);
    CHECK(said[0] == "a: the lower end is set by the bound of b, 2 1/s");
    // b's own bound is no other's.
    CHECK(found.profiles[1].at_high == Limit::bound);
    CHECK(ends_set_by_bounds(found.profiles[1], fit.unknowns()).empty());
}

TEST_CASE("an end that another unknown's bound lies beyond is not said to be set by it",
          "[runs][fit]")
{
    // b reaches 7.1 where a ends.
    const auto fit = tests::followed_by(8.0);
    const auto found = profiles(fit, solved(fit));
    const auto& profile = found.profiles[0];
    CHECK(profile.at_low == Limit::crossed);
    CHECK(profile.low == Approx(-std::sqrt(1.01 * found.threshold)).margin(2e-3));
    CHECK(profile.low_set_by.empty());
    CHECK(profile.high_set_by.empty());
    CHECK(ends_set_by_bounds(profile, fit.unknowns()).empty());
}

TEST_CASE("a bound that is pressed without effect sets no end", "[runs][fit]")
{
    // c lies on its bound, and moves nothing.
    const ToyFit fit(
        {{.name = "a", .logarithmic = true, .start = 1.0},
         {.name = "c", .logarithmic = true, .start = 5.0, .low = 1.0, .high = 5.0}},
        1, [](std::size_t, std::span<const double> theta, double& r, std::span<double> slopes) {
            r = theta[0];
            slopes[0] = 1.0;
            slopes[1] = 0.0;
            return true;
        });
    const auto found = profiles(fit, solved(fit));
    CHECK(found.profiles[0].at_low == Limit::crossed);
    CHECK(found.profiles[0].low_set_by.empty());
    CHECK(found.profiles[0].high_set_by.empty());
}

TEST_CASE("of a degenerate pair neither has an end", "[runs][fit]")
{
    const auto product = tests::power_law({{.name = "a", .logarithmic = true, .start = 1.0},
                                           {.name = "b", .logarithmic = true, .start = 1.0}},
                                          {1.0, 1.0}, 0.01, 4);
    const auto found = profiles(product, solved(product));
    for (const auto& profile : found.profiles) {
        CHECK(profile.at_low == Limit::reach);
        CHECK(profile.at_high == Limit::reach);
        CHECK(profile.high - profile.low == Approx(2.0 * std::log(1e4)));
    }
    CHECK_THAT(describe(found.profiles[0], product.unknowns()[0]),
               Contains("a: not bounded below within the range looked at (to 0.0001)"));
}

TEST_CASE("a model that cannot be computed farther out ends a profile there", "[runs][fit]")
{
    const Unknown x{.name = "x", .start = 0.0};
    const ToyFit fit(
        {x}, 1,
        [](std::size_t, std::span<const double> theta, double& r, std::span<double> slopes) {
            r = theta[0];
            slopes[0] = 1.0;
            return theta[0] < 1.0;
        });
    const auto found = profiles(fit, solved(fit));
    CHECK(found.profiles[0].at_low == Limit::crossed);
    CHECK(found.profiles[0].at_high == Limit::not_computable);
    CHECK(found.profiles[0].high == Approx(1.0).epsilon(1e-2));
    CHECK_THAT(describe(found.profiles[0], x), Contains("can no longer be computed"));
}

TEST_CASE("a profile ends where the sum of squares leaps over the threshold", "[runs][fit]")
{
    // As where an event that was seen ceases to happen: flat before, hopeless behind.
    const Unknown x{.name = "x", .start = 0.0, .low = -5.0, .high = 5.0};
    const ToyFit fit(
        {x}, 2,
        [](std::size_t row, std::span<const double> theta, double& r, std::span<double> slopes) {
            r = row == 0 ? 0.01 * theta[0] : (theta[0] < 1.0 ? 0.0 : 50.0);
            slopes[0] = row == 0 ? 0.01 : 0.0;
            return true;
        });
    const auto found = profiles(fit, solved(fit));
    CHECK(found.profiles[0].at_low == Limit::bound);
    CHECK(found.profiles[0].at_high == Limit::crossed);
    // Steps shrink to a ten-thousandth of the first before a leap is believed.
    CHECK(found.profiles[0].high == Approx(1.0).margin(1e-2));
    CHECK(interval_of(found.profiles[0], x).high == Approx(1.0).margin(1e-2));
}

TEST_CASE("an end where the others could not be led to their best is said to be unsure",
          "[runs][fit]")
{
    // Away from x = 0 the slope by y is a lie: no step that it proposes makes the fit better.
    const std::vector<Unknown> unknowns{{.name = "x", .start = 0.0, .low = -9.0, .high = 9.0},
                                        {.name = "y", .start = 0.0, .low = -9.0, .high = 9.0}};
    const auto lying = [&](double from) {
        return ToyFit(unknowns, 2,
                      [from](std::size_t row, std::span<const double> theta, double& r,
                             std::span<double> slopes) {
                          const bool lie = theta[0] > from;
                          r = row == 0 ? theta[0] : theta[1] - 0.2 * theta[0] * theta[0];
                          slopes[0] = row == 0 ? 1.0 : -0.4 * theta[0];
                          slopes[1] = row == 0 ? 0.0 : lie ? -1.0 : 1.0;
                          return true;
                      });
    };
    const auto lies = lying(1.0);
    const auto found = profiles(lies, solved(lies), {.only = {0}}).profiles[0];
    CHECK_FALSE(found.low_unsure);
    CHECK(found.high_unsure);
    CHECK(unsure_ends(found, unknowns) ==
          std::vector<std::string>{"x: the upper end may lie farther out: the fit of the others "
                                   "there did not converge"});
    const auto honest = lying(9.0);
    CHECK(unsure_ends(profiles(honest, solved(honest)).profiles[0], unknowns).empty());
}

TEST_CASE(
    "an unknown without effect at the best fit is said to be bounded where its profile has an end",
    "[runs][fit]")
{
    // Of two unknowns flat where they are, x runs into a wall at 1 and y into none.
    const std::vector<Unknown> unknowns{{.name = "x", .start = 0.0, .low = -5.0, .high = 5.0},
                                        {.name = "y", .start = 0.0, .low = -5.0, .high = 5.0}};
    const ToyFit fit(
        unknowns, 1,
        [](std::size_t, std::span<const double> theta, double& r, std::span<double> slopes) {
            const double beyond = std::max(0.0, theta[0] - 1.0);
            r = 5.0 * beyond * beyond;
            slopes[0] = 10.0 * beyond;
            slopes[1] = 0.0;
            return true;
        });
    const auto found = profiles(fit, solved(fit));
    CHECK(found.profiles[0].at_low == Limit::bound);
    CHECK(found.profiles[0].at_high == Limit::crossed);
    CHECK(bounded(found) == std::vector<std::size_t>{0});
    const auto findings = identifiability(unknowns, std::vector{0.0, 0.0}, std::vector{0.0, 0.0});
    CHECK(describe(findings, unknowns, bounded(found)) ==
          std::vector<std::string>{"x has no effect near the best fit; its profile bounds it",
                                   "y has no effect on these data"});
}

TEST_CASE("a lower minimum beside the way of a profile is handed back", "[runs][fit]")
{
    // A ripple on a parabola about 3: minima of very different depth, barriers below 3.84.
    const Unknown x{.name = "x", .start = 0.2, .low = -4.0, .high = 8.0};
    const ToyFit ripple(
        {x}, 2,
        [](std::size_t k, std::span<const double> theta, double& r, std::span<double> slopes) {
            const double t = theta[0];
            r = k == 0 ? 0.5 * (t - 3.0) : 0.8 * std::sin(2.0 * (t - 3.0));
            slopes[0] = k == 0 ? 0.5 : 1.6 * std::cos(2.0 * (t - 3.0));
            return true;
        });
    const auto minimum = solved(ripple);
    REQUIRE(minimum.converged());
    REQUIRE(minimum.cost > 0.5);
    const auto found = profiles(ripple, minimum);
    REQUIRE(found.lower);
    CHECK(found.lower->cost < minimum.cost - 0.1);
    const auto again = profiles(ripple, *found.lower);
    CHECK((!again.lower || again.lower->theta[0] == Approx(3.0)));
}

TEST_CASE("profiles do not depend on the number of threads", "[runs][fit]")
{
    const auto valley = tests::banana(0.5, 0.5);
    const auto minimum = solved(valley);
    const auto one = profiles(valley, minimum, {.threads = 1});
    const auto four = profiles(valley, minimum, {.threads = 4});
    for (std::size_t k = 0; k < 2; ++k) {
        CHECK(one.profiles[k].low == four.profiles[k].low);
        CHECK(one.profiles[k].high == four.profiles[k].high);
        CHECK(one.profiles[k].points.size() == four.profiles[k].points.size());
    }
}
