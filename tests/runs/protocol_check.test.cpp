#include "runs/protocol/check.hpp"

#include <catch2/catch.hpp>

#include <limits>

using namespace percolith;
using Catch::Contains;

namespace
{

constexpr kinetics::Area<> area{1e-4};

runs::CheckedCell cell(double working = 1e5)
{
    runs::CheckedCell checked;
    checked.start.working.lithium = kinetics::ArealCharge<>{working};
    checked.start.counter.lithium = kinetics::ArealCharge<>{1e6};
    checked.start.working.interphase_thickness = kinetics::Length<>{5e-9};
    checked.start.counter.interphase_thickness = kinetics::Length<>{5e-9};
    return checked;
}

std::string complaint(const runs::Protocol& protocol, const runs::CheckedCell& checked)
{
    try {
        runs::check_protocol(protocol, checked, {{"case.toml", 10, 9}, "protocol.steps"});
    } catch (const runs::InputError& error) {
        return error.what();
    }
    return "";
}

std::string complaint(const std::string& text, const runs::CheckedCell& checked = cell())
{
    return complaint(runs::parse_protocol(text, area), checked);
}

runs::Step step(runs::Control control, std::vector<runs::Ending> until = {})
{
    return {.control = std::move(control), .until = std::move(until)};
}

runs::Ending after(double seconds)
{
    return {.after = kinetics::Time<>{seconds}};
}

} // namespace

TEST_CASE("sound protocols pass the check", "[runs][protocol]")
{
    const auto text = GENERATE(
        as<std::string>{},
        "Strip working at 1 mA for 1 h\nPlate working at 1 mA for 1 h\nrepeat forever",
        "Rest until metal of working is depleted", "Rest until V > 0.05 V",
        "Ramp working from 0.1 mA to 2 mA over 10 h for 10 h", "Hold at 0.05 V for 1 h",
        "Titrate working with 1 uAh at 1 uA, rest until V > 0.05 V, repeat for 400 h\nRest for 1 h",
        "Rest for 1 h\nrepeat forever\nstop after 5 h", "Strip working at 1 mA until V < -0.1 V");
    CAPTURE(text);
    CHECK(complaint(text).empty());
}

TEST_CASE("a test that strips an electrode without lithium first cannot start", "[runs][protocol]")
{
    CHECK(complaint("Rest for 1 h\nStrip working at 1 mA for 1 h", cell(0.0)) ==
          "case.toml:11:1: protocol.steps: \"Strip working at 1 mA for 1 h\": the test cannot "
          "start: it "
          "strips the working electrode, which holds no lithium; plate working first or give it "
          "lithium");
    CHECK_THAT(complaint("Ramp working from 0 A to 1 mA over 1 h", cell(0.0)),
               Contains("cannot start"));
    CHECK(complaint("Plate working at 1 mA for 1 h\nStrip working at 1 mA for 1 h", cell(0.0))
              .empty());
    auto empty_counter = cell();
    empty_counter.start.counter.lithium = {};
    CHECK_THAT(complaint("Plate working at 1 mA for 1 h", empty_counter),
               Contains("strips the counter electrode"));
    const runs::Protocol record{
        {step(runs::MeasuredCurrent{{0.0, 1.0, 2.0}, {0.0, 0.0, 1.0}, "a.csv"})}, {}};
    CHECK_THAT(complaint(record, cell(0.0)),
               Contains("\"Follow \"a.csv\"\": the test cannot start"));
}

TEST_CASE("an ending that is met when the test starts is refused", "[runs][protocol]")
{
    const auto text =
        GENERATE(as<std::string>{}, "Strip working at 1 mA until metal of working < 1000 mAh/cm^2",
                 "Rest until contact of working > 0.5", "Rest for 1 h or until V < 0.05 V",
                 "Strip working at 1 mA until V > -0.1 V", "Plate working at 1 mA until V < 5 V");
    CAPTURE(text);
    CHECK_THAT(complaint(text), Contains("is already met when the test starts"));
    CHECK(complaint("Rest for 1 h\n" + text).empty());
    CHECK_THAT(complaint("Plate working at 1 mA until metal of working depleted", cell(0.0)),
               Contains("is already met when the test starts"));
}

