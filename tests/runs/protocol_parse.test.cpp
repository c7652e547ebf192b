#include "runs/protocol/parse.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace percolith;
using model::Condition;
using model::Observable;
using model::Side;
using runs::parse_condition;
using runs::parse_protocol;
using Sense = Condition::Sense;

namespace
{

constexpr kinetics::Area<> area{0.5e-4};

runs::Step step(const std::string& text)
{
    const auto protocol = parse_protocol(text, area);
    REQUIRE(protocol.steps.size() == 1);
    CHECK(protocol.loops.empty());
    return protocol.steps.front();
}

double current(const runs::Step& s)
{
    return std::get<runs::ConstantCurrent>(s.control).current.si;
}

double duration(const std::string& text)
{
    const auto s = step(text);
    REQUIRE(s.until.size() == 1);
    REQUIRE(s.until[0].after);
    return s.until[0].after->si;
}

Condition condition(const std::string& text)
{
    const auto found = parse_condition(text, area);
    REQUIRE(found.size() == 1);
    return found.front();
}

} // namespace

TEST_CASE("stripping working is a positive current, plating it a negative one", "[runs][protocol]")
{
    CHECK(current(step("Strip working at 0.5 mA/cm^2 for 1 hour")) == Approx(5.0));
    CHECK(current(step("Plate working at 0.5 mA/cm^2 for 1 hour")) == Approx(-5.0));
    CHECK(current(step("Strip counter at 0.5 mA/cm^2 for 1 hour")) == Approx(-5.0));
    CHECK(current(step("Plate counter at 0.5 mA/cm^2 for 1 hour")) == Approx(5.0));
    CHECK(current(step("Strip at 0.5 mA/cm^2 for 1 hour")) == Approx(5.0));
    CHECK(current(step("strip the working electrode at 0.5 mA/cm^2 for 1 hour")) == Approx(5.0));
    CHECK(current(step("Charge at 0.5 mA/cm^2 for 1 hour")) == Approx(5.0));
    CHECK(current(step("Discharge at 0.5 mA/cm^2 for 1 hour")) == Approx(-5.0));
}

TEST_CASE("currents and charges of the whole electrode are divided by its area", "[runs][protocol]")
{
    CHECK(current(step("Strip working at 0.25 mA for 1 h")) == Approx(5.0));
    CHECK(current(step("Strip working at 250 uA for 1 h")) == Approx(5.0));
    CHECK(current(step("Strip working at 2.5e-4 A for 1 h")) == Approx(5.0));
    CHECK(step("Strip working at 1 mA until 0.5 mAh").until[0].charge->si == Approx(1.8 / 0.5e-4));
    CHECK(step("Strip working at 1 mA until 0.5 mAh/cm^2").until[0].charge->si == Approx(1.8e4));
    CHECK(condition("resistance of cell > 200 Ohm").threshold == Approx(200 * 0.5e-4));
}

TEST_CASE("clauses stand in any order, with commas or without, in any case", "[runs][protocol]")
{
    const auto text =
        GENERATE(as<std::string>{}, "Strip working at 0.5 mA/cm^2 for 1 hour or until |V| > 5 V",
                 "Strip working at 0.5 mA/cm^2 for 1 hour, or until |V| > 5 V",
                 "Strip working at 0.5 mA/cm^2 for 1 hour, until |V| > 5 V.",
                 "Strip working for 1 hour at 0.5 mA/cm^2 until |V| > 5 V  # a comment",
                 "STRIP WORKING AT 0.5 mA/cm2 FOR 1 HOURS OR UNTIL |v| > 5 V",
                 "strip working for 60 minutes or |V| above 5 V at 0.5mA/cm\u00b2",
                 "Strip working until 1 h or |voltage| >= 5000 mV, at 0.5 mA cm^-2",
                 "  Strip working at 0.5 mA/(cm^2) for 0.5 h and 30 min, or until |V| exceeds 5V ");
    CAPTURE(text);
    const auto s = step(text);
    CHECK(current(s) == Approx(5.0));
    REQUIRE(s.until.size() == 3);
    CHECK(s.until[0].after->si == Approx(3600.0));
    // Each sign of |V| is a root of its own.
    CHECK(s.until[1].condition->what == Observable::voltage);
    CHECK(s.until[1].condition->sense == Sense::above);
    CHECK(s.until[1].condition->threshold == Approx(5.0));
    CHECK(s.until[2].condition->sense == Sense::below);
    CHECK(s.until[2].condition->threshold == Approx(-5.0));
    CHECK_FALSE(s.until[2].stops_test);
}

TEST_CASE("times are written as people write them", "[runs][protocol]")
{
    CHECK(duration("Rest for 2 days") == Approx(172800.0));
    CHECK(duration("Rest for 1 hour 30 minutes") == Approx(5400.0));
    CHECK(duration("Rest for 1 hour and 30 minutes") == Approx(5400.0));
    CHECK(duration("Rest for 1h 30min 10s") == Approx(5410.0));
    CHECK(duration("rest 10 seconds") == Approx(10.0));
    CHECK(duration("Rest for 2 weeks") == Approx(1209600.0));
    CHECK(duration("Rest for 3 Hours") == Approx(10800.0));
    CHECK(duration("Rest until step time > 5 min") == Approx(300.0));
}

