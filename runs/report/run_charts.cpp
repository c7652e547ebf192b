#include "runs/cycler/polarization.hpp"
#include "runs/record/names.hpp"
#include "runs/report/run_chart.hpp"

#include <algorithm>
#include <cmath>

namespace percolith::runs::report
{
using names::of;

void add_voltage(Page& page, const RunsView& view)
{
    page.section("voltage", "Voltage");
    TimeChart chart(page, view, "Voltage",
                    "Voltage of the working against the counter electrode over time.");
    bool left_out = false;
    for (std::size_t n = 0; n < view.runs.size(); ++n) {
        const auto& run = view.runs[n].run;
        if (finer_table(run, {names::voltage}) == Table::series) {
            chart.add(n, Table::series, {{"voltage", run.column(Table::series, names::voltage)}});
        } else {
            left_out = true;
        }
    }
    for (const auto& one : view.measured) {
        if (!one.record.time.empty()) {
            chart.add(one.mark, one.record.time,
                      {{"measured", one.record.voltage, role::measured}});
        }
    }
    // To the last corner: one half cycle of a thousand hours is to be looked at.
    chart.finish("Voltage", voltage_scale, false, 0.0);
    if (left_out) {
        page.add(text({"A run that kept its per-cycle table alone has no voltage over time; with "
                       "record.shape = \"full\" it has."}));
    }
}

void add_polarization(Page& page, const RunsView& view)
{
    page.section("polarization", "Polarization, cycle by cycle");
    TimeChart chart(page, view, "Polarization",
                    "Size of the voltage in each cycle over time: its peak, and at the end of the "
                    "cycle's last current; of a measured record in each half cycle.");
    Values shown;
    for (std::size_t n = 0; n < view.runs.size(); ++n) {
        const auto& run = view.runs[n].run;
        if (finer_table(run, {names::peak_voltage, names::end_voltage}) != Table::cycles) {
            continue;
        }
        auto peak = run.column(Table::cycles, names::peak_voltage);
        auto end = run.column(Table::cycles, names::end_voltage);
        for (auto* values : {&peak, &end}) {
            for (double& value : *values) {
                value = std::abs(value);
            }
            shown.insert(shown.end(), values->begin(), values->end());
        }
        chart.add(n, Table::cycles,
                  {{"peak", std::move(peak)}, {"end of cycle", std::move(end), role::other}});
    }
    for (const auto& one : view.measured) {
        auto found = cycler::polarization_of(one.record);
        shown.insert(shown.end(), found.peak.begin(), found.peak.end());
        shown.insert(shown.end(), found.end.begin(), found.end.end());
        if (!found.time.empty()) {
            chart.add(
                one.mark, std::move(found.time),
                {{"peak of half cycle, measured", std::move(found.peak), role::measured},
                 {"end of half cycle, measured", std::move(found.end), role::measured, "dotted"}});
        }
    }
    std::erase_if(shown, [](double value) { return !(value > 0.0); });
    const auto all = extent(shown);
    chart.finish("Polarization", voltage_scale, all.low > 0.0 && all.high > 10.0 * all.low);
}

void add_thickness(Page& page, const RunsView& view)
{
    page.section("thickness", "Interphase");
    const auto add = [&](const char* column, const char* title, const char* description) {
        TimeChart chart(page, view, title, description);
        for (std::size_t n = 0; n < view.runs.size(); ++n) {
            const auto& run = view.runs[n].run;
            const auto working = of(names::working, column);
            const auto counter = of(names::counter, column);
            if (const auto table = finer_table(run, {working, counter})) {
                chart.add(n, *table,
                          {{"working", run.column(*table, working), role::working},
                           {"counter", run.column(*table, counter), role::counter}});
            }
        }
        chart.finish(title, length_scale);
    };
    add(names::thickness, "Interphase thickness",
        "Thickness of the interphase on the working and on the counter electrode over time.");
    add("barrier_thickness", "Barrier to electrons",
        "Thickness of the part of each interphase that still keeps electrons back.");
}

void add_lithium(Page& page, const RunsView& view)
{
    page.section("lithium", "Lithium left");
    TimeChart chart(page, view, "Lithium left",
                    "Lithium that each electrode can still reach, as metal and in its alloy host, "
                    "over time.");
    for (std::size_t n = 0; n < view.runs.size(); ++n) {
        for (const auto& side : sides) {
            auto left = lithium_left(view.runs[n].run, side.name);
            if (!left) {
                continue;
            }
            const std::string name = side.name;
            std::vector<Curve> kept{{name + ", metal", std::move(left->metal), side.role}};
            // Without an alloy there is no host, but for rounding where the metal ends.
            if (largest(left->host) > 1e-6 * largest(kept.front().values)) {
                kept.push_back({name + ", alloy host", std::move(left->host), side.role, "dotted"});
            }
            chart.add(n, left->table, std::move(kept));
        }
    }
    chart.finish("Lithium", charge_scale);
}

} // namespace percolith::runs::report
