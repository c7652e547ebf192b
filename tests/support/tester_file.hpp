#pragma once
/// A made-up symmetric cell on a tester, and its record in the spellings that testers use.

#include <fmt/core.h>

#include <cmath>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace percolith::tests
{

struct TesterRow {
    int cycle = 1;
    int step = 1; ///< in its cycle
    char kind = 'R'; ///< rest, Charge, Discharge
    double in_step = 0.0; ///< s
    double total = 0.0; ///< s
    double current = 0.0; ///< A, charging positive
    double voltage = 0.0; ///< V
    double charge = 0.0; ///< Ah, in this step
};

constexpr double tester_current = 0.39e-3; // A, about 0.5 mA/cm2 of 0.785 cm2

/// `cycles` times: rest 10 min, discharge 1 h, charge 1 h, a row every 10 min; each step begins at
/// the time at which the one before it ended.
inline std::vector<TesterRow> tester_rows(int cycles = 2)
{
    std::vector<TesterRow> rows;
    double start = 0.0;
    for (int cycle = 1; cycle <= cycles; ++cycle) {
        int step = 0;
        for (const char kind : {'R', 'D', 'C'}) {
            ++step;
            const double length = kind == 'R' ? 600.0 : 3600.0;
            const double current = kind == 'R'   ? 0.0
                                   : kind == 'C' ? tester_current
                                                 : -tester_current;
            for (double t = 0.0; t <= length; t += 600.0) {
                rows.push_back({cycle, step, kind, t, start + t, current,
                                0.05 * current / tester_current + 1e-4 * cycle,
                                std::abs(current) * t / 3600.0});
            }
            start += length;
        }
    }
    return rows;
}

inline std::string clock_text(double seconds)
{
    const auto whole = static_cast<long>(seconds);
    return fmt::format("{}:{:02}:{:02}.000", whole / 3600, whole / 60 % 60, whole % 60);
}

/// A table: one heading and one text of each row for every column.
struct TesterColumn {
    std::string heading;
    std::function<std::string(const TesterRow&)> text;
};

inline std::string table_text(const std::vector<TesterColumn>& columns,
                              const std::vector<TesterRow>& rows,
                              const std::string& separator = ",",
                              const std::string& line_end = "\n")
{
    std::string text;
    const auto line = [&](const auto& field) {
        for (std::size_t k = 0; k < columns.size(); ++k) {
            text += (k > 0 ? separator : "") + field(columns[k]);
        }
        text += line_end;
    };
    line([](const TesterColumn& column) { return column.heading; });
    for (const auto& row : rows) {
        line([&](const TesterColumn& column) { return column.text(row); });
    }
    return text;
}

inline TesterColumn number_column(std::string heading, double TesterRow::* member,
                                  double factor = 1.0)
{
    return {std::move(heading), [member, factor](const TesterRow& row) {
                return fmt::format("{}", row.*member * factor);
            }};
}
inline TesterColumn count_column(std::string heading, int TesterRow::* member)
{
    return {std::move(heading),
            [member](const TesterRow& row) { return std::to_string(row.*member); }};
}
inline TesterColumn clock_column(std::string heading, double TesterRow::* member)
{
    return {std::move(heading), [member](const TesterRow& row) { return clock_text(row.*member); }};
}
inline TesterColumn kind_column(std::string heading, std::string rest, std::string charge,
                                std::string discharge)
{
    return {std::move(heading), [=](const TesterRow& row) {
                return row.kind == 'R' ? rest : row.kind == 'C' ? charge : discharge;
            }};
}

/// Neware's flat export as of BTSDA 8, in A and Ah.
inline std::vector<TesterColumn> neware_columns()
{
    return {count_column("DataPoint", &TesterRow::step),
            count_column("Cycle Index", &TesterRow::cycle),
            count_column("Step Index", &TesterRow::step),
            kind_column("Step Type", "Rest", "CC Chg", "CC DChg"),
            clock_column("Time", &TesterRow::in_step),
            clock_column("Total Time", &TesterRow::total),
            number_column("Current(A)", &TesterRow::current),
            number_column("Voltage(V)", &TesterRow::voltage),
            number_column("Capacity(Ah)", &TesterRow::charge)};
}

} // namespace percolith::tests