TEST_CASE("steps keep their text and line, endings theirs", "[runs][protocol]")
{
    const auto protocol = parse_protocol("\n# first\nRest for 1 h ; Rest for 2 h # why\n\n"
                                         "Hold at 0.05 V for 10 hours or until |I| < 1 uA/cm^2\n",
                                         area);
    REQUIRE(protocol.steps.size() == 3);
    CHECK(protocol.steps[0].text == "Rest for 1 h");
    CHECK(protocol.steps[0].line == 3);
    CHECK(protocol.steps[1].text == "Rest for 2 h");
    CHECK(protocol.steps[1].line == 3);
    CHECK(protocol.steps[2].line == 5);
    CHECK(protocol.steps[2].until[0].text == "10 hours");
    CHECK(protocol.steps[2].until[1].text == "|I| < 1 uA/cm^2");
}

TEST_CASE("a hold ends on time or on a current", "[runs][protocol]")
{
    const auto s = step("Hold at -50 mV for 10 hours or until |I| < 1 uA/cm^2");
    CHECK(std::get<runs::Hold>(s.control).voltage.si == Approx(-0.05));
    REQUIRE(s.until.size() == 2);
    CHECK(s.until[1].condition->what == Observable::current_magnitude);
    CHECK(s.until[1].condition->sense == Sense::below);
    CHECK(s.until[1].condition->threshold == Approx(0.01));
    const auto bare = step("Hold at 4.1 V until 50mA").until[0].condition;
    CHECK(bare->what == Observable::current_magnitude);
    CHECK(bare->sense == Sense::below);
    CHECK(bare->threshold == Approx(0.05 / 0.5e-4));
    CHECK(step("Hold at 0.1 V until I > 1 mA").until[0].condition->sense == Sense::above);
}

TEST_CASE("a bare voltage limits the side to which the step drives it", "[runs][protocol]")
{
    const auto up = step("Strip working at 1 mA until 4 V").until[0].condition;
    CHECK(up->sense == Sense::above);
    CHECK(up->threshold == Approx(4.0));
    const auto down = step("Strip counter at 1 mA until -4 V").until[0].condition;
    CHECK(down->sense == Sense::below);
    CHECK(down->threshold == Approx(-4.0));
}

TEST_CASE("a ramp runs from one current to another, over a time or at a rate", "[runs][protocol]")
{
    const auto ramp = [](const std::string& text) {
        return std::get<runs::CurrentRamp>(step(text).control);
    };
    const auto over = ramp("Ramp working from 0.1 mA/cm^2 to 2 mA/cm^2 over 10 hours");
    CHECK(over.from.si == Approx(1.0));
    CHECK(over.to.si == Approx(20.0));
    CHECK(over.rate.si == Approx(19.0 / 36000.0));
    const auto at = ramp("Ramp working from 2 mA/cm^2 to 0.1 mA/cm^2 at 0.1 mA/cm^2 per hour");
    CHECK(at.rate.si == Approx(-1.0 / 3600.0));
    CHECK(ramp("Ramp working from 0 A to 1 mA at 0.1 mA/h").rate.si == Approx(2.0 / 3600.0));
    const auto plating = ramp("Ramp plating working from 0.1 mA/cm^2 to 2 mA/cm^2 over 10 hours");
    CHECK(plating.from.si == Approx(-1.0));
    CHECK(plating.to.si == Approx(-20.0));
    CHECK(plating.rate.si == Approx(-19.0 / 36000.0));
    const auto counter = ramp("Ramp stripping counter from 0.1 mA/cm^2 to 2 mA/cm^2 over 10 h");
    CHECK(counter.to.si == Approx(-20.0));
    const auto through = ramp("Ramp current from -1 mA/cm^2 to 1 mA/cm^2 over 2 h until |V| > 5 V");
    CHECK(through.from.si == Approx(-10.0));
    CHECK(through.to.si == Approx(10.0));
    CHECK(through.rate.si == Approx(20.0 / 7200.0));
}

TEST_CASE("stop if ends the test; on a line of its own it holds for every step", "[runs][protocol]")
{
    const auto protocol = parse_protocol(R"(
        stop if |V| > 5 V
        Strip working at 1 mA for 1 h, stop if contact of working < 0.5
        Hold at 0.1 V for 1 h
        Rest for 1 h)",
                                         area);
    REQUIRE(protocol.steps[0].until.size() == 4);
    CHECK_FALSE(protocol.steps[0].until[0].stops_test);
    CHECK(protocol.steps[0].until[1].stops_test);
    CHECK(protocol.steps[0].until[1].condition->what == Observable::contact_fraction);
    CHECK(protocol.steps[0].until[3].stops_test);
    CHECK(protocol.steps[0].until[3].text == "|V| > 5 V");
    CHECK(protocol.steps[1].until.size() == 1); // the voltage is held
    CHECK(protocol.steps[2].until.size() == 3);
}

