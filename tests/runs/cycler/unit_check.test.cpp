#include "runs/cycler/unit_check.hpp"
#include "tests/support/interpreted.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace percolith;
using namespace percolith::tests;
using namespace percolith::runs::cycler;
using Catch::Contains;

TEST_CASE("a current whose header says A for mA is found by charge and power", "[runs][cycler]")
{
    const auto rows = tester_rows();
    auto columns = with(number_column("Current(A)", &TesterRow::current, 1e3), "Current(A)");
    SECTION("with the power as witness the current is mended, and this is said")
    {
        columns.push_back(power_column());
        const auto record = imported(table_text(columns, rows));
        check_directions(record);
        CHECK_THAT(all_said(record),
                   Contains("\"Current(A)\" is not in A but in mA: charge and power agree"));
    }
    SECTION("with the area as witness: 500 mA/cm2 are not")
    {
        const auto record = imported(table_text(columns, rows), {{}, {tester_area, {}}});
        check_directions(record);
        CHECK_THAT(all_said(record), Contains("\"Current(A)\" is not in A but in mA"));
        CHECK_THAT(all_said(record), Contains("mA/cm2 through this area"));
    }
    SECTION("without a third witness nobody knows which header is wrong")
    {
        // The third row flows: line 4 is the last of the rest, which repeats its time.
        CHECK_THAT(complaint(table_text(columns, rows)),
                   Contains("x.csv:4:1: current and charge differ by 1000"));
        CHECK_THAT(complaint(table_text(columns, rows)),
                   Contains("--column \"current=Current(A) [mA]\""));
    }
    SECTION("a stated unit settles it")
    {
        const auto record = imported(table_text(columns, rows), {{"current=Current(A) [mA]"}, {}});
        check_directions(record);
        CHECK_THAT(all_said(record), Contains("fits the current in 4 steps"));
    }
}

TEST_CASE("a charge whose header says Ah for mAh leaves the current alone", "[runs][cycler]")
{
    auto columns = with(number_column("Capacity(Ah)", &TesterRow::charge, 1e3), "Capacity(Ah)");
    columns.push_back(power_column());
    const auto record = imported(table_text(columns, tester_rows()));
    check_directions(record);
    CHECK_THAT(all_said(record), Contains("\"Capacity(Ah)\" is not in Ah but in mAh: power and "
                                          "voltage agree with the current; it is not used"));
}

TEST_CASE("current and charge wrong alike are found by the area", "[runs][cycler]")
{
    auto columns = with(number_column("Current(A)", &TesterRow::current, 1e3), "Current(A)");
    columns.back() = number_column("Capacity(Ah)", &TesterRow::charge, 1e3);
    const auto text = table_text(columns, tester_rows());
    CHECK_THAT(complaint(text, {{}, {tester_area, {}}}),
               Contains("-0.39 A through 0.785 cm2 are 496.8 mA/cm2; mend the area"));
    // Who insists is believed.
    CHECK(complaint(text, {{"current=Current(A) [A]"}, {tester_area, {}}}).empty());
}

TEST_CASE("a voltage in mV that is called V is refused, or mended where power tells",
          "[runs][cycler]")
{
    auto columns = with(number_column("Voltage(V)", &TesterRow::voltage, 1e3), "Voltage(V)");
    const auto text = table_text(columns, tester_rows());
    CHECK_THAT(complaint(text),
               Contains("x.csv:4:1: -49.9 V is no voltage of a cell: \"Voltage(V)\" may be in mV; "
                        "state its unit, as in --column \"voltage=Voltage(V) [mV]\""));
    const auto stated = imported(text, {{"voltage=Voltage(V) [mV]"}, {}});
    CHECK(stated.voltage[3] == Approx(-0.0499));
    columns.push_back(power_column());
    const auto mended = imported(table_text(columns, tester_rows()));
    CHECK(mended.voltage[3] == Approx(-0.0499));
    CHECK_THAT(all_said(mended), Contains("\"Voltage(V)\" is not in V but in mV"));
}

TEST_CASE("units that nothing checks are said", "[runs][cycler]")
{
    const auto rows = tester_rows();
    const auto said = [&](const std::vector<TesterColumn>& columns,
                          const std::vector<std::string>& map = {}) {
        return all_said(imported(table_text(columns, rows), {map, {}}));
    };
    CHECK_THAT(said(neware_columns()),
               Contains("no power in the file: the unit of the voltage stands unchecked"));
    CHECK_THAT(said(neware_columns(), {"step_charge=none"}),
               Contains("no charge and no power in the file: the units of current and voltage "
                        "stand unchecked"));
    CHECK_THAT(said(neware_columns(), {"step_charge=none", "voltage=Voltage(V) [V]"}),
               Contains("no charge and no power in the file: the unit of the current stands "
                        "unchecked"));
    const TesterColumn wrong_power{"Power(W)", [](const TesterRow& row) {
                                       return fmt::format("{}", 7.0 * std::abs(row.current));
                                   }};
    CHECK_THAT(
        said(with(wrong_power)),
        Contains("no power that fits in the file: the unit of the voltage stands unchecked"));
    // A power, or a user who states the unit, leaves nothing open.
    CHECK(said(with(power_column())).find("unchecked") == std::string::npos);
    CHECK(said(neware_columns(), {"voltage=Voltage(V) [V]"}).find("unchecked") ==
          std::string::npos);
    // EC-Lab writes its units itself.
    const std::string eclab = "mode\tox/red\ttime/s\tEwe/V\tI/mA\n"
                              "1\t1\t0\t1\t2\n1\t1\t10\t1\t2\n";
    CHECK(all_said(imported(eclab)).find("unchecked") == std::string::npos);
}

TEST_CASE("a charge that no unit explains names the step", "[runs][cycler]")
{
    auto rows = tester_rows();
    for (auto& row : rows) {
        row.charge *= row.cycle == 2 && row.kind == 'C' ? 1.5 : 1.0;
    }
    // Two rows of rest, seven of discharge and of charge a cycle: the last step begins at line 27.
    CHECK_THAT(complaint(table_text(neware_columns(), rows)),
               Contains("x.csv:27:1: in the step that begins at this row \"Capacity(Ah)\" counts "
                        "0.585 mAh, the current gives 0.39 mAh"));
}
