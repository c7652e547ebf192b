#include "runs/plot/axis.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <string>

using namespace percolith::runs;

namespace
{

/// A cell at +-0.01 V that runs away to 5 V in the last `share` of the time.
Polyline runaway(double share)
{
    Polyline curve;
    for (int n = 0; n < 1000; ++n) {
        const double x = n / 999.0;
        curve.x.push_back(x);
        curve.y.push_back(x > 1.0 - share ? 5.0 : n % 2 == 0 ? 0.01 : -0.01);
    }
    return curve;
}

} // namespace

TEST_CASE("units suit what is shown", "[plot]")
{
    CHECK(voltage_scale(0.013).unit == "mV");
    CHECK(voltage_scale(5.0).unit == "V");
    CHECK(length_scale(5e-9).unit == "nm");
    CHECK(length_scale(2e-5).unit == "µm");
    CHECK(time_scale(60.0).unit == "s");
    CHECK(time_scale(3600.0).unit == "min");
    CHECK(time_scale(3.6e6).unit == "h");
    CHECK(3.6e4 * charge_scale(3.6e4).factor == Approx(1.0)); // 1 mAh/cm2 is 36 000 C/m2
    CHECK(3.6e4 * charge_scale(36.0).factor == Approx(1000.0)); // which is 1000 uAh/cm2
    CHECK(axis_label("Voltage", voltage_scale(0.013)) == "Voltage (mV)");
}

TEST_CASE("a short runaway does not flatten the rest of the curve", "[plot]")
{
    const auto range = usual(runaway(0.01));
    CHECK(range.high < 0.03);
    CHECK(range.low == Approx(-range.high));
    const auto notes = notes_beyond(runaway(0.01), {0.0, 1.0}, range, voltage_scale(5.0));
    REQUIRE(notes.size() == 1);
    CHECK(notes[0].text == "to 5 V");
    CHECK(notes[0].right_aligned);
}

TEST_CASE("pulses between long rests are shown, however short they are", "[plot]")
{
    Polyline titration;
    for (int n = 0; n < 1000; ++n) {
        titration.x.push_back(n);
        titration.y.push_back(n % 100 == 0 ? 1.71 : 1e-17);
    }
    CHECK(usual(titration).high > 1.71);
}

TEST_CASE("a voltage that a cell shows for long is shown", "[plot]")
{
    CHECK(usual(runaway(0.5)).high > 5.0);
    CHECK(notes_beyond(runaway(0.5), {0.0, 1.0}, usual(runaway(0.5)), voltage_scale(5.0)).empty());
}

TEST_CASE("ranges are never empty", "[plot]")
{
    for (const auto range : {usual({}), usual({{0.0}, {0.0}}), usual({{0.0, 1.0}, {2.0, 2.0}}),
                             from_zero({0.0, 0.0}), padded({0.0, 0.0}), decades({0.0, 0.0})}) {
        CHECK(range.high > range.low);
        CHECK(std::isfinite(range.low));
        CHECK(std::isfinite(range.high));
    }
}
