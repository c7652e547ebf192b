#include "runs/fit/profile.hpp"

#include "tests/support/toy_fits.hpp"

#include <boost/math/distributions/binomial.hpp>
#include <catch2/catch.hpp>

using namespace percolith;
using namespace runs::fit;

TEST_CASE("95 % profile intervals hold the truth in 95 % of many data sets", "[runs][fit]")
{
    // Noise of a tenth of the amplitude: intervals of the rate are wide and not symmetric.
    const tests::Decay truth{.amplitude = 1.0, .rate = 0.7, .noise = 0.1, .points = 30};
    constexpr int sets = 400;
    std::array<int, 2> held{0, 0};
    for (int set = 1; set <= sets; ++set) {
        const auto objective = truth.fit(static_cast<std::uint64_t>(1000 + set), 1.0, 0.7);
        const auto minimum = solve(objective, std::vector{0.0, std::log(0.7)});
        REQUIRE(minimum.converged());
        const auto found = profiles(objective, minimum, {.threads = 1});
        REQUIRE_FALSE(found.lower);
        const std::array values{truth.amplitude, truth.rate};
        for (std::size_t k = 0; k < 2; ++k) {
            const auto interval = interval_of(found.profiles[k], objective.unknowns()[k]);
            held[k] += interval.low <= values[k] && values[k] <= interval.high ? 1 : 0;
        }
    }
    // Counts that a binomial of 0.95 leaves only once in a thousand on either side.
    const boost::math::binomial_distribution<> binomial(sets, 0.95);
    for (const int count : held) {
        CHECK(boost::math::cdf(binomial, count) > 1e-3);
        CHECK(boost::math::cdf(boost::math::complement(binomial, count - 1)) > 1e-3);
    }
}