TEST_CASE("thresholds on what only grows are refused where they make no sense", "[runs][protocol]")
{
    CHECK_THAT(complaint("Rest for 1 h\nRest until thickness of working > 5 nm"),
               Contains("holds from the start of the test and ever after"));
    CHECK_THAT(complaint("Rest until thickness of working < 1 um"), Contains("cannot come about"));
    CHECK_THAT(complaint("Rest until intrusion of working < 1 um"), Contains("cannot come about"));
}

TEST_CASE("a ramp must be able to reach its end", "[runs][protocol]")
{
    CHECK_THAT(complaint("Ramp working from 1 mA to 2 mA over 10 h for 5 h"),
               Contains("ends it before the ramp reaches its end"));
    const runs::CurrentRamp away{kinetics::CurrentDensity<>{1.0}, kinetics::CurrentDensity<>{2.0},
                                 kinetics::CurrentRamp<>{-1.0}};
    CHECK_THAT(complaint({{step(away)}, {}}, cell()), Contains("the ramp never reaches its end"));
}

TEST_CASE("a hold stays within the instrument's limit", "[runs][protocol]")
{
    auto limited = cell();
    limited.voltage_limit = kinetics::Voltage<>{5.0};
    CHECK_THAT(complaint("Hold at -6 V for 1 h", limited),
               Contains("beyond the instrument's limit"));
    CHECK(complaint("Hold at 5 V for 1 h", limited).empty());
}

TEST_CASE("steps behind an endless loop are refused", "[runs][protocol]")
{
    CHECK_THAT(
        complaint("Rest for 1 h\nrepeat forever\nRest for 2 h"),
        Contains("case.toml:12:1: protocol.steps: \"Rest for 2 h\": it stands behind a loop that "
                 "never ends"));
    CHECK(complaint("Rest for 1 h\nrepeat for 10 h\nRest for 2 h").empty());
    CHECK(complaint("repeat for 10 h {\nRest for 1 h\nrepeat forever\n}\nRest for 2 h").empty());
}

TEST_CASE("a protocol put together by hand is checked as one that was read", "[runs][protocol]")
{
    using runs::Protocol;
    const runs::ConstantCurrent strip{kinetics::CurrentDensity<>{1.0}};
    CHECK_THAT(complaint(Protocol{}, cell()), Contains("has no steps"));
    CHECK_THAT(complaint({{step(strip)}, {}}, cell()), Contains("never ends"));
    CHECK_THAT(complaint({{step(strip, {after(0.0)})}, {{0, 0, runs::Loop::forever}}}, cell()),
               Contains("it takes no time"));
    CHECK_THAT(complaint({{step(strip, {runs::Ending{}})}, {}}, cell()), Contains("exactly one"));
    CHECK_THAT(complaint({{step(runs::ConstantCurrent{}, {after(1.0)})}, {}}, cell()),
               Contains("the current is zero or not finite"));
    CHECK_THAT(complaint({{step(strip, {after(1.0)})}, {{0, 3, 2}}}, cell()),
               Contains("steps that do not exist"));
    runs::Ending bad{.condition = model::Condition{}, .text = "V > nan"};
    bad.condition->threshold = std::numeric_limits<double>::quiet_NaN();
    CHECK_THAT(complaint({{step(strip, {bad})}, {}}, cell()),
               Contains("a threshold is not finite"));
    CHECK_THAT(
        complaint({{step(runs::MeasuredCurrent{{0.0, 0.0}, {1.0, 1.0}, "a.csv"})}, {}}, cell()),
        Contains("no current over increasing time"));
}

TEST_CASE("all faults of a protocol come out at once", "[runs][protocol]")
{
    const auto message = complaint("Hold at 1 V for 1 h\nRest until thickness of working > 1 nm\n"
                                   "Ramp working from 1 mA to 2 mA over 10 h for 5 h");
    CHECK_THAT(message, Contains("case.toml:11:1: ") && Contains("\ncase.toml:12:1: "));
}
