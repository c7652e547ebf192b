#include "runs/protocol/cursor.hpp"
#include "runs/protocol/cycles.hpp"
#include "runs/protocol/estimate.hpp"
#include "runs/protocol/loops.hpp"
#include "runs/protocol/parse.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <cmath>
#include <limits>

using namespace percolith;
using runs::Cursor;
using runs::Protocol;

namespace
{

constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();

/// S strips, P plates, R rests, B ramps through zero, each for one second; { } with a number
/// behind.
Protocol sketch(const std::string& text)
{
    std::string words;
    for (const char c : text) {
        switch (c) {
        case 'S':
            words += "Strip working at 1 mA/cm^2 for 1 s\n";
            break;
        case 'P':
            words += "Plate working at 1 mA/cm^2 for 1 s\n";
            break;
        case 'R':
            words += "Rest for 1 s\n";
            break;
        case 'B':
            words += "Ramp current from -1 mA/cm^2 to 1 mA/cm^2 over 1 s\n";
            break;
        case 'U':
            words += "Hold at 1 V for 1 s\n";
            break;
        case 'D':
            words += "Hold at -1 V for 1 s\n";
            break;
        case '}':
            words += "} repeat ";
            break;
        default:
            words += c;
        }
    }
    return runs::parse_protocol(words, kinetics::Area<>{1e-4});
}

/// The steps of a whole run, each of one second, as indices; '|' after each whole cycle.
std::string walk(const Protocol& protocol, std::size_t most_steps = 200)
{
    std::string steps;
    double now = 0.0;
    Cursor at{protocol};
    while (!at.done() && steps.size() < most_steps) {
        steps += static_cast<char>('0' + static_cast<int>(at.step()));
        const auto cycles = at.cycles();
        now += 1.0;
        now <= at.deadline() ? at.next(now) : at.cut(now);
        steps += std::string(at.cycles() - cycles, '|');
    }
    return steps;
}

} // namespace

TEST_CASE("the cursor walks nested loops in order", "[runs][protocol]")
{
    CHECK(walk(sketch("RRR")) == "012");
    CHECK(walk(sketch("R{RR}2\nR")) == "012123");
    CHECK(walk(sketch("{R{R}2\n{R}3\n}2\nR")) == "0112220112223");
    CHECK(walk(sketch("{{{R}2\n}2\n}2\n")) == "00000000");
    CHECK(walk(sketch("{{R}2\nR}2\n")) == "001001");
    CHECK(walk(sketch("{R}1\nR")) == "01");
}

TEST_CASE("the cursor counts steps and finished passes", "[runs][protocol]")
{
    Cursor at{sketch("{R{R}3\n}5\n")};
    for (int i = 0; i < 10; ++i) {
        at.next(i + 1.0);
    }
    CHECK(at.steps_done() == 10);
    CHECK(at.step() == 1);
    CHECK(at.passes() == std::vector<std::uint64_t>{2, 1});
}

TEST_CASE("a pass through the innermost loop with both directions is a cycle", "[runs][protocol]")
{
    CHECK(walk(sketch("{SP}3\n")) == "01|01|01|");
    CHECK(walk(sketch("{PRSR}2\n")) == "0123|0123|");
    CHECK(walk(sketch("{SPSP}2\n")) == "0123|0123|"); // one pass, one cycle
    CHECK(walk(sketch("{{SP}2\nR}2\n")) == "01|01|201|01|2");
    CHECK(walk(sketch("R{SP}2\nR")) == "012|12|3");
    CHECK(walk(sketch("{B}2\n")) == "0|0|");
}

TEST_CASE("pulses of one direction belong to the cycle of the loop around them", "[runs][protocol]")
{
    CHECK(walk(sketch("{{PR}2\n{SR}2\n}2\n")) == "01012323|01012323|");
    CHECK(walk(sketch("{PR}3\n")) == "010101"); // a titration has no cycles
    CHECK(walk(sketch("{PR}2\n{SR}2\n")) == "01012323|");
    CHECK(walk(sketch("{P}2\nS{P}2\nS")) == "001|223|");
}

