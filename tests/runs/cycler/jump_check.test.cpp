#include "runs/cycler/jump_check.hpp"
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

std::string said_of(const std::vector<double>& voltage, const std::vector<double>& current,
                    FileSign sign = FileSign::charge_positive)
{
    std::vector<std::string> said;
    check_jumps(voltage, current, sign, said);
    return said.empty() ? "" : said.front();
}

/// A cell of `ohm` that drifts by 1 uV a row, switched every five rows.
struct Switched {
    std::vector<double> voltage, current;
};
Switched switched_cell(double ohm, std::size_t rows)
{
    constexpr double currents[]{0.0, 1e-3, 0.0, -1e-3};
    Switched cell;
    for (std::size_t row = 0; row < rows; ++row) {
        cell.current.push_back(currents[row / 5 % 4]);
        cell.voltage.push_back(ohm * cell.current.back() + 1e-6 * static_cast<double>(row));
    }
    return cell;
}

} // namespace

TEST_CASE("a voltage that jumps against the current is said with the switches that show it",
          "[runs][cycler]")
{
    const auto turned = switched_cell(-10.0, 40);
    CHECK(said_of(turned.voltage, turned.current) ==
          "the voltage jumps against the current at 7 of 7 switches: the leads or a sign are "
          "exchanged; give --sign discharge-positive if it is the current's, else turn the voltage "
          "in the file");
    CHECK_THAT(said_of(turned.voltage, turned.current, FileSign::discharge_positive),
               Contains("--sign charge-positive"));
    CHECK_THAT(said_of(turned.voltage, turned.current, FileSign::magnitude),
               Contains("exchanged; turn the voltage in the file"));
}

TEST_CASE("a passive cell, few switches, and jumps within the drift say nothing", "[runs][cycler]")
{
    const auto passive = switched_cell(10.0, 40);
    CHECK(said_of(passive.voltage, passive.current).empty());
    const auto few = switched_cell(-10.0, 20); // three switches
    CHECK(said_of(few.voltage, few.current).empty());
    const auto small = switched_cell(-1e-3, 40); // 1 uV a switch
    CHECK(said_of(small.voltage, small.current).empty());
    // Six of seven are fewer than nine in ten.
    auto mixed = switched_cell(-10.0, 40);
    for (std::size_t row = 35; row < 40; ++row) {
        mixed.voltage[row] = -0.1;
    }
    CHECK(said_of(mixed.voltage, mixed.current).empty());
}

TEST_CASE("exchanged leads show in the report until the sign is turned", "[runs][cycler]")
{
    const std::vector<TesterColumn> columns{number_column("Time [s]", &TesterRow::total),
                                            number_column("Voltage [V]", &TesterRow::voltage, -1.0),
                                            number_column("Current [A]", &TesterRow::current)};
    const auto text = table_text(columns, tester_rows());
    CHECK_THAT(all_said(imported(text)), Contains("the voltage jumps against the current at 5 of "
                                                  "5 switches"));
    const auto turned = imported(text, {{}, {{}, FileSign::discharge_positive}});
    CHECK(all_said(turned).find("jumps against") == std::string::npos);
    CHECK(all_said(imported(table_text(neware_columns(), tester_rows()))).find("jumps against") ==
          std::string::npos);
}
