#include "runs/fit/plateaus.hpp"

#include "tests/support/random.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

using namespace percolith;
using runs::CurrentPiece;
using runs::Moment;
using runs::fit::replay;
using runs::fit::Replay;
using runs::fit::Scatter;

namespace
{

struct Record {
    std::vector<double> time;
    std::vector<double> current;
};

double charge(const CurrentPiece& p, double elapsed)
{
    return (p.current + 0.5 * p.ramp * elapsed) * elapsed;
}

/// Charge of the pieces up to `time`.
double charge_to(const std::vector<CurrentPiece>& pieces, double time)
{
    double sum = 0.0;
    double begin = 0.0;
    for (const auto& p : pieces) {
        sum += charge(p, std::clamp(time - begin, 0.0, p.duration));
        begin += p.duration;
    }
    return sum;
}

/// Trapezoids from the first sample to sample `last`.
double charge_of(const Record& r, std::size_t last)
{
    double sum = 0.0;
    for (std::size_t k = 0; k < last; ++k) {
        sum += 0.5 * (r.current[k] + r.current[k + 1]) * (r.time[k + 1] - r.time[k]);
    }
    return sum;
}

double length(const std::vector<CurrentPiece>& pieces)
{
    double sum = 0.0;
    for (const auto& p : pieces) {
        sum += p.duration;
    }
    return sum;
}

bool in_order(const std::vector<Moment>& moments)
{
    return std::is_sorted(moments.begin(), moments.end(), [](const Moment& a, const Moment& b) {
        return a.time < b.time || (a.time == b.time && a.closing && !b.closing);
    });
}

/// Half cycles with jumps or ramps between them, rests with offset, lone samples, slow ramps.
Record random_record(tests::Draw& draw)
{
    Record r;
    double now = draw.uniform(-1e4, 1e4);
    const int stretches = 2 + static_cast<int>(draw.uniform(0.0, 12.0));
    for (int s = 0; s < stretches; ++s) {
        const double kind = draw.uniform(0.0, 1.0);
        const double level = kind < 0.25 ? draw.uniform(-1e-3, 1e-3) : draw.uniform(-10.0, 10.0);
        const double slope = kind > 0.8 ? draw.uniform(-1.0, 1.0) : 0.0;
        const double noise = draw.uniform(0.0, 1.0) < 0.5 ? 0.0 : 0.01 * std::abs(level);
        const int samples = 1 + static_cast<int>(draw.uniform(0.0, 20.0));
        if (s > 0 && draw.uniform(0.0, 1.0) < 0.5) {
            now += draw.logarithmic(1e-2, 1e2); // else a jump at one instant
        }
        for (int k = 0; k < samples; ++k) {
            r.time.push_back(now);
            r.current.push_back(level + slope * k + noise * draw.uniform(-1.0, 1.0));
            now += k + 1 < samples ? draw.logarithmic(1e-1, 1e3) : 0.0;
        }
    }
    r.time.push_back(now + 1.0);
    r.current.push_back(0.0);
    return r;
}

} // namespace

TEST_CASE("a noisy constant current becomes one piece with the record's charge", "[runs][fit]")
{
    Record r;
    for (int k = 0; k <= 100; ++k) {
        r.time.push_back(7.0 + 36.0 * k);
        r.current.push_back(5.0 + 0.01 * std::sin(7.0 * k));
    }
    const auto found = replay(r.time, r.current, {});
    REQUIRE(found.pieces.size() == 1);
    CHECK(found.plateaus == 1);
    CHECK(found.pieces.front().ramp == 0.0);
    CHECK(found.pieces.front().duration == Approx(3600.0));
    CHECK(charge_to(found.pieces, 3600.0) == Approx(charge_of(r, 100)).epsilon(1e-14));
    CHECK(found.largest_departure == Approx(0.01).epsilon(0.05)); // the sine's mean is not quite 0
}

