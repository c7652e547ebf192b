// Repeats, blocks and titrations, read into loops.

#include "runs/protocol/parse.hpp"

#include <catch2/catch.hpp>

using namespace percolith;
using runs::parse_protocol;

namespace
{

constexpr kinetics::Area<> area{0.5e-4};

double current(const runs::Step& s)
{
    return std::get<runs::ConstantCurrent>(s.control).current.si;
}

void check_loop(const runs::Loop& loop, std::size_t first, std::size_t last, std::uint64_t repeats)
{
    CHECK(loop.first == first);
    CHECK(loop.last == last);
    CHECK(loop.repeats == repeats);
}

} // namespace

TEST_CASE("a titration is a loop of pulses, each with its rest", "[runs][protocol]")
{
    const auto protocol =
        parse_protocol("Titrate working with 1 uAh/cm^2 at 15.6 uA/cm^2, rest until V > 0.05 V, "
                       "repeat for 400 hours, stop if V < -1 V",
                       area);
    REQUIRE(protocol.steps.size() == 2);
    CHECK(current(protocol.steps[0]) == Approx(-0.156));
    REQUIRE(protocol.steps[0].until.size() == 2);
    CHECK(protocol.steps[0].until[0].charge->si == Approx(36.0));
    CHECK(protocol.steps[0].until[1].stops_test);
    CHECK(std::holds_alternative<runs::Rest>(protocol.steps[1].control));
    REQUIRE(protocol.steps[1].until.size() == 2);
    CHECK(protocol.steps[1].until[0].condition->threshold == Approx(0.05));
    CHECK(protocol.steps[1].until[1].stops_test);
    REQUIRE(protocol.loops.size() == 1);
    check_loop(protocol.loops[0], 0, 1, runs::Loop::forever);
    CHECK(protocol.loops[0].duration->si == Approx(400 * 3600.0));

    const auto counted =
        parse_protocol("Titrate counter with 1 uAh pulses at 1 uA and rest 1 hour or "
                       "until V < -0.05 V, repeat 500 times",
                       area);
    CHECK(current(counted.steps[0]) == Approx(0.02));
    CHECK(counted.steps[1].until.size() == 2);
    check_loop(counted.loops[0], 0, 1, 500);
}

TEST_CASE("a repeat takes the steps since the repeat before it", "[runs][protocol]")
{
    const auto two = parse_protocol(R"(
        Strip working at 0.1 mA/cm^2 for 1 h
        Plate working at 0.1 mA/cm^2 for 1 h
        repeat 3 times
        Strip working at 0.5 mA/cm^2 for 1 h
        Plate working at 0.5 mA/cm^2 for 1 h
        Rest for 10 minutes
        repeat 200 times
        Rest for 1 day
    )",
                                    area);
    REQUIRE(two.loops.size() == 2);
    check_loop(two.loops[0], 0, 1, 3);
    check_loop(two.loops[1], 2, 4, 200);
    CHECK(two.steps.size() == 6);
}

TEST_CASE("blocks nest, with the number of repeats before or behind", "[runs][protocol]")
{
    const auto text = GENERATE(as<std::string>{}, R"(
        Rest for 1 h
        repeat 5 times {
            Rest for 2 h
            repeat 200 times { Strip working at 1 mA for 1 h; Plate working at 1 mA for 1 h }
            Rest for 3 h
        }
        Rest for 4 h)",
                               R"(
        Rest for 1 h
        begin
            Rest for 2 h
            begin
                Strip working at 1 mA for 1 h
                Plate working at 1 mA for 1 h
            end, repeat 200 times
            Rest for 3 h
        end and repeat 5 times
        Rest for 4 h)",
                               R"(
        Rest for 1 h
        Repeat 5 times begin
            Rest for 2 h
            { Strip working at 1 mA for 1 h; Plate working at 1 mA for 1 h } repeat 200x
            Rest for 3 h
        end
        Rest for 4 h)");
    const auto protocol = parse_protocol(text, area);
    REQUIRE(protocol.steps.size() == 6);
    REQUIRE(protocol.loops.size() == 2);
    check_loop(protocol.loops[0], 2, 3, 200);
    check_loop(protocol.loops[1], 1, 4, 5);
}

TEST_CASE("a repeat behind a block holds the block, too", "[runs][protocol]")
{
    const auto protocol = parse_protocol(
        "Rest for 1 h\nrepeat 2 times {\nRest for 2 h\n}\nRest for 3 h\nrepeat 7 times", area);
    REQUIRE(protocol.loops.size() == 2);
    check_loop(protocol.loops[0], 1, 1, 2);
    check_loop(protocol.loops[1], 0, 2, 7);
}

TEST_CASE("loops of a billion repeats, endless ones and timed ones cost a few words",
          "[runs][protocol]")
{
    const auto loop = [](const std::string& how) {
        return parse_protocol("Rest for 1 s\n" + how, area).loops.at(0);
    };
    CHECK(loop("repeat 1000000000 times").repeats == 1000000000);
    CHECK(loop("repeat 1e9 times").repeats == 1000000000);
    CHECK(loop("repeat 18446744073709551614 times").repeats == runs::Loop::forever - 1);
    CHECK(loop("repeat forever").repeats == runs::Loop::forever);
    CHECK_FALSE(loop("repeat forever").duration);
    CHECK(loop("repeat for 400 hours").repeats == runs::Loop::forever);
    CHECK(loop("repeat for 400 hours").duration->si == Approx(1.44e6));
    CHECK(loop("repeat 200 times or for 400 hours").repeats == 200);
    CHECK(loop("repeat 200 cycles, for 400 hours").duration->si == Approx(1.44e6));
}

TEST_CASE("stop after bounds the whole test, in the middle of a step if need be",
          "[runs][protocol]")
{
    const auto protocol =
        parse_protocol("Rest for 1 h\nrepeat forever\nstop after 400 hours", area);
    REQUIRE(protocol.loops.size() == 2);
    check_loop(protocol.loops[1], 0, 0, 1);
    CHECK(protocol.loops[1].duration->si == Approx(1.44e6));
}
