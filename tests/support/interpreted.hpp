#pragma once
// The made-up test of tester_file.hpp, imported in all the ways that its columns allow.

#include "runs/case/errors.hpp"
#include "runs/cycler/interpret.hpp"
#include "runs/cycler/read_file.hpp"
#include "tests/support/tester_file.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <cmath>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace percolith::tests
{

struct Asked {
    std::vector<std::string> columns{};
    runs::cycler::InterpretOptions how{};
};

inline runs::cycler::CyclerRecord imported(const std::string& text, const Asked& asked = {})
{
    return runs::cycler::interpret(
        runs::cycler::read_bytes(text, "x.csv",
                                 {runs::cycler::parse_columns(asked.columns), asked.how.area}),
        asked.how);
}

inline std::string complaint(const std::string& text, const Asked& asked = {})
{
    try {
        imported(text, asked);
    } catch (const runs::InputError& error) {
        return error.what();
    }
    return "";
}

inline std::string all_said(const runs::cycler::CyclerRecord& record)
{
    return std::accumulate(record.said.begin(), record.said.end(), std::string{},
                           [](const std::string& text, const std::string& sentence) {
                               return text + sentence + "\n";
                           });
}

/// The new Neware layout with one column replaced, or added at the end.
inline std::vector<TesterColumn> with(TesterColumn column, const std::string& instead_of = "")
{
    auto columns = neware_columns();
    for (auto& each : columns) {
        if (each.heading == instead_of) {
            each = std::move(column);
            return columns;
        }
    }
    columns.push_back(std::move(column));
    return columns;
}

inline TesterColumn power_column()
{
    return {"Power(W)", [](const TesterRow& row) {
                return fmt::format("{}", std::abs(row.current * row.voltage));
            }};
}

/// The directions of the half cycles of the made-up test, and their charge.
inline void check_directions(const runs::cycler::CyclerRecord& record)
{
    REQUIRE(record.half_cycles.size() == 6);
    const int directions[]{0, -1, 1, 0, -1, 1};
    for (std::size_t k = 0; k < 6; ++k) {
        CHECK(record.half_cycles[k].direction == directions[k]);
        CHECK(record.half_cycles[k].charge ==
              Approx(directions[k] * tester_current * 3600.0).margin(1e-12));
    }
}

constexpr double tester_area = 0.785e-4; // m2

} // namespace percolith::tests