TEST_CASE("without loops a cycle is a pair of directions with the rests behind it",
          "[runs][protocol]")
{
    CHECK(walk(sketch("SP")) == "01|");
    CHECK(walk(sketch("SRPRSRPR")) == "0123|4567|");
    CHECK(walk(sketch("RSPSP")) == "012|34|");
    CHECK(walk(sketch("SSPP")) == "0123|");
    CHECK(walk(sketch("SSPPSP")) == "0123|45|");
    CHECK(walk(sketch("SPS")) == "01|2"); // a half cycle is not counted
    CHECK(walk(sketch("SRS")) == "012");
    CHECK(walk(sketch("SBSP")) == "01|23|");
}

TEST_CASE("steps beside a cycle loop are paired apart from it", "[runs][protocol]")
{
    CHECK(walk(sketch("SP{SP}2\nSP")) == "01|23|23|45|");
    CHECK(walk(sketch("S{SP}2\nP")) == "012|12|3"); // neither half is a cycle
    CHECK(walk(sketch("{SP{SP}2\n}2\n")) == "01|23|23|01|23|23|");
    CHECK(walk(sketch("{SPR{SP}2\nSP}2\n")) == "012|34|34|56|012|34|34|56|");
}

TEST_CASE("a loop that runs once, such as stop after, is no loop for the cycles",
          "[runs][protocol]")
{
    CHECK(walk(sketch("SPSP\nstop after 1 h\n")) == "01|23|");
    CHECK(walk(sketch("{SP{R}3\nSP}1\n")) == "01222|34|");
}

TEST_CASE("holds count by the sign of their voltage where nothing else drives the cell",
          "[runs][protocol]")
{
    CHECK(walk(sketch("{UD}2\n")) == "01|01|");
    CHECK(walk(sketch("{UDS}2\n")) == "012012");
    CHECK(walk(sketch("{SUPD}2\n")) == "0123|0123|");
}

TEST_CASE("a timed loop is left in the middle of a step, and that cycle is not counted",
          "[runs][protocol]")
{
    const auto timed = [](const std::string& steps, const std::string& how) {
        auto protocol = sketch(steps + "}7\n R");
        protocol.loops.back().repeats = runs::Loop::forever;
        protocol.loops.back().duration = kinetics::Time<>{std::stod(how)};
        return walk(protocol);
    };
    CHECK(timed("{SP", "5") == "01|01|02"); // by its second second the step is over as well
    CHECK(timed("{SP", "4.5") == "01|01|02");
    CHECK(timed("{SPR", "2.5") == "0123");
    CHECK(timed("{SP", "100") == walk(sketch("{SP}50\nR")));
}

TEST_CASE("an outer deadline ends the loops inside it", "[runs][protocol]")
{
    auto protocol = sketch("{R{SP}100\n}100\nR");
    protocol.loops.back().duration = kinetics::Time<>{3.5};
    CHECK(walk(protocol) == "012|13");
    // The inner loop's own time comes first, in every pass of the outer one.
    protocol = sketch("{R{SP}100\n}2\nR");
    protocol.loops.front().duration = kinetics::Time<>{1.5};
    CHECK(walk(protocol) == "0120123");
}

TEST_CASE("a step that ends at the deadline by itself ends its cycle, too", "[runs][protocol]")
{
    auto protocol = sketch("{SP}100\n");
    protocol.loops.front().duration = kinetics::Time<>{4.0};
    Cursor at{protocol};
    double now = 0.0;
    while (!at.done()) {
        CHECK(at.deadline() == 4.0);
        at.next(now += 1.0);
    }
    CHECK(now == 4.0);
    CHECK(at.cycles() == 2);
}

