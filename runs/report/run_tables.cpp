#include "kinetics/constants.hpp"
#include "runs/record/names.hpp"
#include "runs/record/run_columns.hpp"
#include "runs/report/run_sections.hpp"
#include "runs/report/thinned.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace percolith::runs::report
{
namespace
{

using Table = RecordedRun::Table;
using names::of;

constexpr double micrometre = 1e-6;

std::string shown(double value)
{
    return std::isfinite(value) ? fmt::format("{:.4g}", value) : "–";
}

std::string as_text(const Entry& entry)
{
    if (const auto* words = std::get_if<std::string>(&entry.value)) {
        return *words;
    }
    return fmt::format("{:.6g}", std::get<double>(entry.value));
}

/// A line of the table of what the test came to: of both electrodes.
struct Line {
    const char* title;
    const char* name; ///< in the summary, without the side
    double factor;
    const char* unit;
};
constexpr double mah_per_cm2 = 1.0 / 3.6e4;
constexpr std::array<Line, 8> end_lines{{
    {"lithium at start", "initial_lithium", mah_per_cm2, "mAh cm⁻²"},
    {"left as metal", "metal_lithium", mah_per_cm2, "mAh cm⁻²"},
    {"left in the alloy host", "host_lithium", mah_per_cm2, "mAh cm⁻²"},
    {"bound in the interphase", "interphase_lithium", mah_per_cm2, "mAh cm⁻²"},
    {"dead", "dead_lithium", mah_per_cm2, "mAh cm⁻²"},
    {"interphase thickness", "interphase_thickness", 1e6, "µm"},
    {"barrier to electrons", "barrier_thickness", 1e9, "nm"},
    {"contact fraction", "contact_fraction", 1.0, ""},
}};

/// Thickness (µm) of both electrodes' layers and of the separator, at rows few enough for a slider.
struct Stack {
    std::vector<double> time; ///< s
    std::vector<std::vector<double>> layers; ///< metal, host, interphase, separator, and back
};

std::vector<double> of_rows(const RunView& one, const std::string& column)
{
    return one.run.column(Table::series, column);
}

bool has_all(const RunView& one)
{
    for (const auto& side : sides) {
        for (const char* name :
             {names::lithium, names::host_capacity, names::thickness, names::interphase}) {
            if (!one.run.has(Table::series, of(side.name, name))) {
                return false;
            }
        }
    }
    return one.run.rows(Table::series) > 0;
}

Stack stack_of(const RunView& one)
{
    const double given = one.number("foil_capacity"); // C/m3
    const double volume =
        std::isfinite(given) ? 1.0 / given : kinetics::lithium_volume_per_charge.si; // m3/C
    const double consumed = one.parameter("derived.separator_per_charge"); // m3/C
    Stack stack{.time = of_rows(one, names::time), .layers = {}};
    std::vector<double> separator(stack.time.size(),
                                  one.parameter("separator.thickness") / micrometre);
    std::array<std::vector<std::vector<double>>, 2> electrodes;
    for (std::size_t k = 0; k < sides.size(); ++k) {
        // There, as has_all says.
        auto left = *lithium_left(one.run, sides[k].name);
        const auto bound = of_rows(one, of(sides[k].name, names::interphase));
        for (std::size_t n = 0; n < bound.size(); ++n) {
            separator[n] -=
                std::isfinite(consumed) ? (bound[n] - bound[0]) * consumed / micrometre : 0.0;
        }
        electrodes[k] = {scaled(std::move(left.metal), volume / micrometre),
                         scaled(std::move(left.host), volume / micrometre),
                         scaled(of_rows(one, of(sides[k].name, names::thickness)), 1e6)};
    }
    stack.layers = {electrodes[0][0], electrodes[0][1], electrodes[0][2], std::move(separator),
                    electrodes[1][2], electrodes[1][1], electrodes[1][0]};
    return stack;
}

} // namespace

void add_cell_drawings(Page& page, const RunsView& view)
{
    page.section("cell", "The cell to scale");
    struct Named {
        const char* name;
        const char* role;
    };
    constexpr std::array<Named, 7> layers{{{"lithium, working", "lithium"},
                                           {"in the alloy host, working", "host"},
                                           {"interphase, working", "interphase"},
                                           {"separator", "separator"},
                                           {"interphase, counter", "interphase"},
                                           {"in the alloy host, counter", "host"},
                                           {"lithium, counter", "lithium"}}};
    constexpr std::size_t most = 2000;
    for (const auto& one : view.runs) {
        if (!has_all(one)) {
            continue;
        }
        const auto stack = stack_of(one);
        const auto rows = thinned(stack.time, stack.layers, 1e-3, most).rows;
        CellDrawing drawing{
            .title = one.named("The cell to scale"),
            .description = "Thickness of each layer between the two current collectors over time.",
            .group = time_group,
            .time_unit = view.time.unit,
            .time = page.numbers(scaled(at_rows(stack.time, rows), view.time.factor),
                                 Exactness::instant),
            .unit = "µm",
            .layers = {},
            .caption = "Lithium in the alloy host is drawn as thick as the same lithium would be "
                       "as metal."};
        for (std::size_t k = 0; k < layers.size(); ++k) {
            const auto thickness = at_rows(stack.layers[k], rows);
            // Without an alloy there is no host, but for rounding.
            if (layers[k].role == std::string("host") &&
                *std::max_element(thickness.begin(), thickness.end()) < 1e-6) {
                continue;
            }
            drawing.layers.push_back({.name = layers[k].name,
                                      .role = layers[k].role,
                                      .thickness = page.numbers(thickness)});
        }
        page.add(block(drawing));
    }
}

void add_ledger(Page& page, const RunsView& view)
{
    page.section("ledger", "Where the lithium went");
    for (const auto& one : view.runs) {
        if (one.summary.empty()) {
            continue;
        }
        TableBlock table{.columns = {{.title = one.named("at the end"), .number = false},
                                     {.title = "working"},
                                     {.title = "counter"},
                                     {.title = "unit", .number = false}},
                         .rows = {}};
        for (const auto& line : end_lines) {
            std::vector<std::string> row{line.title};
            for (const auto& side : sides) {
                row.push_back(
                    shown(one.number(std::string(side.name) + "_" + line.name) * line.factor));
            }
            row.emplace_back(line.unit);
            table.rows.push_back(std::move(row));
        }
        table.caption = fmt::format("Metal, host, interphase and dead lithium of both sides add up "
                                    "to what the cell began with, within {:.2g} of it.",
                                    one.number("ledger_error"));
        page.add(block(table));
    }
}

void add_events(Page& page, const RunsView& view)
{
    page.section("events", "Events");
    constexpr std::size_t most = 500;
    for (const auto& one : view.runs) {
        if (one.events.empty()) {
            continue;
        }
        TableBlock table{.columns = {{.title = "time", .unit = view.time.unit},
                                     {.title = "cycle"},
                                     {.title = "step"},
                                     {.title = one.named("what happened"), .number = false},
                                     {.title = "", .number = false}},
                         .rows = {}};
        const auto count = one.events.size();
        for (std::size_t n = 0; n < std::min(count, most); ++n) {
            // What ended the test is never left out.
            const auto& event = n + 1 == most ? one.events.back() : one.events[n];
            table.rows.push_back({fmt::format("{:.6g}", event.time * view.time.factor),
                                  fmt::format("{}", event.cycle), fmt::format("{}", event.step),
                                  event_name(event), event.terminal ? "ended the test" : ""});
        }
        if (count > most) {
            table.caption = fmt::format("The first {} and the last of {} events; percolith export "
                                        "--table events writes all of them.",
                                        most - 1, count);
        }
        page.add(block(table));
    }
}

void add_provenance(Page& page, const RunsView& view)
{
    page.section("provenance", "Where this comes from");
    for (const auto& one : view.runs) {
        TableBlock table{
            .columns = {{.title = "", .number = false}, {.title = "", .number = false}},
            .rows = {{"file", one.run.path().filename().string()},
                     {"written by", "percolith " + one.run.program_version()},
                     {"sources", one.run.commit()},
                     {"engine", one.word("engine")}}};
        page.add(block(table));
        if (const auto notes = one.word("notes"); !notes.empty()) {
            page.add(text({"Of its numbers: " + notes + "."}));
        }
        TableBlock parameters{.columns = {{.title = "parameter", .number = false},
                                          {.title = "value"},
                                          {.title = "unit", .number = false},
                                          {.title = "from", .number = false}},
                              .rows = {},
                              .folded = true,
                              .title = one.named("All parameters")};
        for (const auto& entry : one.entries) {
            parameters.rows.push_back(
                {entry.name, as_text(entry), entry.unit == "1" ? "" : entry.unit, entry.origin});
        }
        page.add(block(parameters));
        page.add(source(one.named("The case as it ran"), one.run.case_text()));
    }
    add_measured_provenance(page, view);
}

} // namespace percolith::runs::report
