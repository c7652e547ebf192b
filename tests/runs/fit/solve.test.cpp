#include "runs/fit/solve.hpp"

#include "tests/support/toy_fits.hpp"

#include <catch2/catch.hpp>

using namespace percolith;
using Catch::Matchers::Contains;
using namespace runs::fit;
using tests::ToyFit;

namespace
{

std::vector<double> start_of(const Objective& objective)
{
    std::vector<double> theta;
    for (const auto& unknown : objective.unknowns()) {
        theta.push_back(unknown.theta(unknown.start));
    }
    return theta;
}

/// a + b t through three points, by hand: a = 1, b = 2 with residuals 1, -2, 1 left over.
ToyFit line(Unknown a, Unknown b)
{
    return {{std::move(a), std::move(b)},
            3,
            [](std::size_t k, std::span<const double> theta, double& r, std::span<double> slopes) {
                constexpr std::array<double, 3> y{2.0, 1.0, 6.0};
                const auto t = static_cast<double>(k);
                r = y[k] - theta[0] - theta[1] * t;
                slopes[0] = -1.0;
                slopes[1] = -t;
                return true;
            }};
}

} // namespace

TEST_CASE("a straight line is found with what it leaves over", "[runs][fit]")
{
    const auto objective = line({.name = "a"}, {.name = "b"});
    const auto solution = solve(objective, start_of(objective));
    REQUIRE(solution.converged());
    // Precision 1e-9 in the cost of 6 leaves 1e-4 in theta at worst; a linear fit does better.
    CHECK(solution.theta[0] == Approx(1.0).epsilon(1e-6));
    CHECK(solution.theta[1] == Approx(2.0).epsilon(1e-6));
    CHECK(solution.cost == Approx(6.0));
    CHECK(solution.gain < 1e-9);
}

TEST_CASE("a bound holds an unknown, and the solution says so", "[runs][fit]")
{
    const auto objective = line({.name = "a"}, {.name = "b", .unit = "V", .high = 0.5});
    const auto solution = solve(objective, std::vector{0.0, 3.0});
    REQUIRE(solution.converged());
    CHECK(solution.at_bound[1] == Side::high);
    CHECK(solution.at_bound[0] == Side::inside);
    // The mean of y - 0.5 t.
    CHECK(solution.theta[0] == Approx(2.5).epsilon(1e-6));
    CHECK_THAT(describe(solution, objective.unknowns()), Contains("b at its upper bound 0.5 V"));
}

TEST_CASE("a curved valley is followed to its end", "[runs][fit]")
{
    const auto objective = tests::banana(-1.2, 1.0);
    const auto solution = solve(objective, start_of(objective));
    REQUIRE(solution.converged());
    CHECK(solution.theta[0] == Approx(1.0).epsilon(1e-4));
    CHECK(solution.theta[1] == Approx(1.0).epsilon(1e-4));
}

TEST_CASE("an exact degeneracy does not keep a fit from converging", "[runs][fit]")
{
    const auto objective = tests::power_law({{.name = "a", .logarithmic = true, .start = 3.0},
                                             {.name = "b", .logarithmic = true, .start = 5.0}},
                                            {1.0, 1.0}, 0.01, 4);
    const auto solution = solve(objective, start_of(objective));
    REQUIRE(solution.converged());
    CHECK(solution.theta[0] + solution.theta[1] == Approx(0.0).margin(1e-6));
}

TEST_CASE("a step that the model cannot follow is shortened", "[runs][fit]")
{
    // sqrt(x) = 0.1 from x = 4: the first full step goes below zero.
    const ToyFit root(
        {{.name = "x", .start = 4.0}}, 1,
        [](std::size_t, std::span<const double> theta, double& r, std::span<double> slopes) {
            r = std::sqrt(std::max(theta[0], 0.0)) - 0.1;
            slopes[0] = theta[0] > 0.0 ? 0.5 / std::sqrt(theta[0]) : 0.0;
            return theta[0] > 0.0;
        });
    const auto solution = solve(root, std::vector{4.0});
    REQUIRE(solution.converged());
    CHECK(solution.theta[0] == Approx(0.01).epsilon(1e-3));
}

