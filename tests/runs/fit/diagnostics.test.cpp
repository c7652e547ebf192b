#include "runs/fit/diagnostics.hpp"

#include "tests/support/toy_fits.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace percolith;
using Catch::Matchers::Contains;
using namespace runs::fit;

namespace
{

/// A sample every six minutes.
std::vector<double> times(std::size_t count)
{
    std::vector<double> time(count);
    for (std::size_t k = 0; k < count; ++k) {
        time[k] = 360.0 * static_cast<double>(k);
    }
    return time;
}

std::vector<std::string> said_of(const std::vector<double>& r)
{
    const auto time = times(r.size());
    const Leftovers leftovers{"thin: voltage", time, r};
    return describe(diagnose(leftovers), leftovers);
}

} // namespace

TEST_CASE("numbers of a short record are those found by hand", "[runs][fit]")
{
    const std::vector r{1.0, 2.0, -1.0, -2.0, 1.0, -1.0};
    const auto found = diagnose({"x", times(6), r, 2.0});
    CHECK(found.mean == Approx(0.0).margin(1e-12));
    CHECK(found.spread == Approx(std::sqrt(12.0 / 4.0)));
    // chi-squared of 12 with 4 degrees of freedom: exp(-6) (1 + 6) above.
    CHECK(found.spread_chance == Approx(2.0 * 7.0 * std::exp(-6.0)));
    CHECK(found.lag_one == Approx((2.0 - 2.0 + 2.0 - 2.0 - 1.0) / 12.0));
    CHECK(found.durbin_watson == Approx((1.0 + 9.0 + 1.0 + 9.0 + 4.0) / 12.0));
    // Four runs of three and three: mean 4, so nothing is odd.
    CHECK(found.runs_chance == Approx(1.0));
}

TEST_CASE("noise as stated is said to be noise", "[runs][fit]")
{
    const auto said = said_of(tests::normal_noise(500, 21));
    REQUIRE(said.size() == 1);
    CHECK(said[0] == "thin: voltage: 500 residuals are as the stated noise leaves them");
}

TEST_CASE("chances of noise are spread evenly between 0 and 1", "[runs][fit]")
{
    std::array<int, 4> low{};
    constexpr int sets = 400;
    for (int set = 0; set < sets; ++set) {
        const auto r = tests::normal_noise(200, 600 + static_cast<std::uint64_t>(set));
        const auto found = diagnose({"x", times(200), r});
        const std::array chances{found.mean_chance, found.spread_chance, found.runs_chance,
                                 found.lag_one_chance};
        for (std::size_t k = 0; k < 4; ++k) {
            low[k] += chances[k] < 0.1 ? 1 : 0;
        }
    }
    // 40 +- 6; four standard errors.
    for (const int count : low) {
        CHECK(std::abs(count - 40) <= 24);
    }
}

TEST_CASE("where the model fails is said in hours", "[runs][fit]")
{
    auto r = tests::normal_noise(1000, 8); // 100 h
    for (std::size_t k = 310; k < 440; ++k) {
        r[k] *= 4.2;
    }
    const auto said = said_of(r);
    CHECK_THAT(said[0], Contains("thin: voltage: between 31"));
    CHECK_THAT(said[0], Contains("h residuals are 4"));
    CHECK_THAT(said[0], Contains("times what noise explains"));
    CHECK(std::ranges::any_of(said, [](const std::string& text) {
        return text.find("as large as the stated noise") != std::string::npos;
    }));
}

TEST_CASE("a model that runs above and then below the data is found out", "[runs][fit]")
{
    auto r = tests::normal_noise(400, 12);
    for (std::size_t k = 0; k < r.size(); ++k) {
        r[k] += k < 200 ? -1.2 : 1.2;
    }
    const auto found = diagnose({"x", times(400), r});
    CHECK(found.runs_chance < 1e-6);
    CHECK(found.lag_one_chance < 1e-6);
    CHECK(found.durbin_watson < 1.5);
    REQUIRE(found.stretches.size() == 2);
    const auto said = said_of(r);
    const auto one_says = [&](const std::string& part) {
        return std::ranges::any_of(
            said, [&](const std::string& text) { return text.find(part) != std::string::npos; });
    };
    // Residuals are the model less what was measured: below 0 at first.
    CHECK(one_says(
        "between 0 h and 19.9 h the measured values lie 1.2 standard deviations above the model"));
    CHECK(one_says("the measured values lie 1.2 standard deviations below the model"));
    CHECK(one_says("not independent"));
}

TEST_CASE("an outlier is named with its time", "[runs][fit]")
{
    auto r = tests::normal_noise(300, 13);
    r[150] = -7.0;
    const auto time = times(300);
    const auto found = diagnose({"x", time, r});
    REQUIRE(found.outliers.size() == 1);
    CHECK(found.outliers[0].sample == 150);
    const auto said = said_of(r);
    CHECK(std::ranges::any_of(said, [](const std::string& text) {
        return text.find("the sample at 15 h lies 7 standard deviations above the model") !=
               std::string::npos;
    }));
}

TEST_CASE("noise that was overstated is said to be", "[runs][fit]")
{
    auto r = tests::normal_noise(300, 14);
    for (double& x : r) {
        x *= 0.5;
    }
    const auto said = said_of(r);
    REQUIRE(said.size() == 1);
    CHECK_THAT(said[0], Contains("times as large as the stated noise: the noise is overstated"));
}

TEST_CASE("a single residual says nothing", "[runs][fit]")
{
    CHECK(said_of({3.0}).empty());
}
