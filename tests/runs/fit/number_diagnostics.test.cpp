#include "runs/fit/number_diagnostics.hpp"

#include "runs/fit/free_exponent.hpp"
#include "tests/support/toy_fits.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>

using namespace percolith;
using namespace runs::fit;
using Catch::Matchers::Contains;

namespace
{

constexpr double hour = 3600.0;

CellData titration()
{
    CellData data;
    data.name = "titration";
    for (const double hours : {1.0, 4.0, 9.0, 16.0}) {
        data.points.push_back({.kind = PointKind::consumed_charge,
                               .part = Part::working,
                               .time = hours * hour,
                               .value = 100.0 * std::sqrt(hours),
                               .error = 1.0});
    }
    data.events.push_back({.kind = model::EventKind::metal_depleted,
                           .side = model::Side::counter,
                           .time = 20.0 * hour,
                           .error = hour});
    return data;
}

} // namespace

TEST_CASE("numbers where their errors leave them are not spoken of", "[runs][fit]")
{
    CHECK(describe_numbers(titration(), std::array{0.3, -1.2, 0.8, 1.9, -0.4}, 1.0).empty());
    CHECK(describe_numbers(CellData{}, {}, 0.0).empty());
}

TEST_CASE("a number far off is named with its time and side, and which way it lies", "[runs][fit]")
{
    const auto low = describe_numbers(titration(), std::array{0.3, 6.0, 0.8, 1.0, -0.4}, 1.0);
    REQUIRE(low.size() == 2);
    CHECK(low[0] ==
          "titration: 5 points and times leave residuals 3.08 times as large as their errors");
    // The model less what was measured: the measured number lies below.
    CHECK(low[1] == "titration: the consumed charge (working) at 4 h lies 6 standard deviations "
                    "below the model");
    const auto high = describe_numbers(titration(), std::array{0.3, -6.0, 0.8, 1.0, -0.4}, 1.0);
    REQUIRE(high.size() == 2);
    CHECK_THAT(high[1], Contains("6 standard deviations above the model"));
}

TEST_CASE("an event far off is named with its side", "[runs][fit]")
{
    auto data = titration();
    const std::array residuals{0.3, 1.0, 0.8, 1.0, 7.0};
    CHECK_THAT(describe_numbers(data, residuals, 1.0).at(1),
               Contains("metal depleted (counter) at 20 h comes 7 standard deviations later in the "
                        "model"));
    data.events[0].seen = Seen::not_yet;
    CHECK_THAT(describe_numbers(data, residuals, 1.0).at(1), Contains("had not come by 20 h"));
    data.events[0].seen = Seen::already;
    CHECK_THAT(describe_numbers(data, residuals, 1.0).at(1), Contains("had come by 20 h"));
}

TEST_CASE("noise alone is spoken of as rarely as the level says", "[runs][fit]")
{
    const auto data = titration();
    int spoken = 0;
    constexpr int sets = 2000;
    constexpr double level = 0.01;
    for (int set = 0; set < sets; ++set) {
        const auto noise = tests::normal_noise(5, static_cast<unsigned>(1000 + set));
        spoken += describe_numbers(data, noise, 0.0, level).empty() ? 0 : 1;
    }
    // At most the level for all together and as much for the largest; three standard deviations.
    const double most = 2.0 * level;
    CHECK(spoken <= sets * most + 3.0 * std::sqrt(sets * most));
    CHECK(spoken >= 5);
}

TEST_CASE("points that no power of time fits are said to be such", "[runs][fit]")
{
    auto data = titration();
    const auto good = free_exponents(data, 0.95);
    REQUIRE(good.size() == 1);
    CHECK_THAT(describe(good[0], 0.95), !Contains("no power"));
    data.points[1].value *= 3.0;
    const auto bad = free_exponents(data, 0.95);
    REQUIRE(bad.size() == 1);
    CHECK_THAT(describe(bad[0], 0.95), Contains("but no power fits these points"));
}
