#include "runs/design/judgement.hpp"
#include "runs/design/readings.hpp"

#include <boost/math/distributions/normal.hpp>
#include <catch2/catch.hpp>

#include <cmath>
#include <random>

using namespace percolith;
using namespace runs::design;
using Kind = Outcome::Kind;

namespace
{

std::vector<Outcome> alarms(const std::vector<double>& times)
{
    std::vector<Outcome> all;
    for (const double time : times) {
        all.push_back({Kind::alarm, time});
    }
    return all;
}

std::vector<double> up_to(int count)
{
    std::vector<double> numbers;
    for (int k = count; k > 0; --k) { // in no order
        numbers.push_back(k);
    }
    return numbers;
}

/// Numbers of a normal distribution around `mean`, evenly in its quantiles: no luck in them.
Readings normal_readings(double mean, int count)
{
    const boost::math::normal_distribution<> normal(mean, 1.0);
    Readings read;
    for (int k = 0; k < count; ++k) {
        read.values.push_back(quantile(normal, (k + 0.5) / count));
    }
    return read;
}

} // namespace

TEST_CASE("a decision waits until as many are missed as may be", "[design]")
{
    const auto hundred = alarms(up_to(100));
    CHECK(decision_time(hundred, 0.05, 0.95).time == 95.0);
    CHECK(missed_at(hundred, 95.0, 0.95).count == 5);
    CHECK(missed_at(hundred, 94.9, 0.95).count == 6);
    CHECK(decision_time(hundred, 0.055, 0.95).time == 95.0); // five and a half may be missed: five
    CHECK(decision_time(hundred, 0.07, 0.95).time ==
          93.0); // though 0.07 * 100 is a little more than 7
    CHECK(decision_time(alarms(up_to(10)), 0.05, 0.95).time == 10.0); // none may be missed
}

TEST_CASE("tests that told nothing are missed, and those that could not be made do not count",
          "[design]")
{
    auto some = alarms(up_to(96));
    some.insert(some.end(), 2, {Kind::lost, 3.0});
    some.insert(some.end(), 2, {Kind::silent, 200.0});
    CHECK(decision_time(some, 0.04, 0.95).time == 96.0);
    CHECK(decision_time(some, 0.03, 0.95).time == never);
    CHECK(missed_at(some, 96.0, 0.95).count == 4);
    some.insert(some.end(), 50, {Kind::refused, 0.0});
    CHECK(decision_time(some, 0.04, 0.95).time == 96.0);
    CHECK(missed_at(some, 96.0, 0.95).value == Approx(0.04));
    // A passing cell whose test was lost has not passed.
    CHECK(alarmed_at(some, 1.0, 0.95).count == 1);
    CHECK(alarmed_at(some, 3.0, 0.95).count == 5);
    CHECK(alarmed_at(some, 1000.0, 0.95).count == 98);
}

TEST_CASE("the interval of a decision covers the true time as often as it says", "[design]")
{
    // The 95 % quantile of exponential times is -log(0.05).
    const double truth = -std::log(0.05);
    std::mt19937_64 random(1);
    std::exponential_distribution<> times;
    int covered = 0;
    constexpr int rounds = 2000;
    for (int round = 0; round < rounds; ++round) {
        std::vector<double> drawn(200);
        for (auto& time : drawn) {
            time = times(random);
        }
        const auto interval = decision_time(alarms(drawn), 0.05, 0.9);
        CHECK(interval.low <= interval.time);
        CHECK(interval.time <= interval.high);
        covered += interval.low <= truth && truth <= interval.high ? 1 : 0;
    }
    // Order statistics are discrete: the interval may cover more, never less; four standard errors.
    CHECK(covered > rounds * 0.9 - 4.0 * std::sqrt(rounds * 0.09));
    CHECK(covered < rounds * 0.97);
}

TEST_CASE("a threshold between two normal distributions misses what the normal distribution says",
          "[design]")
{
    constexpr int count = 20000;
    const boost::math::normal_distribution<> standard;
    for (const double apart : {0.5, 2.0, -3.0}) {
        const std::vector<Readings> passing{normal_readings(0.0, count)};
        const std::vector<Readings> failing{normal_readings(apart, count)};
        const auto found = best_separation(failing, passing, 0.05);
        const double limit = quantile(standard, 0.95);
        CHECK(found.above == (apart > 0.0));
        CHECK(std::abs(found.threshold) == Approx(limit).epsilon(1e-3));
        CHECK(found.miss == Approx(cdf(standard, limit - std::abs(apart))).margin(2.0 / count));
    }
}

TEST_CASE("the worst groups decide, and lost readings speak for nobody", "[design]")
{
    const std::vector<Readings> passing{{{0.0, 1.0, 2.0, 3.0}}, {{0.0, 0.0, 0.0, 5.0}}};
    const std::vector<Readings> failing{{{4.0, 6.0, 7.0, 8.0}}, {{6.0, 6.0, 6.0, 6.0}}};
    const auto strict = best_separation(failing, passing, 0.0);
    CHECK(strict.threshold == 5.0);
    CHECK(strict.miss == Approx(0.25));
    CHECK(best_separation(failing, passing, 0.25).miss ==
          0.0); // 5 may be failed: the threshold is 2
    auto lost = failing;
    lost[1].values[0] = std::nan("");
    CHECK(best_separation(lost, passing, 0.25).miss == Approx(0.25));
}
