#include "runs/fit/measured.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

using namespace percolith;
using runs::cycler::CyclerRecord;
using runs::fit::CellData;
using runs::fit::RecordReading;
using runs::fit::take;

namespace
{

constexpr double area = 2e-4; // m2
const double not_a_number = std::numeric_limits<double>::quiet_NaN();

void add(CyclerRecord& r, double time, double current, double voltage)
{
    r.time.push_back(time);
    r.current.push_back(current);
    r.voltage.push_back(voltage);
}

/// An hour each way at 1 mA, a sample each 600 s, both ends of a jump recorded.
CyclerRecord cycling(int half_cycles)
{
    CyclerRecord r;
    for (int n = 0; n < half_cycles; ++n) {
        const double sign = n % 2 == 0 ? 1.0 : -1.0;
        for (int k = 0; k <= 6; ++k) {
            add(r, 3600.0 * n + 600.0 * k, sign * 1e-3, sign * (0.02 + 1e-4 * k));
        }
    }
    return r;
}

CellData taken(const CyclerRecord& r, const RecordReading& how)
{
    CellData data;
    take(r, how, data);
    return data;
}

} // namespace

TEST_CASE("currents of a record become current densities of the electrode", "[runs][fit]")
{
    const auto data = taken(cycling(4), {.area = area, .window = {}, .scatter = {}});
    REQUIRE(data.pieces.size() == 4);
    CHECK(data.pieces[0].current == Approx(5.0));
    CHECK(data.pieces[1].current == Approx(-5.0));
    CHECK(data.voltage.voltage.size() == 28);
    CHECK(data.events.empty());
}

TEST_CASE("a window keeps what lies within it", "[runs][fit]")
{
    const auto data =
        taken(cycling(4), {.area = area, .window = {.from = 3600.0, .to = 7200.0}, .scatter = {}});
    // Both samples of either jump belong to it.
    CHECK(data.voltage.voltage.size() == 9);
    CHECK(data.voltage.moments.front().time == 3600.0);
    CHECK(data.pieces.size() == 4);
}

TEST_CASE("samples soon after a jump are left out, and none before it", "[runs][fit]")
{
    const auto data =
        taken(cycling(4), {.area = area, .window = {.after_switch = 600.0}, .scatter = {}});
    // The first of each half cycle; the second comes exactly 600 s after the jump and counts.
    REQUIRE(data.voltage.voltage.size() == 24);
    for (std::size_t k = 0; k < 24; ++k) {
        const auto& m = data.voltage.moments[k];
        CHECK(m.closing == (k % 6 == 5));
        CHECK(std::abs(data.voltage.voltage[k]) > 0.02005);
    }
}

TEST_CASE("which samples come soon after a jump does not hang on rounding", "[runs][fit]")
{
    // Times of which no sum is exact, a million seconds after the start.
    CyclerRecord r;
    double now = 0.1;
    for (int n = 0; n < 3000; ++n) {
        const double sign = n % 2 == 0 ? 1.0 : -1.0;
        for (int k = 0; k <= 4; ++k) {
            add(r, now, sign * 1e-3, k == 0 ? 1.0 : 0.02);
            now += k < 4 ? 100.7 / 3.0 + 0.1 * n : 0.0;
        }
    }
    const auto data = taken(r, {.area = area, .window = {.after_switch = 1.0}, .scatter = {}});
    CHECK(data.voltage.voltage.size() == 4 * 3000);
    CHECK(std::count(data.voltage.voltage.begin(), data.voltage.voltage.end(), 1.0) == 0);
}

TEST_CASE("a steep ramp is a change of the current, seen between two samples", "[runs][fit]")
{
    CyclerRecord r;
    for (int k = 0; k <= 10; ++k) {
        add(r, 10.0 * k, 1e-3, 0.02);
    }
    for (int k = 0; k <= 10; ++k) {
        add(r, 102.0 + 10.0 * k, -1e-3, -0.02); // two seconds later
    }
    const auto data = taken(r, {.area = area, .window = {.after_switch = 15.0}, .scatter = {}});
    for (const auto& m : data.voltage.moments) {
        const double since_start = m.time;
        const double since_change = m.time - 102.0;
        CHECK(since_start >= 15.0);
        CHECK((since_change < -1.0 || since_change >= 15.0));
    }
    CHECK(data.voltage.voltage.size() == 11 - 2 + 11 - 2);
}

