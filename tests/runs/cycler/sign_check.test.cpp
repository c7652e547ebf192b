#include "runs/cycler/sign_check.hpp"
#include "tests/support/interpreted.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace percolith;
using namespace percolith::tests;
using namespace percolith::runs::cycler;
using Catch::Contains;

TEST_CASE("currents of either sign, or of none, strip the same electrode", "[runs][cycler]")
{
    const auto rows = tester_rows();
    const auto signs = GENERATE(1.0, -1.0, 0.0);
    const auto columns = with({"Current(A)",
                               [=](const TesterRow& row) {
                                   return fmt::format("{}", signs == 0.0 ? std::abs(row.current)
                                                                         : signs * row.current);
                               }},
                              "Current(A)");
    const auto record = imported(table_text(columns, rows));
    check_directions(record);
    CHECK_THAT(all_said(record),
               Contains(signs == 1.0    ? "positive current charges, as the step types"
                        : signs == -1.0 ? "positive current discharges, as the step"
                                        : "the current has no sign, as the step types"));
}

TEST_CASE("without step types the charges in and out tell the sign", "[runs][cycler]")
{
    const auto grown = [](std::string heading, char kind) {
        return TesterColumn{std::move(heading), [kind](const TesterRow& row) {
                                return fmt::format("{}", row.kind == kind ? row.charge : 0.0);
                            }};
    };
    const double sign = GENERATE(1.0, -1.0);
    const std::vector<TesterColumn> columns{number_column("Test Time / s", &TesterRow::total),
                                            number_column("Voltage / V", &TesterRow::voltage),
                                            number_column("Current / A", &TesterRow::current, sign),
                                            count_column("Step Count / 1", &TesterRow::step),
                                            grown("Charging Capacity / Ah", 'C'),
                                            grown("Discharging Capacity / Ah", 'D')};
    const auto record = imported(table_text(columns, tester_rows(1)));
    REQUIRE(record.half_cycles.size() == 3);
    CHECK(record.half_cycles[1].direction == -1);
    CHECK_THAT(all_said(record),
               Contains(sign > 0.0
                            ? "positive current charges, as the charges tell"
                            : "positive current discharges, as the charges tell, against the "
                              "rule of its format"));
}

TEST_CASE("what the user states of the sign wins, and the contradiction is said", "[runs][cycler]")
{
    const auto text = table_text(neware_columns(), tester_rows());
    const auto record = imported(text, {{}, {{}, FileSign::discharge_positive}});
    CHECK(record.half_cycles[1].direction == 1);
    CHECK_THAT(all_said(record),
               Contains("the file shows otherwise: there positive current charges"));
}

TEST_CASE("a current against its step, or in a rest, names its row", "[runs][cycler]")
{
    auto rows = tester_rows();
    rows[5].current = tester_current; // line 7, in a discharge
    CHECK_THAT(complaint(table_text(neware_columns(), rows)),
               Contains("x.csv:7:1: the row is of a discharge and its current 0.39 mA"));
    rows = tester_rows();
    rows[1].current = tester_current; // line 3, in a rest
    const auto message = complaint(table_text(neware_columns(), rows), {{"step_charge=none"}, {}});
    CHECK_THAT(message, Contains("x.csv:3:1: 0.39 mA flow in a step that is a rest"));
}
