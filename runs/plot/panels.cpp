#include "runs/plot/panels.hpp"

#include "runs/plot/stack.hpp"
#include "runs/record/names.hpp"
#include "runs/record/run_columns.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace percolith::runs
{
namespace
{

using Table = RecordedRun::Table;

// In mm.
constexpr double event_row = 3.6;
using stack::pixels;

Polyline drawn(const Page& page, Table table, const std::vector<double>& values)
{
    return envelope(page.times[static_cast<std::size_t>(table)], values, pixels);
}

Panel blank(const Page& page, double height)
{
    auto panel = panel_over_time(page.end, height);
    if (page.stopped) {
        panel.marks.push_back({*page.stopped, palette::quiet});
    }
    return panel;
}

} // namespace

std::optional<Panel> voltage_panel(const Page& page)
{
    const auto table = finer_table(page.run, {names::voltage});
    if (!table) {
        return std::nullopt;
    }
    auto panel = blank(page, 36.0);
    show_voltage(panel, drawn(page, *table, page.run.column(*table, names::voltage)));
    return panel;
}

std::optional<Panel> polarization_panel(const Page& page)
{
    const auto& run = page.run;
    if (!run.has(Table::cycles, names::peak_voltage) || run.rows(Table::cycles) < 2) {
        return std::nullopt;
    }
    auto panel = blank(page, 26.0);
    const auto scale = voltage_scale(largest(run.column(Table::cycles, names::peak_voltage)));
    std::vector<double> shown;
    for (const auto& [column, name, stroke] :
         {std::tuple{names::peak_voltage, "peak", Stroke::solid},
          {names::end_voltage, "end of cycle", Stroke::dashed}}) {
        if (!run.has(Table::cycles, column)) {
            continue;
        }
        auto values = run.column(Table::cycles, column);
        for (double& value : values) {
            value = std::abs(value) * scale.factor;
        }
        shown.insert(shown.end(), values.begin(), values.end());
        panel.curves.push_back(
            {drawn(page, Table::cycles, values), name, palette::cell, stroke, 0.9});
    }
    set_polarization_axis(panel, std::move(shown), scale);
    return panel;
}

std::optional<Panel> thickness_panel(const Page& page)
{
    const auto working = names::of(names::working, names::thickness);
    const auto counter = names::of(names::counter, names::thickness);
    const auto table = finer_table(page.run, {working, counter});
    if (!table) {
        return std::nullopt;
    }
    auto panel = blank(page, 26.0);
    const auto of_working = page.run.column(*table, working);
    const auto of_counter = page.run.column(*table, counter);
    const double most = std::max(largest(of_working), largest(of_counter));
    const auto scale = length_scale(most);
    panel.curves = {{drawn(page, *table, scaled(of_counter, scale.factor)), "counter",
                     palette::counter, Stroke::solid, 1.0},
                    {drawn(page, *table, scaled(of_working, scale.factor)), "working",
                     palette::working, Stroke::solid, 1.0}};
    panel.y = from_zero({0.0, most * scale.factor});
    panel.y_label = axis_label("Interphase", scale);
    return panel;
}

std::optional<Panel> lithium_panel(const Page& page)
{
    auto panel = blank(page, 30.0);
    const auto of_counter = lithium_left(page.run, names::counter);
    const auto of_working = lithium_left(page.run, names::working);
    if (!of_counter || !of_working) {
        return std::nullopt;
    }
    // Beside a thick counter electrode the lithium of a bare collector could not be seen.
    const bool bare = !of_working->metal.empty() && of_working->metal.front() == 0.0 &&
                      of_working->host.front() == 0.0;
    const auto most_of = [](const LithiumLeft& left) {
        return std::max(largest(left.metal), largest(left.host));
    };
    const double most =
        bare ? most_of(*of_working) : std::max(most_of(*of_working), most_of(*of_counter));
    const auto scale = charge_scale(most);
    const auto add = [&](const char* side, const LithiumLeft& left, const char* color) {
        const auto curve = [&](const std::vector<double>& charge, const char* kind, Stroke stroke) {
            panel.curves.push_back({drawn(page, left.table, scaled(charge, scale.factor)),
                                    std::string(side) + ", " + kind, color, stroke, 0.8});
        };
        curve(left.metal, "metal", Stroke::solid);
        // Without an alloy there is no host, but for rounding where the metal ends.
        if (largest(left.host) > 1e-6 * most) {
            curve(left.host, "host", Stroke::dashed);
        }
    };
    if (!bare) {
        add(names::counter, *of_counter, palette::counter);
    }
    add(names::working, *of_working, palette::working);
    panel.y = from_zero({0.0, most * scale.factor});
    panel.y_label = axis_label("Lithium left", scale);
    return panel;
}

/// One row of ticks per kind of event and electrode, in the order they first happened.
std::optional<Panel> event_panel(const Page& page, const std::vector<EventRecord>& events)
{
    std::vector<std::string> kinds;
    std::map<std::string, Curve> rows;
    for (const auto& event : events) {
        const auto kind = event_name(event);
        if (rows.find(kind) == rows.end()) {
            kinds.push_back(kind);
        }
        auto& row = rows[kind];
        const double x = event.time * page.time.factor;
        const bool seen = !row.points.x.empty() &&
                          x - row.points.x.back() < page.end / static_cast<double>(pixels);
        if (!seen) {
            row.points.x.push_back(x);
        }
        row.color = event.electrode == "working"   ? palette::working
                    : event.electrode == "counter" ? palette::counter
                                                   : palette::cell;
    }
    if (kinds.empty()) {
        return std::nullopt;
    }
    auto panel = blank(page, event_row * static_cast<double>(kinds.size()));
    panel.frame = false;
    double y = static_cast<double>(kinds.size());
    panel.y = {0.4, y + 0.6};
    for (const auto& kind : kinds) {
        auto row = rows[kind];
        row.points.y.assign(row.points.x.size(), y);
        row.stroke = Stroke::ticks;
        panel.y_names.emplace_back(y, kind);
        panel.curves.push_back(std::move(row));
        y -= 1.0;
    }
    return panel;
}

} // namespace percolith::runs
