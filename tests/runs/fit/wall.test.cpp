// Solutions beside a leap of the sum of squares.

#include "runs/fit/multi_start.hpp"
#include "tests/support/synthetic_fits.hpp"
#include "tests/support/toy_fits.hpp"

#include <catch2/catch.hpp>

using namespace percolith;
using namespace tests;
using namespace runs::fit;
using Catch::Matchers::Contains;

namespace
{

/// A parabola about 0 that leaps by `leap` below x = 1 - y; along it, y would be 0.3.
ToyFit cliff(double leap)
{
    const Unknown x{.name = "x", .start = 3.0};
    const Unknown y{.name = "y", .start = 0.0};
    return {{x, y},
            3,
            [leap](std::size_t row, std::span<const double> theta, double& r,
                   std::span<double> slopes) {
                const bool below = theta[0] < 1.0 - theta[1];
                r = row == 0 ? theta[0] : row == 1 ? theta[1] - 0.3 : below ? std::sqrt(leap) : 0.0;
                slopes[0] = row == 0 ? 1.0 : 0.0;
                slopes[1] = row == 1 ? 1.0 : 0.0;
                return std::isfinite(r);
            }};
}

Solution from_start(const Objective& objective)
{
    std::vector<double> theta;
    for (const auto& unknown : objective.unknowns()) {
        theta.push_back(unknown.theta(unknown.start));
    }
    return solve(objective, theta);
}

} // namespace

TEST_CASE("a solution beside a leap of the sum of squares is at a wall, and says how high",
          "[runs][fit]")
{
    const auto objective = cliff(400.0);
    const auto found = from_start(objective);
    INFO(describe(found, objective.unknowns()));
    REQUIRE(found.ending == Ending::at_wall);
    CHECK_FALSE(found.converged());
    CHECK(found.theta[0] + found.theta[1] == Approx(1.0).margin(1e-6));
    REQUIRE(found.wall);
    CHECK(found.wall->rise == Approx(400.0).epsilon(1e-3));
    CHECK_THAT(describe(found, objective.unknowns()), Contains("on the way it leaps by 4e+02"));
}

TEST_CASE("where the model ends is a wall too", "[runs][fit]")
{
    const auto objective = cliff(std::numeric_limits<double>::infinity());
    const auto found = from_start(objective);
    INFO(describe(found, objective.unknowns()));
    REQUIRE(found.ending == Ending::at_wall);
    CHECK(std::isinf(found.wall->rise));
    CHECK_THAT(describe(found, objective.unknowns()),
               Contains("on the way the model can no longer be computed"));
}

TEST_CASE("a start at a wall below all minima is not passed over in silence", "[runs][fit]")
{
    // Beside the cliff the sum is 0.7 at best; the other minimum, at x = -5, is 2 high.
    const ToyFit two(
        {{.name = "x", .start = 3.0, .low = -10.0, .high = 10.0}}, 2,
        [](std::size_t row, std::span<const double> theta, double& r, std::span<double> slopes) {
            const bool left = theta[0] < 1.0;
            r = row == 1 ? (left ? 4.0 : 0.5) : theta[0] + (left ? 5.0 : 0.0);
            slopes[0] = row == 1 ? 0.0 : 1.0;
            return true;
        });
    const auto search = search_minima(two, {.starts = 8, .threads = 1});
    REQUIRE(search.minima.size() == 1);
    CHECK(search.best().theta[0] == Approx(-5.0));
    const auto said = describe(search, two.unknowns());
    REQUIRE(said.size() == 3);
    CHECK_THAT(said[2], Contains("the lowest of them: at a wall after"));
}

TEST_CASE("at a wall of cells it is said which cell does what behind it", "[runs][fit]")
{
    // Voltages alone, of two cells that lasted: electronic and ionic conductivity of their films
    // trade off so well that the search for the last thousandth of a fit goes on until the thin
    // one would run out of lithium in the last half cycle that takes it, which ended at 29 x 20
    // minutes.
    const ScratchFolder folder;
    SyntheticFit fit;
    fit.sources = {written_case(folder, "thick", cell_text(leaky, "", "50 um")),
                   written_case(folder, "thin", cell_text(leaky, "", "6 um"))};
    fit.parameters = {free_factor({"interphase.electronic_conductivity", "S/m", 4.2e-9}, {0, 1}),
                      free_factor({"interphase.ionic_conductivity", "S/cm", 1e-4}, {0, 1}),
                      free_factor({"interphase.exchange_current_density", "mA/cm^2", 1.0}, {0, 1})};
    const auto truth = fit.start();
    Draw draw(3);
    for (auto& p : fit.parameters) {
        p.start *= draw.logarithmic(0.5, 2.0);
    }
    for (std::size_t k = 0; k < 2; ++k) {
        fit.cells.push_back(irregularly_sampled(30, 1.0 / 3.0, k == 0 ? 5.0 : 3.0, 4, draw));
        fit.cells.back().name = k == 0 ? "thick" : "thin";
        fit.noise.push_back(draw.logarithmic(1e-4, 1e-3));
    }
    for (std::size_t k = 0; k < 2; ++k) {
        measure(fit, k, truth, 60.0, 3000009 + k);
    }
    const auto objective = fit.objective();
    const auto found = solve(objective, fit.start());
    INFO(describe(found, objective.unknowns()));
    REQUIRE(found.ending == Ending::at_wall);
    CHECK(found.wall->what ==
          "thin: metal depleted (working) at 9.66667 h behind the wall, not here");
    CHECK(found.wall->rise > 1e4);
}
