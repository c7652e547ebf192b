#include "runs/fit/trust.hpp"

#include "tests/support/toy_fits.hpp"

#include <catch2/catch.hpp>

using namespace percolith;
using namespace runs::fit;
using tests::ToyFit;

TEST_CASE("errors and correlation of a straight line are those of the textbook", "[runs][fit]")
{
    // y at t = 0 .. 4 with sigma 0.5: var b = s^2 / sum (t - 2)^2, var a = s^2 (1/5 + 4/10),
    // cov = -2 s^2 / 10.
    std::vector<double> jacobian;
    for (int t = 0; t < 5; ++t) {
        jacobian.insert(jacobian.end(), {-1.0 / 0.5, -t / 0.5});
    }
    const std::vector<Unknown> unknowns{{.name = "a"}, {.name = "b"}};
    const auto result = trust(unknowns, std::vector{1.0, 2.0}, jacobian);
    CHECK(result.errors[0] == Approx(std::sqrt(0.15)));
    CHECK(result.errors[1] == Approx(std::sqrt(0.025)));
    CHECK(result.correlation(0, 1) == Approx(-0.05 / std::sqrt(0.15 * 0.025)));
    CHECK(result.correlation(1, 1) == Approx(1.0));
    CHECK(result.intervals[1].low == Approx(2.0 - 1.959964 * std::sqrt(0.025)));
}

TEST_CASE("units do not matter to what is determined", "[runs][fit]")
{
    std::vector<double> jacobian;
    for (int t = 0; t < 5; ++t) {
        jacobian.insert(jacobian.end(), {-1.0, -1e-12 * t});
    }
    const std::vector<Unknown> unknowns{{.name = "a"}, {.name = "b"}};
    const auto result = trust(unknowns, std::vector{1.0, 2.0}, jacobian);
    CHECK(result.determined[1]);
    CHECK(result.errors[1] == Approx(1e12 / std::sqrt(10.0)));
}

TEST_CASE("the interval of a logarithmic unknown is a factor either way", "[runs][fit]")
{
    const std::vector<Unknown> unknowns{{.name = "k", .logarithmic = true}};
    const auto result = trust(unknowns, std::vector{std::log(5.0)}, std::vector{10.0});
    CHECK(result.errors[0] == Approx(0.1));
    CHECK(result.intervals[0].low == Approx(5.0 * std::exp(-0.1959964)));
    CHECK(result.intervals[0].high == Approx(5.0 * std::exp(0.1959964)));
}

TEST_CASE("what only a product determines has no error of its own, and others keep theirs",
          "[runs][fit]")
{
    // a + b seen, c seen alone.
    const std::vector jacobian{10.0, 10.0, 0.0, 10.0, 10.0, 0.0, 0.0, 0.0, 4.0};
    const std::vector<Unknown> unknowns{
        {.name = "a", .logarithmic = true}, {.name = "b"}, {.name = "c"}};
    const auto result = trust(unknowns, std::vector{0.0, 0.0, 1.0}, jacobian);
    CHECK_FALSE(result.determined[0]);
    CHECK_FALSE(result.determined[1]);
    CHECK(result.determined[2]);
    CHECK(std::isinf(result.errors[0]));
    CHECK(result.intervals[0].low == 0.0);
    CHECK(std::isinf(result.intervals[1].low));
    CHECK(result.errors[2] == Approx(0.25));
    CHECK(std::isnan(result.correlation(0, 2)));
}

TEST_CASE("an unknown without effect is not determined", "[runs][fit]")
{
    const std::vector<Unknown> unknowns{{.name = "a"}, {.name = "b"}};
    const auto result = trust(unknowns, std::vector{0.0, 0.0}, std::vector{2.0, 0.0, 2.0, 0.0});
    CHECK(result.determined[0]);
    CHECK_FALSE(result.determined[1]);
    CHECK(std::isinf(result.errors[1]));
}

TEST_CASE("an unknown at its bound is held, and the others are as if it were known", "[runs][fit]")
{
    std::vector<double> jacobian;
    for (int t = 0; t < 5; ++t) {
        jacobian.insert(jacobian.end(), {-1.0, -1.0 * t});
    }
    const std::vector<Unknown> unknowns{{.name = "a"}, {.name = "b"}};
    const std::vector at_bound{Side::inside, Side::low};
    const auto result = trust(unknowns, std::vector{1.0, 0.0}, jacobian, at_bound);
    CHECK(result.errors[0] == Approx(std::sqrt(0.2)));
    CHECK(std::isnan(result.errors[1]));
    CHECK_FALSE(result.determined[1]);
}

TEST_CASE("errors at a solution are those that many data sets scatter by", "[runs][fit]")
{
    const tests::Decay truth;
    constexpr int sets = 200;
    double square = 0.0;
    double stated = 0.0;
    for (int set = 1; set <= sets; ++set) {
        const auto objective = truth.fit(static_cast<std::uint64_t>(set), 1.5, 1.0);
        const auto solution = solve(objective, std::vector{std::log(1.5), 0.0});
        REQUIRE(solution.converged());
        const auto result = trust(objective, solution);
        square += std::pow((solution.theta[1] - std::log(truth.rate)) / result.errors[1], 2);
        stated = result.errors[1];
    }
    CHECK(stated > 0.0);
    // Chi-squared with 200 degrees of freedom: 200 +- 20; four standard errors.
    CHECK(std::abs(square - sets) < 80.0);
}