TEST_CASE("a slow ramp is no switch: its samples count", "[runs][fit]")
{
    // 0.02 mA/cm2 each minute, as in a search for the critical current.
    CyclerRecord r;
    for (int k = 0; k <= 300; ++k) {
        add(r, 60.0 * k, 1e-4 + 4e-6 * k, 0.01 + 1e-4 * k);
    }
    const auto data = taken(r, {.area = area, .window = {.after_switch = 1.0}, .scatter = {}});
    CHECK(data.voltage.voltage.size() == 300); // all but the one at the very start
}

TEST_CASE("without after_switch every sample counts, ramps and corners too", "[runs][fit]")
{
    CyclerRecord r;
    for (int k = 0; k <= 50; ++k) {
        add(r, 10.0 * k, 1e-3 * std::sin(0.7 * k), 0.01);
    }
    CHECK(taken(r, {.area = area, .window = {}, .scatter = {}}).voltage.voltage.size() == 51);
}

TEST_CASE("a record that ends by running away is an event, and its rise no voltage", "[runs][fit]")
{
    auto r = cycling(4);
    add(r, 14400.0 + 200.0, 1e-3, 0.021);
    add(r, 14400.0 + 700.0, 1e-3, 0.022);
    add(r, 14400.0 + 700.5, 1e-3, 1.2);
    add(r, 14400.0 + 701.0, 1e-3, 2.6);
    add(r, 14400.0 + 702.0, 1e-3, 5.0);
    const auto data = taken(r, {.area = area, .window = {.below = 2.5}, .scatter = {}});
    REQUIRE(data.events.size() == 1);
    CHECK_FALSE(data.events[0].kind);
    CHECK(data.events[0].seen == runs::fit::Seen::when);
    CHECK(data.events[0].time == 15101.0);
    CHECK(data.events[0].error == Approx(1.5101)); // 1e-4 of the time: more than the gap of 0.5 s
    CHECK(data.voltage.voltage.size() == 28 + 1);
    CHECK(data.voltage.voltage.back() == 0.021);
}

TEST_CASE("an end seen between two rare samples is known as well as they are apart", "[runs][fit]")
{
    auto r = cycling(4);
    add(r, 14400.0 + 600.0, 1e-3, 0.021);
    add(r, 14400.0 + 1200.0, 1e-3, 5.0);
    const auto data = taken(r, {.area = area, .window = {.below = 2.5}, .scatter = {}});
    REQUIRE(data.events.size() == 1);
    CHECK(data.events[0].error == 600.0);
    CHECK(data.voltage.voltage.size() == 28);
}

TEST_CASE("high voltages that come down again are left out and end nothing", "[runs][fit]")
{
    auto r = cycling(4);
    r.voltage[10] = -3.0;
    const auto data = taken(r, {.area = area, .window = {.below = 2.5}, .scatter = {}});
    CHECK(data.events.empty());
    CHECK(data.voltage.voltage.size() == 27);
}

TEST_CASE("an end that the user has stated is not stated twice", "[runs][fit]")
{
    auto r = cycling(4);
    r.voltage.back() = -5.0;
    CellData data;
    data.events.push_back({.kind = std::nullopt, .time = 14000.0, .error = 60.0});
    take(r, {.area = area, .window = {.below = 2.5}, .scatter = {}}, data);
    CHECK(data.events.size() == 1);
    CHECK(data.events.front().time == 14000.0);
}

TEST_CASE("a voltage that is no number is left out and is no end", "[runs][fit]")
{
    auto r = cycling(4);
    r.voltage[3] = not_a_number;
    r.voltage.back() = not_a_number;
    const auto data = taken(r, {.area = area, .window = {.below = 2.5}, .scatter = {}});
    CHECK(data.voltage.voltage.size() == 26);
    CHECK(data.events.empty());
}

TEST_CASE("a record without a usable voltage is refused, unless its current alone is wanted",
          "[runs][fit]")
{
    auto r = cycling(2);
    r.voltage.assign(r.voltage.size(), 4.9);
    const RecordReading how{.area = area, .window = {.below = 2.5}, .scatter = {}};
    CHECK_THROWS_WITH(taken(r, how), Catch::Contains("no voltage of the record is left"));
    auto current_alone = how;
    current_alone.window.use = false;
    const auto data = taken(r, current_alone);
    CHECK(data.voltage.voltage.empty());
    CHECK(data.events.empty());
    CHECK(data.pieces.size() == 2);
}
