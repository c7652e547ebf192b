#include "runs/case/errors.hpp"
#include "runs/protocol/record.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <fstream>
#include <numeric>

using namespace percolith;
using Catch::Contains;
using runs::CurrentSign;
using runs::parse_record;

namespace
{

const runs::RecordOptions options{.area = kinetics::Area<>{0.5e-4}};

std::string complaint(const std::string& text, const runs::RecordOptions& how = options)
{
    try {
        parse_record(text, "run.csv", how);
    } catch (const runs::InputError& error) {
        return error.what();
    }
    return "";
}

} // namespace

TEST_CASE("a record is read with the units of its header", "[runs][protocol]")
{
    const auto text = GENERATE(as<std::string>{}, "time [s], current [mA]\n0,0.25\n1800,-0.25\n",
                               "time [h],voltage [V],current [uA]\r\n0,1,250\r\n0.5,1,-250\r\n",
                               "# from my bench\ntime / min;I / mA\n 0; 0.25\n\n30; -0.25\n",
                               "Total Time(s)\tCurrent(A)\n0\t2.5e-4\n1800\t-2.5E-04\n",
                               "\"time [s]\",\"current density [mA/cm^2]\"\n0,\"0.5\"\n1800,-0.5",
                               "Time (s),Test Time (s),Current (mA)\n7,0,+0.25\n3,1800,-0.25\n",
                               "\xef\xbb\xbftime/s,I/mA\n100,0.25\n1900,-0.25\n");
    CAPTURE(text);
    const auto record = parse_record(text, "run.csv", options);
    REQUIRE(record.time.size() == 2);
    CHECK(record.time[0] == 0.0); // shifted
    CHECK(record.time[1] == Approx(1800.0));
    CHECK(record.current[0] == Approx(5.0));
    CHECK(record.current[1] == Approx(-5.0));
    CHECK(record.source == "run.csv");
}

TEST_CASE("charging strips working, whoever wrote the file", "[runs][protocol]")
{
    const std::string rows = "0,1e-3\n1,1e-3\n";
    const auto first = [&](const std::string& header, std::optional<CurrentSign> sign) {
        auto how = options;
        how.sign = sign;
        return parse_record(header + rows, "run.csv", how).current.front();
    };
    const std::string bdf = "Test Time / s,Current / A\n";
    CHECK(first("time [s],current [A]\n", std::nullopt) == Approx(20.0));
    CHECK(first(bdf, std::nullopt) == Approx(20.0)); // BDF counts charging as positive
    CHECK(first("test_time_second,current_ampere\n", std::nullopt) == Approx(20.0));
    CHECK(first(bdf, CurrentSign::discharge_positive) == Approx(-20.0));
    CHECK(first(bdf, CurrentSign::strips_working) == Approx(20.0));
    CHECK(first("time [s],current [A]\n", CurrentSign::discharge_positive) == Approx(-20.0));
}

TEST_CASE("each fault of a record names its row", "[runs][protocol]")
{
    struct Slip {
        const char* text;
        const char* message;
    };
    const auto slip = GENERATE(
        Slip{"", "run.csv: the record is empty; name columns and units"},
        Slip{"0,1\n1,1\n", "run.csv:1:1: no column holds the time; name columns"},
        Slip{"time [s]\n0\n1\n", "no column holds the current"},
        Slip{"time,current [A]\n0,1\n1,1\n", "the time column has no unit of time"},
        Slip{"time [s],current [V]\n0,1\n1,1\n", "no unit of current, but \"V\""},
        Slip{"time [s],current [A],current [mA]\n0,1,1\n", "two columns are called \"current\""},
        Slip{"time [s],current [A]\n0,1\n", "fewer than two rows"},
        Slip{"time [s],current [A]\n2,1\n2,1\n2,-1\n", "fewer than two rows"},
        Slip{"time [s],current [A]\n0,1\n2,1\n1,1\n", "run.csv:4:1: the time falls from the row"},
        Slip{"time [s],current [A]\n0,1\n1,\n2,1\n", "run.csv:3:3: the current is missing"},
        Slip{"time [s],current [A]\n0,1\n1,nan\n2,1\n", "run.csv:3:3: the current is not finite"},
        Slip{"time [s],current [A]\n0,1\ninf,1\n2,1\n", "run.csv:3:1: the time is not finite"},
        Slip{"time [s],current [A]\n0,1\n1,x\n2,1\n",
             "run.csv:3:3: the current \"x\" is no number"},
        Slip{"time [s],current [A]\n0,1\n1\n2,1\n", "run.csv:3:2: the row has 1 of 2 fields"},
        Slip{"time [s],current [A]\n0,1\n1,1\n2",
             "run.csv:4:2: the row has 1 of 2 fields; the file was "
             "cut short"},
        Slip{"time [s],current [A],voltage [V]\n0,1,1\n1,1,1\n2,1", "the file was cut short"},
        Slip{"time [s];current [A]\n0;0,5\n1;0,5\n", "write decimals with a point"},
        Slip{"time [s],current [A]\n00:00:01,1\n00:00:02,1\n", "not as h:m:s"},
        Slip{"time [s],current [A]\n0,1e300\n1,1e308\n", "is too large"});
    CAPTURE(slip.text);
    const auto message = complaint(slip.text);
    CAPTURE(message);
    CHECK_THAT(message, Contains(slip.message));
    CHECK(message.find('\n') == std::string::npos);
}

