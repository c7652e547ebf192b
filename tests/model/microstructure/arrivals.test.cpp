#include "model/microstructure/arrivals.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace percolith::microstructure;

namespace
{

struct Scatter {
    double mean = 0.0;
    double variance = 0.0;
};
template <class Draw> Scatter scatter(int count, const Draw& draw)
{
    double sum = 0.0;
    double squares = 0.0;
    for (int k = 0; k < count; ++k) {
        const double drawn = draw(RandomSource(3, 1, static_cast<std::uint32_t>(k)));
        sum += drawn;
        squares += drawn * drawn;
    }
    const double mean = sum / count;
    return {mean, squares / count - mean * mean};
}

constexpr int many = 20000;

} // namespace

TEST_CASE("An element arrives after as many waits of mean one as its number says")
{
    for (const std::uint64_t number : {1U, 3U, 100U, 1000000U}) {
        const auto seen = scatter(many, [&](const RandomSource& random) {
            return arrivals({number, 0, 0, 0}, random)[0];
        });
        // Mean and variance of the gamma distribution are both n; its fourth moment makes the
        // variance of the variance n^2 (2 + 6/n). Four standard errors each.
        const auto n = static_cast<double>(number);
        CHECK(std::abs(seen.mean - n) < 4.0 * std::sqrt(n / many));
        CHECK(std::abs(seen.variance - n) < 4.0 * n * std::sqrt((2.0 + 6.0 / n) / many));
    }
}

TEST_CASE("Later elements arrive later, equal ones together, none at once")
{
    for (std::uint32_t k = 0; k < 100; ++k) {
        const auto times = arrivals({20, 10, 20, 0}, RandomSource(1, 2, k));
        CHECK(times[0] > times[1]);
        CHECK(times[0] == times[2]);
        CHECK(times[1] > 0.0);
        CHECK(times[3] == 0.0);
    }
}

TEST_CASE("The waits between two elements do not depend on those before")
{
    // Covariance of the 50th and the 80th arrival: the variance of the 50th.
    double product = 0.0;
    for (std::uint32_t k = 0; k < many; ++k) {
        const auto times = arrivals({80, 50, 0, 0}, RandomSource(4, 1, k));
        product += (times[0] - 80.0) * (times[1] - 50.0) / many;
    }
    // Variance of the product for normal numbers: 80 x 50 + 50^2.
    CHECK(std::abs(product - 50.0) < 4.0 * std::sqrt(6500.0 / many));
}

TEST_CASE("The n-th of N uniform numbers is the n-th arrival over the one after the last")
{
    const auto seen = scatter(many, [](const RandomSource& random) {
        const auto times = arrivals({30, 0, 0, 101}, random);
        return times[0] / times[3];
    });
    // Beta distribution of 30 and 71.
    const double variance = 30.0 * 71.0 / (101.0 * 101.0 * 102.0);
    CHECK(std::abs(seen.mean - 30.0 / 101.0) < 4.0 * std::sqrt(variance / many));
    CHECK(std::abs(seen.variance / variance - 1.0) < 4.0 * std::sqrt(2.0 / many));
}
