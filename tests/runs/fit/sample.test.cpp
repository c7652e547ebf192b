#include "runs/fit/sample.hpp"

#include "tests/support/toy_fits.hpp"

#include <catch2/catch.hpp>

#include <boost/math/distributions/normal.hpp>
#include <stdexcept>

using namespace percolith;
using Catch::Matchers::Contains;
using namespace runs::fit;
using tests::ToyFit;

namespace
{

/// Two correlated normal unknowns of very different size: x has mean 3, error 1; y = 1000 x +- 100.
ToyFit ellipse()
{
    return {{{.name = "x", .start = 3.0}, {.name = "y", .start = 3000.0}},
            2,
            [](std::size_t k, std::span<const double> theta, double& r, std::span<double> slopes) {
                r = k == 0 ? theta[0] - 3.0 : (theta[1] - 1000.0 * theta[0]) / 100.0;
                slopes[0] = k == 0 ? 1.0 : -10.0;
                slopes[1] = k == 0 ? 0.0 : 0.01;
                return true;
            }};
}

Solution at_start(const Objective& objective)
{
    std::vector<double> theta;
    for (const auto& unknown : objective.unknowns()) {
        theta.push_back(unknown.theta(unknown.start));
    }
    return solve(objective, theta);
}

} // namespace

TEST_CASE("samples of a normal posterior have its quantiles", "[runs][fit]")
{
    const auto objective = ellipse();
    const auto drawn =
        sample(objective, at_start(objective), {.independent = 4000.0, .threads = 1});
    CHECK(drawn.warnings.empty());
    CHECK(std::ranges::min(drawn.effective) >= 4000.0);
    const std::vector shares{0.025, 0.16, 0.5, 0.84, 0.975};
    const auto x = quantiles(drawn, objective.unknowns()[0], 0, shares);
    const auto y = quantiles(drawn, objective.unknowns()[1], 1, shares);
    const boost::math::normal standard;
    for (std::size_t k = 0; k < shares.size(); ++k) {
        const double z = quantile(standard, shares[k]);
        // Error of a quantile: sqrt(p (1 - p) / n) / density, n independent samples; four of them.
        const double error = std::sqrt(shares[k] * (1.0 - shares[k]) / 4000.0) / pdf(standard, z);
        CHECK(x[k] == Approx(3.0 + z).margin(4.0 * error));
        const double width = std::sqrt(1e6 + 1e4);
        CHECK(y[k] == Approx(3000.0 + z * width).margin(4.0 * error * width));
    }
}

TEST_CASE("samples stay within the bounds and fill what is left", "[runs][fit]")
{
    // A half normal: the bound cuts at the minimum. Its median is 0.6745.
    const ToyFit half(
        {{.name = "x", .start = 0.0, .low = 0.0}}, 1,
        [](std::size_t, std::span<const double> theta, double& r, std::span<double> slopes) {
            r = theta[0];
            slopes[0] = 1.0;
            return true;
        });
    const auto drawn = sample(half, at_start(half), {.independent = 3000.0, .threads = 1});
    const auto x = quantiles(drawn, half.unknowns()[0], 0, std::vector{0.0, 0.5, 0.95});
    CHECK(x[0] >= 0.0);
    // sqrt(1/4 / 3000) / 0.636 = 0.0144 and sqrt(0.05 * 0.95 / 3000) / 0.117 = 0.034; four of each.
    CHECK(x[1] == Approx(0.6745).margin(0.058));
    CHECK(x[2] == Approx(1.95996).margin(0.14));
}

TEST_CASE("samples do not depend on the number of threads", "[runs][fit]")
{
    const auto objective = ellipse();
    const auto minimum = at_start(objective);
    const auto one = sample(objective, minimum, {.most_steps = 100, .threads = 1});
    const auto four = sample(objective, minimum, {.most_steps = 100, .threads = 4});
    REQUIRE(one.chain.steps() == 100);
    for (std::size_t walker = 0; walker < one.chain.walkers(); ++walker) {
        CHECK(std::ranges::equal(one.chain.theta(99, walker), four.chain.theta(99, walker)));
    }
    const auto other = sample(objective, minimum, {.most_steps = 100, .seed = 2, .threads = 1});
    CHECK_FALSE(std::ranges::equal(one.chain.theta(99, 0), other.chain.theta(99, 0)));
}

TEST_CASE("the memory of a known process is found", "[runs][fit]")
{
    // x' = rho x + noise forgets with time (1 + rho) / (1 - rho) = 19 steps.
    constexpr double rho = 0.9;
    constexpr std::size_t walkers = 20;
    constexpr std::size_t steps = 4000;
    const auto noise = tests::normal_noise(walkers * steps, 77);
    Chain chain(walkers, 1);
    std::vector<double> x(walkers);
    const std::vector<double> costs(walkers);
    for (std::size_t step = 0; step < steps; ++step) {
        for (std::size_t walker = 0; walker < walkers; ++walker) {
            x[walker] = rho * x[walker] + noise[step * walkers + walker];
        }
        chain.append(x, costs);
    }
    // Sokal: relative error sqrt(2 (2 M + 1) / n), window M = 5 * 19, n = 80000: 7 %; three of
    // them.
    CHECK(autocorrelation_time(chain, 0, 100) == Approx(19.0).epsilon(0.21));
}

TEST_CASE("a chain that is too short says so", "[runs][fit]")
{
    const auto objective = ellipse();
    const auto drawn = sample(objective, at_start(objective), {.most_steps = 60});
    REQUIRE(drawn.warnings.size() >= 2);
    CHECK_THAT(drawn.warnings[0], Contains("x: 40 steps are only"));
    CHECK_THAT(drawn.warnings[0], Contains("at least 50 are needed"));
    const auto said = describe(drawn, objective.unknowns(), 0.95);
    REQUIRE(said.size() == objective.unknowns().size() + drawn.warnings.size());
    CHECK_THAT(said[0], Contains("posterior of x: ") && Contains("holds 95 %, median"));
    CHECK(said.back() == "posterior: " + drawn.warnings.back());
}

TEST_CASE("a raised flag ends sampling with what there is", "[runs][fit]")
{
    std::atomic<bool> stop{false};
    const auto objective = ellipse();
    const SampleOptions options{.stop = &stop, .progress = [&](const SampleProgress& progress) {
                                    stop = progress.step == 50;
                                }};
    const auto drawn = sample(objective, at_start(objective), options);
    CHECK(drawn.interrupted);
    CHECK(drawn.chain.steps() == 50);
}

TEST_CASE("where nothing can be computed there is nothing to sample", "[runs][fit]")
{
    const ToyFit never({{.name = "x"}}, 1, [](auto, auto, double&, auto) { return false; });
    Solution nowhere;
    nowhere.theta = {0.0};
    CHECK_THROWS_AS(sample(never, nowhere), std::invalid_argument);
}
