#include "runs/cycler/two_part_times.hpp"
#include "tests/support/interpreted.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace percolith;
using namespace percolith::tests;
using namespace percolith::runs::cycler;
using Catch::Contains;

namespace
{

std::string minutes_and_seconds(double seconds)
{
    const auto whole = static_cast<long>(seconds);
    return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

std::string hours_and_minutes(double seconds)
{
    return minutes_and_seconds(seconds / 60.0);
}

/// The made-up test with a total time of two parts, and no other witness of the time.
std::vector<TesterColumn> two_part_columns(bool hours, const std::string& unit = "")
{
    return {{"Total Time" + unit,
             [hours](const TesterRow& row) {
                 return hours ? hours_and_minutes(row.total) : minutes_and_seconds(row.total);
             }},
            count_column("Cycle", &TesterRow::cycle),
            count_column("Step", &TesterRow::step),
            number_column("Current(A)", &TesterRow::current),
            number_column("Voltage(V)", &TesterRow::voltage)};
}

void check_time(const CyclerRecord& record)
{
    const auto rows = tester_rows();
    REQUIRE(record.time.size() == rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        CHECK(record.time[row] == Approx(rows[row].total));
    }
}

} // namespace

TEST_CASE("times of two parts that nothing explains are refused with both readings",
          "[runs][cycler]")
{
    const bool hours = GENERATE(true, false);
    const auto text = table_text(two_part_columns(hours), tester_rows());
    const auto message = complaint(text);
    CHECK_THAT(message, Contains("x.csv:2:1: the times in \"Total Time\", such as 0:00, may be "
                                 "minutes and seconds or hours and minutes: nothing in the file "
                                 "tells; say which, as in --column \"time=Total Time [min:s]\" or "
                                 "--column \"time=Total Time [h:min]\""));
    CHECK(message.find('\n') == std::string::npos);
    check_time(imported(text, {{hours ? "time=Total Time [h:min]" : "time=Total Time [min:s]"}}));
    // A heading that says it needs no map.
    for (const std::string unit : {hours ? "(hh:mm)" : "(mm:ss)", hours ? "(h:min)" : "(min:s)"}) {
        const auto record = imported(table_text(two_part_columns(hours, unit), tester_rows()));
        check_time(record);
        CHECK(all_said(record).find("two parts") == std::string::npos);
    }
}

TEST_CASE("charge, dates or another clock tell what times of two parts are, and this is said",
          "[runs][cycler]")
{
    const bool hours = GENERATE(true, false);
    const std::string read =
        hours ? "are read as hours and minutes, as " : "are read as minutes and seconds, as ";
    auto columns = two_part_columns(hours);
    SECTION("the charge")
    {
        columns.push_back(number_column("Capacity(Ah)", &TesterRow::charge));
        const auto record = imported(table_text(columns, tester_rows()));
        check_time(record);
        CHECK_THAT(all_said(record), Contains(read + "the charge by \"Capacity(Ah)\" tells"));
    }
    SECTION("the charge, where the current is called A and is in mA")
    {
        columns.push_back(number_column("Capacity(Ah)", &TesterRow::charge, 1e-3));
        columns.push_back(power_column());
        const auto record = imported(table_text(columns, tester_rows()));
        check_time(record);
        CHECK_THAT(all_said(record), Contains(read + "the charge"));
    }
    SECTION("dates")
    {
        columns.push_back({"Date", [](const TesterRow& row) {
                               return "2022-05-18 " + clock_text(7200.0 + row.total);
                           }});
        const auto record = imported(table_text(columns, tester_rows()));
        check_time(record);
        CHECK_THAT(all_said(record), Contains(read + "\"Date\" tells"));
    }
    SECTION("the time in the step")
    {
        columns.push_back(number_column("Step Time(s)", &TesterRow::in_step));
        const auto record = imported(table_text(columns, tester_rows()));
        check_time(record);
        CHECK_THAT(all_said(record), Contains(read + "\"Step Time(s)\" tells"));
    }
    SECTION("two that contradict each other tell nothing")
    {
        columns.push_back(
            number_column("Step Time(s)", &TesterRow::in_step, hours ? 1.0 / 60.0 : 60.0));
        columns.push_back(number_column("Capacity(Ah)", &TesterRow::charge));
        CHECK_THAT(complaint(table_text(columns, tester_rows())),
                   Contains("\"Step Time(s)\" and the charge by \"Capacity(Ah)\" contradict each "
                            "other; say which"));
    }
}

TEST_CASE("parts of a second, or hours in other rows, make minutes and seconds of two parts",
          "[runs][cycler]")
{
    const std::string head = "Total Time,Voltage [V],Current [mA]\n";
    const auto decimals = imported(head + "10:00.5,0.1,1\n20:00.5,0.1,1\n");
    CHECK(decimals.time.back() == 600.0);
    CHECK_THAT(all_said(decimals), Contains("read as minutes and seconds: they have parts of a"));
    const auto mixed = imported(head + "59:30,0.1,1\n1:00:00,0.1,1\n");
    CHECK(mixed.time.back() == 30.0);
    CHECK_THAT(all_said(mixed), Contains("read as minutes and seconds: other rows have hours"));
    CHECK_THAT(
        complaint("Total Time(h:min),Voltage [V],Current [mA]\n0:01.5,0.1,1\n"),
        Contains("x.csv:2:1: the time \"0:01.5\" has parts of a second, and \"h:min\" has no "
                 "seconds"));
    CHECK_THAT(complaint("Total Time(h:min),Voltage [V],Current [mA]\n7,0.1,1\n"),
               Contains("the time \"7\" is not h:min, as \"Total Time(h:min)\" announces"));
}