TEST_CASE("rounding in the sum of durations starts no sliver of a pass", "[runs][protocol]")
{
    auto protocol = sketch("{SP}100\nR");
    protocol.loops.front().duration = kinetics::Time<>{0.8};
    Cursor at{protocol};
    double now = 0.0;
    for (int i = 0; i < 8; ++i) {
        at.next(now += 0.1); // 0.8 but for rounding
    }
    CHECK(now < 0.8);
    CHECK(at.step() == 2);
    CHECK(at.cycles() == 4);
    Cursor cut{protocol};
    cut.next(0.1);
    cut.cut(std::nextafter(0.8, 0.0)); // a driver's own sum may fall short of the deadline
    CHECK(cut.step() == 2);
    CHECK(cut.cycles() == 0);
}

TEST_CASE("a cut pass of an inner loop does not finish the pass around it", "[runs][protocol]")
{
    auto protocol = sketch("{S{P}5\n}100\n"); // both end with the same step
    protocol.loops.back().duration = kinetics::Time<>{9.5};
    CHECK(walk(protocol) == "011111|0111");
}

TEST_CASE("the deadline counts from the start of the test or of the loop", "[runs][protocol]")
{
    auto protocol = sketch("R{R}100\n");
    protocol.loops.front().duration = kinetics::Time<>{10.0};
    Cursor at{protocol, 100.0};
    CHECK(at.deadline() == std::numeric_limits<double>::infinity());
    at.next(101.0);
    CHECK(at.deadline() == 111.0);
}

TEST_CASE("a loop whose pass takes no time is seen", "[runs][protocol]")
{
    const auto protocol = sketch("R{SP}1000\n");
    Cursor at{protocol};
    for (int i = 0; i < 5; ++i) {
        at.next(1.0 + i);
    }
    CHECK_FALSE(at.stalled());
    at.next(5.0);
    CHECK_FALSE(at.stalled()); // one step of the pass took time
    at.next(5.0);
    at.next(5.0);
    CHECK(at.stalled());
}

TEST_CASE("a loop of a billion passes is walked without unrolling it", "[runs][protocol]")
{
    const auto protocol = sketch("{SP}1000000000\n");
    Cursor at{protocol};
    const auto began = std::chrono::steady_clock::now();
    double now = 0.0;
    for (int i = 0; i < 2'000'000; ++i) {
        at.next(now += 1.0);
    }
    CHECK(at.cycles() == 1'000'000);
    // 0.3 us a half cycle is what a fast engine takes; a debug build may take as much here.
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds{2});
}

TEST_CASE("durations, steps and cycles of a protocol are known before it runs", "[runs][protocol]")
{
    const auto loops = sketch("{SPR}200\nR");
    CHECK(runs::longest_duration(loops) == 601.0);
    CHECK(runs::extent(loops).steps == 601);
    CHECK(runs::extent(loops).cycles == 200);
    const auto parsed = [](const std::string& text) {
        return runs::longest_duration(runs::parse_protocol(text, kinetics::Area<>{1e-4}));
    };
    CHECK(parsed("Strip working at 0.5 mA/cm^2 until 0.5 mAh/cm^2 or |V| > 5 V") == Approx(3600.0));
    CHECK(parsed("Strip working at 0.5 mA/cm^2 for 2 h or until 0.5 mAh/cm^2") == Approx(3600.0));
    CHECK(parsed("Ramp working from 1 mA to 2 mA over 10 h") == Approx(36000.0));
    CHECK(std::isinf(parsed("Rest until metal of working depleted")));
    CHECK(parsed("Rest until V > 1 V\nrepeat for 10 h") == Approx(36000.0));
    CHECK(std::isinf(parsed("Rest for 1 h\nrepeat forever")));
    CHECK(parsed("Rest for 1 h\nrepeat forever\nstop after 5 h") == Approx(18000.0));
}

TEST_CASE("counts saturate instead of wrapping", "[runs][protocol]")
{
    const auto huge = sketch("{{{SP}10000000000\nR}10000000000\nR}10000000000\n");
    CHECK(runs::extent(huge).steps == most);
    CHECK(runs::extent(huge).cycles == most);
    CHECK(runs::longest_duration(huge) == Approx(2e30));
    CHECK(runs::extent(sketch("{SP}18446744073709551615\n")).cycles == most);
}