TEST_CASE("every threshold of the language finds its observable", "[runs][protocol]")
{
    struct Reading {
        const char* text;
        Observable what;
        Side side;
        Sense sense;
        double threshold;
    };
    using enum Observable;
    const auto reading = GENERATE(
        Reading{"V > 5 V", voltage, Side::working, Sense::above, 5.0},
        Reading{"cell voltage below -0.5 V", voltage, Side::working, Sense::below, -0.5},
        Reading{"V < \u2212500 mV", voltage, Side::working, Sense::below, -0.5},
        Reading{"|I| < 1 uA/cm^2", current_magnitude, Side::working, Sense::below, 0.01},
        Reading{"I > 1 mA/cm^2", current_magnitude, Side::working, Sense::above, 10.0},
        Reading{"thickness of working > 1 um", interphase_thickness, Side::working, Sense::above,
                1e-6},
        Reading{"the interphase thickness of the counter electrode is above 500 nm",
                interphase_thickness, Side::counter, Sense::above, 5e-7},
        Reading{"working thickness > 1 um", interphase_thickness, Side::working, Sense::above,
                1e-6},
        Reading{"barrier of counter > 1 um", barrier_thickness, Side::counter, Sense::above, 1e-6},
        Reading{"barrier thickness of working < 100 nm", barrier_thickness, Side::working,
                Sense::below, 1e-7},
        Reading{"resistance of cell > 100 Ohm cm^2", cell_resistance, Side::working, Sense::above,
                0.01},
        Reading{"cell resistance rises above 100 Ohm*cm2", cell_resistance, Side::working,
                Sense::above, 0.01},
        Reading{"resistance of working > 100 \u03a9 cm\u00b2", interface_resistance, Side::working,
                Sense::above, 0.01},
        Reading{"interface resistance of counter > 100 Ohm cm^2", interface_resistance,
                Side::counter, Sense::above, 0.01},
        Reading{"metal of working < 0.1 mAh/cm^2", metal, Side::working, Sense::below, 3600.0},
        Reading{"metal of working is depleted", metal, Side::working, Sense::below, 0.0},
        Reading{"lithium of counter depleted", lithium, Side::counter, Sense::below, 0.0},
        Reading{"lithium of working falls below 1 mAh/cm^2", lithium, Side::working, Sense::below,
                3.6e4},
        Reading{"contact of working < 0.5", contact_fraction, Side::working, Sense::below, 0.5},
        Reading{"contact fraction of working less than 50 %", contact_fraction, Side::working,
                Sense::below, 0.5},
        Reading{"intrusion of working > 100 um", intrusion_length, Side::working, Sense::above,
                1e-4});
    CAPTURE(reading.text);
    const auto found = condition(reading.text);
    CHECK(found.what == reading.what);
    CHECK(found.side == reading.side);
    CHECK(found.sense == reading.sense);
    CHECK(found.threshold == Approx(reading.threshold).epsilon(1e-12));
}

TEST_CASE("a condition of either electrode, or with |V|, is two", "[runs][protocol]")
{
    const auto either = parse_condition("thickness of either electrode > 10 um", area);
    REQUIRE(either.size() == 2);
    CHECK(either[0].side == Side::working);
    CHECK(either[1].side == Side::counter);
    const auto three = parse_condition("stop if |V| > 5 V or resistance of cell > 1 Ohm", area);
    REQUIRE(three.size() == 3);
    CHECK(three[1].threshold == Approx(-5.0));
}

TEST_CASE("a rest may wait for depletion", "[runs][protocol]")
{
    const auto s = step("Rest until metal of working is depleted or for 100 days");
    REQUIRE(s.until.size() == 2);
    CHECK(s.until[0].condition->what == Observable::metal);
    CHECK(s.until[1].after->si == Approx(8.64e6));
}

TEST_CASE("a record is followed by its name, found by the caller", "[runs][protocol]")
{
    const auto reader = [](std::string_view name) {
        return runs::MeasuredCurrent{{0.0, 1.0}, {2.0, 3.0}, std::string{name}};
    };
    const auto protocol = parse_protocol(
        "Follow \"my cell #3.csv\" until |V| > 5 V\nrepeat 3 times", area, {}, reader);
    CHECK(std::get<runs::MeasuredCurrent>(protocol.steps.at(0).control).source == "my cell #3.csv");
    CHECK(protocol.steps[0].until.size() == 2);
}

TEST_CASE("an area that is none is the caller's mistake", "[runs][protocol]")
{
    CHECK_THROWS_AS(parse_protocol("Rest for 1 h", kinetics::Area<>{0.0}), std::invalid_argument);
    CHECK_THROWS_AS(parse_condition("V > 1 V", kinetics::Area<>{std::nan("")}),
                    std::invalid_argument);
}