TEST_CASE("rows of one instant are a jump from the first of them to the last", "[runs][protocol]")
{
    const auto read = [](const std::string& rows) {
        return parse_record("time [s],current density [A/m^2]\n" + rows, "run.csv", options);
    };
    const auto jump = read("0,1\n2,1\n2,-1\n3,-1\n");
    CHECK(jump.time == std::vector<double>{0, 2, 2, 3});
    CHECK(jump.current == std::vector<double>{1, 1, -1, -1});
    const auto several = read("0,1\n2,1\n2,7\n2,8\n2,-1\n3,-1\n");
    CHECK(several.time == jump.time);
    CHECK(several.current == jump.current);
    // Before the first instant there is nothing to jump from.
    const auto late = read("5,9\n5,8\n5,1\n7,1\n7,-1\n8,-1\n");
    CHECK(late.time == jump.time);
    CHECK(late.current == jump.current);
}

TEST_CASE("a jump is no gap, however long the time before it", "[runs][protocol]")
{
    std::string rows = "time [s],current [A]\n";
    for (int i = 0; i < 10; ++i) {
        rows += std::to_string(i) + ",1\n";
    }
    CHECK(complaint(rows + "100000,1\n100000,-1\n100001,-1\n").empty());
}

TEST_CASE("a gap across which the current changes is a fault, a long rest is none",
          "[runs][protocol]")
{
    std::string rows = "time [s],current [A]\n";
    for (int i = 0; i < 10; ++i) {
        rows += std::to_string(i) + ",1\n";
    }
    CHECK(complaint(rows + "100000,1\n100001,1\n").empty());
    CHECK_THAT(complaint(rows + "100000,-1\n"),
               Contains("run.csv:12:1: nothing was recorded for the"));
    CHECK(complaint(rows + "100,-1\n").empty());
    auto strict = options;
    strict.longest_gap = kinetics::Time<>{10.0};
    CHECK_THAT(complaint(rows + "100,1\n", strict), Contains("nothing was recorded"));
}

TEST_CASE("a record that cannot be read is named", "[runs][protocol]")
{
    const auto file_complaint = [](const std::string& file) -> std::string {
        try {
            runs::read_record(file, options);
        } catch (const runs::InputError& error) {
            return error.what();
        }
        return "";
    };
    CHECK_THAT(file_complaint("no such file.csv"),
               Contains("no such file.csv: no such file; check the path"));
    CHECK_THAT(file_complaint("/tmp"), Contains("/tmp: is a folder"));
    CHECK_THROWS_AS(parse_record("time [s],current [A]\n", "", {}), std::invalid_argument);
}

TEST_CASE("every mutation of a record is read or refused in one line", "[runs][protocol]")
{
    const std::string sound = "time [s],current [mA],voltage [V]\n0,1,2\n1,-1.5e-3,2\n2,0,2\n";
    std::uint32_t random = 1;
    const auto draw = [&](std::size_t below) {
        random = random * 1664525U + 1013904223U;
        return static_cast<std::size_t>(random >> 8U) % below;
    };
    for (int i = 0; i < 3000; ++i) {
        auto text = sound;
        for (std::size_t edits = 1 + draw(5); edits > 0 && !text.empty(); --edits) {
            const auto at = draw(text.size());
            draw(2) == 0 ? void(text[at] = static_cast<char>(draw(256)))
                         : void(text.erase(at, draw(6)));
        }
        CAPTURE(text);
        const auto message = complaint(text);
        REQUIRE(message.find('\n') == std::string::npos);
    }
}
