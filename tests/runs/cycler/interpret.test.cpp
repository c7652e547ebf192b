#include "runs/cycler/interpret.hpp"
#include "tests/support/interpreted.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace percolith;
using namespace percolith::tests;
using namespace percolith::runs::cycler;
using Catch::Contains;

TEST_CASE("charges may be reset at each step, at each cycle or never", "[runs][cycler]")
{
    auto rows = tester_rows();
    const bool ever = GENERATE(true, false);
    double before = 0.0, last = 0.0;
    for (std::size_t k = 0; k < rows.size(); ++k) {
        const bool new_cycle = k > 0 && rows[k].cycle != rows[k - 1].cycle;
        if (k > 0 && rows[k].step != rows[k - 1].step) {
            before = new_cycle && !ever ? 0.0 : last;
        }
        rows[k].charge += before;
        last = rows[k].charge;
    }
    const auto record = imported(table_text(neware_columns(), rows));
    check_directions(record);
    CHECK_THAT(all_said(record), Contains("fits the current in 4 steps"));
}

TEST_CASE("a total time that falls gives way to the times in the steps, else names its row",
          "[runs][cycler]")
{
    auto rows = tester_rows();
    rows[12].total = 7.0; // line 14
    const auto record = imported(table_text(neware_columns(), rows));
    CHECK(record.time[12] == Approx(tester_rows()[12].total));
    CHECK_THAT(all_said(record),
               Contains("the total time falls from 5400 s to 7 s at line 14; times "
                        "are those in the steps, added up"));
    CHECK_THAT(complaint(table_text(neware_columns(), rows), {{"step_time=none"}, {}}),
               Contains("x.csv:14:1: the time falls from 5400 s to 7 s at this row"));
}

TEST_CASE("times that begin again at each step are added up, and this is said", "[runs][cycler]")
{
    const std::vector<TesterColumn> columns{number_column("Time [s]", &TesterRow::in_step),
                                            number_column("Voltage [V]", &TesterRow::voltage),
                                            number_column("Current [A]", &TesterRow::current),
                                            count_column("Step", &TesterRow::step)};
    const auto record = imported(table_text(columns, tester_rows()));
    CHECK(record.time.back() == Approx(tester_rows().back().total));
    CHECK_THAT(all_said(record), Contains("\"Time [s]\" begins again at each step"));
}

TEST_CASE("two clocks that disagree name the row", "[runs][cycler]")
{
    auto rows = tester_rows();
    rows[6].in_step += 100.0; // line 8
    CHECK_THAT(
        complaint(table_text(neware_columns(), rows)),
        Contains("x.csv:8:1: since its step began the total time rose by 2400 s, the time in "
                 "the step by 2500 s"));
    // Hours that are called seconds, against dates.
    const std::vector<TesterColumn> columns{
        number_column("Time [s]", &TesterRow::total, 1.0 / 3600.0),
        number_column("Voltage [V]", &TesterRow::voltage),
        number_column("Current [A]", &TesterRow::current),
        {"Date", [](const TesterRow& row) { return "2022-05-18 " + clock_text(row.total); }}};
    CHECK_THAT(complaint(table_text(columns, tester_rows())),
               Contains("by the dates 1.56e+04 s passed until this row, by the times 4.333 s"));
}

TEST_CASE("dates that run backwards or jump are said and not used", "[runs][cycler]")
{
    const auto dated = [](double jump) {
        return TesterColumn{"Date", [jump](const TesterRow& row) {
                                const double shift = row.cycle == 2 ? jump : 0.0;
                                return "2022-05-18 " + clock_text(7200.0 + row.total + shift);
                            }};
    };
    const auto back = imported(table_text(with(dated(-3600.0)), tester_rows()));
    CHECK(back.time.back() == Approx(tester_rows().back().total));
    CHECK_THAT(all_said(back), Contains("dates run backwards 1 times, first at line 18"));
    const auto on = imported(table_text(with(dated(7200.0)), tester_rows()));
    CHECK_THAT(all_said(on),
               Contains("by the dates the test stood still for 2 h, first before line 18"));
}

TEST_CASE("a record of one instant names its row", "[runs][cycler]")
{
    const std::string head = "Time [s],Voltage [V],Current [A]\n";
    CHECK_THAT(complaint(head + "0,1,1\n"),
               Contains("x.csv:2:1: this is the only row with a time, a voltage and a current"));
    CHECK_THAT(complaint(head + "0,1,1\n1,-,1\n"), Contains("x.csv:2:1: this is the only row"));
    CHECK_THAT(complaint(head + "0,1,1\n0,1,1\n0,1,1\n"),
               Contains("x.csv:4:1: no clock rises: this last row is of the time of the first; "
                        "name the column that holds the time with --column"));
    // Beside an impedance spectrum one row is a test of its own.
    CHECK(complaint("Time [s],Voltage [V],Current [mA],Frequency [Hz],Re(Z)/Ohm,-Im(Z)/Ohm\n"
                    "0,0.1,0,,,\n1,0.1,0,1000,5,1\n")
              .empty());
}

TEST_CASE("repeated times are jumps and stay", "[runs][cycler]")
{
    const auto record = imported(table_text(neware_columns(), tester_rows()));
    CHECK(record.time[2] == record.time[1]);
    CHECK(record.current[1] == 0.0);
    CHECK(record.current[2] == Approx(-tester_current));
    CHECK_THAT(all_said(record), Contains("5 rows repeat the time of the row before: jumps, kept"));
}