TEST_CASE("what the cursor counts is what the extent foretells", "[runs][protocol]")
{
    const auto text = GENERATE(as<std::string>{}, "SPSP", "{SP{SP}2\n}3\nR", "{P}2\nS{P}2\nS",
                               "{{PR}2\n{SR}2\n}2\n", "S{R{SP}2\n}2\nP", "{SPR{SP}2\nSP}2\nSRPS");
    const auto protocol = sketch(text);
    Cursor at{protocol};
    double now = 0.0;
    while (!at.done()) {
        at.next(now += 1.0);
    }
    CHECK(at.steps_done() == runs::extent(protocol).steps);
    CHECK(at.cycles() == runs::extent(protocol).cycles);
    CHECK(now == runs::longest_duration(protocol));
}

TEST_CASE("loops that do not nest are refused", "[runs][protocol]")
{
    auto protocol = sketch("RRRR");
    const auto refused = [&](std::vector<runs::Loop> loops) {
        protocol.loops = std::move(loops);
        CHECK_THROWS_AS(Cursor{protocol}, std::invalid_argument);
        CHECK_THROWS_AS(runs::entry_order(protocol), std::invalid_argument);
    };
    refused({{0, 2, 2}, {1, 3, 2}});
    refused({{0, 4, 2}});
    refused({{2, 1, 2}});
    refused({{0, 1, 0}});
    refused({{0, 1, 2, kinetics::Time<>{0.0}}});
    refused({{0, 1, 2, kinetics::Time<>{std::nan("")}}});
}

TEST_CASE("a measured current has its half cycles and cycles in itself", "[runs][protocol]")
{
    const auto turns = [](const runs::MeasuredCurrent& record) {
        std::vector<std::pair<std::size_t, bool>> found;
        for (const auto& part : runs::record_parts(record)) {
            found.emplace_back(part.last, part.ends_cycle);
        }
        return found;
    };
    using Turns = std::vector<std::pair<std::size_t, bool>>;
    CHECK(turns({{0, 1, 2, 3, 4, 5, 6, 7, 8}, {0, 2, 1, 0, -1, -1, 0, 3, 3}, ""}) ==
          Turns{{0, false}, {2, false}, {3, false}, {5, false}, {6, true}});
    CHECK(turns({{0, 1, 2, 3}, {-1, 1, -1, 1}, ""}) == Turns{{0, false}, {1, true}, {2, false}});
    CHECK(turns({{0, 1, 1, 2, 2, 3}, {1, 1, -1, -1, 1, 1}, ""}) == Turns{{1, false}, {3, true}});
    CHECK(turns({{0, 1}, {1, 1}, ""}).empty());
    // A jump at the last instant begins no part: the step's end ends the cycle.
    CHECK(turns({{0, 1, 1, 2, 2}, {1, 1, -1, -1, 1}, ""}) == Turns{{1, false}});
    // The noise of a rest is no cycle.
    CHECK(turns({{0, 1, 2, 3, 4}, {1, 1e-4, -1e-4, 1e-4, -1e-4}, ""}) == Turns{{0, false}});
}

TEST_CASE("the cycles inside a record are not counted again at its end", "[runs][protocol]")
{
    const auto at_end = [](std::vector<double> current) {
        runs::MeasuredCurrent record{{}, std::move(current), "a.csv"};
        for (std::size_t k = 0; k < record.current.size(); ++k) {
            record.time.push_back(static_cast<double>(k));
        }
        return runs::find_cycles({{{.control = record}}, {}}).step_ends_one.at(0) != 0;
    };
    CHECK(at_end({1, -1}));
    CHECK_FALSE(at_end({1, -1, 1})); // its last half cycle stays half
    CHECK(at_end({1, -1, 1, -1}));
    CHECK_FALSE(at_end({1, 0, 1}));
}