TEST_CASE("two samples of one instant are a jump, one on either side", "[runs][fit]")
{
    const Record r{{0.0, 10.0, 10.0, 30.0}, {1.0, 1.0, -2.0, -2.0}};
    const auto found = replay(r.time, r.current, {});
    REQUIRE(found.pieces.size() == 2);
    CHECK(found.pieces[0].current == 1.0);
    CHECK(found.pieces[1].current == -2.0);
    CHECK(found.moments[1].closing);
    CHECK_FALSE(found.moments[2].closing);
}

TEST_CASE("a slow ramp keeps its charge at every tread of its stair", "[runs][fit]")
{
    Record r;
    for (int k = 0; k <= 400; ++k) {
        r.time.push_back(k);
        r.current.push_back(1.0 + 0.001 * k);
    }
    const auto found = replay(r.time, r.current, {});
    CHECK(found.plateaus > 10);
    CHECK(found.largest_departure < 0.005 * 1.5);
    CHECK(charge_to(found.pieces, 400.0) == Approx(charge_of(r, 400)).epsilon(1e-13));
}

TEST_CASE("a rest whose readings are off zero by less than the floor is a rest", "[runs][fit]")
{
    const Record r{{0.0, 10.0, 20.0, 30.0}, {4e-4, 5e-4, 3e-4, 4e-4}};
    const auto found = replay(r.time, r.current, {.floor = 1e-3});
    REQUIRE(found.pieces.size() == 1);
    CHECK(found.pieces.front().current == 0.0);
    CHECK(replay(r.time, r.current, {.relative = 0.5}).pieces.front().current == Approx(4e-4));
}

TEST_CASE("a lone sample is the corner of two straight pieces", "[runs][fit]")
{
    const Record r{{0.0, 10.0, 15.0, 20.0, 30.0}, {1.0, 1.0, 3.0, -1.0, -1.0}};
    const auto found = replay(r.time, r.current, {});
    REQUIRE(found.pieces.size() == 4);
    CHECK(found.pieces[1].ramp == Approx(0.4));
    CHECK(found.pieces[2].current == 3.0);
    CHECK(found.pieces[2].ramp == Approx(-0.8));
    CHECK(charge_to(found.pieces, 30.0) == Approx(charge_of(r, 4)));
}

TEST_CASE("any record keeps its charge, its length and its order of samples", "[runs][fit]")
{
    tests::Draw draw(11);
    for (int n = 0; n < 500; ++n) {
        const auto r = random_record(draw);
        const auto found = replay(r.time, r.current, {});
        INFO("record " << n);
        REQUIRE(found.moments.size() == r.time.size());
        CHECK(in_order(found.moments));
        CHECK(length(found.pieces) == Approx(r.time.back() - r.time.front()).epsilon(1e-12));
        double most = 0.0;
        double size = 0.0;
        double begin = 0.0;
        std::size_t sample = 0;
        for (const auto& p : found.pieces) {
            REQUIRE(p.duration > 0.0);
            begin += p.duration;
            size += std::max(std::abs(p.current), std::abs(p.current + p.ramp * p.duration)) *
                    p.duration;
            // Every piece ends at a sample: there both have passed the same charge.
            while (sample + 1 < r.time.size() &&
                   r.time[sample] - r.time.front() < begin * (1.0 - 1e-12)) {
                ++sample;
            }
            most = std::max(most, std::abs(charge_to(found.pieces, begin) - charge_of(r, sample)));
        }
        CHECK(most <= 1e-11 * size);
        for (std::size_t k = 0; k < r.time.size(); ++k) {
            CHECK(found.moments[k].time == r.time[k] - r.time.front());
        }
    }
}

TEST_CASE("what is no record is refused", "[runs][fit]")
{
    const std::vector<double> rising{0.0, 1.0, 2.0};
    const std::vector<double> falling{0.0, 2.0, 1.0};
    const std::vector<double> still{3.0, 3.0, 3.0};
    CHECK_THROWS_WITH(replay(falling, rising, {}), Catch::Contains("must not fall"));
    CHECK_THROWS_WITH(replay(still, rising, {}), Catch::Contains("two instants"));
    CHECK_THROWS_WITH(replay({}, {}, {}), Catch::Contains("two instants"));
    CHECK_THROWS_WITH(replay(rising, std::span(rising).first(2), {}),
                      Catch::Contains("as many currents"));
}