TEST_CASE("rows that lack a value are counted and named", "[runs][cycler]")
{
    const auto record =
        imported("Time [s],Voltage [V],Current [mA]\n0,1,1\n1,-,1\n2,1,\n,1,1\n4,1,1\n");
    CHECK(record.time == std::vector<double>{0.0, 4.0});
    CHECK(record.file_rows == 5);
    CHECK(record.left_out == std::vector<long>{3, 4, 5});
    CHECK_THAT(all_said(record),
               Contains("left out 3 rows without time, voltage or current: lines 3, 4, 5"));
    CHECK_THAT(complaint("Time [s],Voltage [V],Current [mA]\n0,-,1\n"),
               Contains("x.csv:2:1: no row has"));
    CHECK_THAT(complaint("Time [s],Voltage [V],Current [mA]\n"), Contains("a header and no rows"));
}

TEST_CASE("cycles that the file does not count end where the first direction comes again",
          "[runs][cycler]")
{
    const std::vector<TesterColumn> columns{number_column("Time [s]", &TesterRow::total),
                                            number_column("Voltage [V]", &TesterRow::voltage),
                                            number_column("Current [A]", &TesterRow::current)};
    const auto record = imported(table_text(columns, tester_rows(3)));
    // Rest, discharge, charge, rest | discharge: the second cycle begins with its discharge.
    CHECK(record.cycle[17] == 1);
    CHECK(record.cycle[18] == 2);
    CHECK(record.cycle.back() == 3);
    CHECK(record.step.back() == 9);
    CHECK_THAT(all_said(record), Contains("the file counts no cycles"));
    CHECK_THAT(all_said(record),
               Contains("positive current charges: assumed, nothing in the file tells"));
    CHECK_THAT(all_said(record), Contains("the units of current and voltage stand unchecked"));
}

TEST_CASE("impedance points lie apart, sweep by sweep", "[runs][cycler]")
{
    const auto record =
        imported("time/s,Ewe/V,I/mA,freq/Hz,Re(Z)/Ohm,-Im(Z)/Ohm\n"
                 "10,0.1,0,0,0,0\n11,0.1,1,0,0,0\n12,0.1,0,1000,5,1\n13,0.1,0,100,6,2\n"
                 "14,0.1,0,1000,5.5,1.5\n15,0.1,0,100,6.5,2.5\n16,0.1,1,0,0,0\n");
    CHECK(record.time == std::vector<double>{0.0, 1.0, 6.0});
    CHECK(record.file_rows == 7);
    REQUIRE(record.spectra.size() == 2);
    CHECK(record.spectra[1].time == 4.0);
    CHECK(record.spectra[1].frequency == std::vector<double>{1000.0, 100.0});
    CHECK(record.spectra[1].real == std::vector<double>{5.5, 6.5});
    CHECK(record.spectra[1].imaginary == std::vector<double>{-1.5, -2.5});
}

TEST_CASE("a stated area wins over the one in the file, whose default counts for nothing",
          "[runs][cycler]")
{
    auto raw = read_bytes("Time [s],Voltage [V],Current [mA]\n0,1,1\n1,1,1\n", "x.csv", {});
    raw.area = 1e-7; // EC-Lab's 0.001 cm2
    const auto unknown = interpret(raw, {});
    CHECK(unknown.area == 0.0);
    CHECK_THAT(all_said(unknown), Contains("which is a default"));
    raw.area = 1e-4;
    CHECK(interpret(raw, {}).area == 1e-4);
    const auto stated = interpret(raw, {tester_area, {}});
    CHECK(stated.area == tester_area);
    CHECK_THAT(all_said(stated),
               Contains("the file declares 1 cm2 of electrode area; the stated 0.785 cm2"));
}

TEST_CASE("a current density is a current once the area is known", "[runs][cycler]")
{
    const std::string text = "Time [s],Voltage [V],Current density [mA/cm^2]\n0,1,0.5\n1,1,0.5\n";
    CHECK(imported(text, {{}, {tester_area, {}}}).current.front() == Approx(0.3925e-3));
    CHECK_THAT(complaint(text), Contains("has no unit of current, but \"mA/cm^2\""));
}

TEST_CASE("derived cycles begin at numbered steps, and a record may begin with current",
          "[runs][cycler]")
{
    // The direction turns back within step 2: the new cycle waits for step 3.
    const auto record = imported("Time [s],Voltage [V],Current [A],Step\n0,1,1,1\n1,1,1,1\n"
                                 "2,1,-1,2\n3,1,-1,2\n4,1,1,2\n5,1,1,3\n6,1,1,3\n");
    CHECK(record.cycle == std::vector<int>{1, 1, 1, 1, 1, 2, 2});
    CHECK(record.step == std::vector<int>{1, 1, 2, 2, 2, 3, 3});
    REQUIRE(record.half_cycles.size() == 3);
    CHECK(record.half_cycles[2].first == 4);
}

TEST_CASE("a step type that nobody knows is named, and the current tells the direction",
          "[runs][cycler]")
{
    const auto record =
        imported("Time [s],Voltage [V],Current [mA],Step Type\n0,0,0,Rest\n"
                 "1,1,1,Sparkle\n2,1,1,Sparkle\n3,-1,-1,Sparkle\n4,-1,-1,Sparkle\n");
    CHECK_THAT(all_said(record), Contains("the step type \"Sparkle\" of 4 rows is not known"));
    REQUIRE(record.half_cycles.size() == 3);
    CHECK(record.half_cycles[1].direction == 1);
    CHECK(record.half_cycles[2].direction == -1);
}