TEST_CASE("a start that cannot be computed is said, not searched from", "[runs][fit]")
{
    const ToyFit never({{.name = "x"}}, 1, [](auto, auto, double&, auto) { return false; });
    const auto solution = solve(never, std::vector{1.0});
    CHECK(solution.ending == Ending::not_computable);
    CHECK_FALSE(solution.computed());
    CHECK_THAT(describe(solution, never.unknowns()), Contains("cannot be computed at the start"));
}

TEST_CASE("derivatives that point the wrong way leave a fit stuck, not converged", "[runs][fit]")
{
    const ToyFit wrong(
        {{.name = "x"}}, 1,
        [](std::size_t, std::span<const double> theta, double& r, std::span<double> slopes) {
            r = 1.0 + theta[0] * theta[0] + theta[0];
            slopes[0] = -1.0 - 2.0 * theta[0];
            return true;
        });
    const auto solution = solve(wrong, std::vector{3.0});
    CHECK(solution.ending == Ending::stuck);
    CHECK_FALSE(solution.wall); // the sum of squares leaps nowhere
    CHECK_THAT(describe(solution, wrong.unknowns()), Contains("no step does"));
}

TEST_CASE("a fit that may take one step says that it has not converged", "[runs][fit]")
{
    const auto objective = tests::banana(-1.2, 1.0);
    const auto solution = solve(objective, start_of(objective), {.steps = 1});
    CHECK(solution.ending == Ending::out_of_steps);
    CHECK(solution.cost < 24.2); // at the start
}

TEST_CASE("an unknown that runs to where it has no effect is called flat", "[runs][fit]")
{
    // 1 - exp(-k t) at t >= 1 against data of 1: any large k fits.
    const ToyFit fast(
        {{.name = "k", .logarithmic = true, .start = 2.0}}, 5,
        [](std::size_t row, std::span<const double> theta, double& r, std::span<double> slopes) {
            const double k = std::exp(theta[0]);
            const double t = 1.0 + static_cast<double>(row);
            r = 100.0 * std::exp(-k * t);
            slopes[0] = -r * k * t;
            return true;
        });
    const auto solution = solve(fast, std::vector{std::log(2.0)});
    REQUIRE(solution.converged());
    CHECK(solution.flat[0]);
    CHECK_THAT(describe(solution, fast.unknowns()), Contains("k without effect there"));
}

TEST_CASE("a raised flag ends a fit at the step it is at", "[runs][fit]")
{
    std::atomic<bool> stop{false};
    const auto objective = tests::banana(-1.2, 1.0);
    int steps = 0;
    const SolveOptions options{.stop = &stop, .progress = [&](const SolveProgress& progress) {
                                   steps = progress.step;
                                   stop = progress.step == 3;
                               }};
    const auto solution = solve(objective, start_of(objective), options);
    CHECK(solution.ending == Ending::interrupted);
    CHECK(steps == 3);
}

TEST_CASE("residuals as an integration gives them do not keep a fit from converging", "[runs][fit]")
{
    const tests::Decay truth;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const tests::Rough rough(truth.fit(seed, 1.0, 2.0), 1e-6);
        const auto solution = solve(rough, std::vector{0.0, std::log(2.0)});
        CAPTURE(seed, describe(solution, rough.unknowns()));
        CHECK(solution.converged());
        CHECK(solution.evaluations < 80);
        const auto exact = solve(truth.fit(seed, 1.0, 2.0), std::vector{0.0, std::log(2.0)});
        // Far below a standard error (0.007).
        CHECK(solution.theta[1] == Approx(exact.theta[1]).margin(3e-4));
    }
}

TEST_CASE("nor does a degeneracy that rough derivatives hide", "[runs][fit]")
{
    const std::vector<Unknown> pair{{.name = "a", .logarithmic = true, .start = 3.0},
                                    {.name = "b", .logarithmic = true, .start = 5.0}};
    for (int seed = 1; seed <= 20; ++seed) {
        const tests::Rough rough(tests::power_law(pair, {1.0, 1.0}, 0.01, 40), 1e-7);
        const std::vector start{0.1 * seed, 1.0};
        const auto solution = solve(rough, start);
        CAPTURE(seed, describe(solution, rough.unknowns()));
        CHECK(solution.converged());
        CHECK(solution.theta[0] + solution.theta[1] == Approx(0.0).margin(1e-4));
    }
}
