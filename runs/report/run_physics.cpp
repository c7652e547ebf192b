#include "runs/record/names.hpp"
#include "runs/report/run_chart.hpp"
#include "runs/simulate/spectrum.hpp"

#include <fmt/core.h>

namespace percolith::runs::report
{

using names::of;

void add_voltage_terms(Page& page, const RunsView& view)
{
    page.section("terms", "What the voltage is made of");
    for (std::size_t n = 0; n < view.runs.size(); ++n) {
        const auto& run = view.runs[n].run;
        TimeChart chart(page, view, view.runs[n].named("Terms of the voltage"),
                        "The terms that add up to the voltage over time, those of the counter "
                        "electrode with the sign with which they count.");
        std::vector<Curve> terms;
        const auto add = [&](const std::string& column, const std::string& name, double sign,
                             const char* role, const char* style) {
            if (run.rows(Table::series) > 0 && run.has(Table::series, column)) {
                terms.push_back(
                    {name, scaled(run.column(Table::series, column), sign), role, style});
            }
        };
        for (const auto& side : sides) {
            const std::string name = side.name;
            const double sign = name == names::working ? 1.0 : -1.0;
            add(of(side.name, "potential"), name + ", potential", sign, side.role, "line");
            add(of(side.name, "charge_transfer_overpotential"), name + ", charge transfer", sign,
                side.role, "dotted");
            add(of(side.name, "interphase_drop"), name + ", interphase", sign, side.role, "dashed");
        }
        add("separator_drop", "separator", 1.0, role::cell, "line");
        if (terms.empty()) {
            continue;
        }
        if (largest(run.column(Table::series, "short_circuit_drop")) > 0.0) {
            add("short_circuit_drop", "short circuit", -1.0, role::limit, "line");
        }
        chart.add(n, Table::series, std::move(terms));
        chart.finish("Voltage", voltage_scale);
    }
}

void add_impedance(Page& page, const RunsView& view)
{
    page.section("impedance", "Impedance");
    const auto scale = resistance_scale();
    Chart nyquist;
    nyquist.equal = true;
    nyquist.title = "Impedance of the cell";
    nyquist.description = "Real part against the negative imaginary part of the impedance from "
                          "1 MHz to 1 mHz, at the start, halfway, and after the last whole cycle.";
    nyquist.x = {.label = "Z′", .unit = scale.unit};
    nyquist.y = {.label = "−Z″", .unit = scale.unit};
    for (std::size_t n = 0; n < view.runs.size(); ++n) {
        const auto& one = view.runs[n];
        const auto cycles = one.run.rows(Table::cycles);
        if (!one.run.has_series() || one.run.rows(Table::series) == 0 || cycles == 0 ||
            !one.run.has(Table::series, "separator_resistance")) {
            continue;
        }
        const auto end_of = [&](std::size_t cycle) {
            return one.run.column(Table::cycles, names::time, cycle, 1).at(0);
        };
        constexpr std::array<const char*, 3> roles{role::counter, role::other, role::working};
        const std::array<double, 3> times{0.0, end_of((cycles - 1) / 2), end_of(cycles - 1)};
        for (std::size_t k = 0; k < times.size(); ++k) {
            const auto points = spectrum(one.run, times[k], {});
            Values real, imaginary;
            for (const auto& point : points) {
                real.push_back(point.cell.real() * scale.factor);
                imaginary.push_back(-point.cell.imag() * scale.factor);
            }
            nyquist.series.push_back(
                {.name = one.named(
                     fmt::format("{:.4g} {}", times[k] * view.time.factor, view.time.unit)),
                 .values = page.numbers(imaginary),
                 .role = roles[k],
                 .x = page.numbers(real, Exactness::whole),
                 .file = one.mark});
        }
    }
    if (!nyquist.series.empty()) {
        nyquist.x_values = nyquist.series.front().x;
        page.add(block(nyquist));
    }
    add_measured_spectra(page, view);
    TimeChart chart(page, view, "Resistance, cycle by cycle",
                    "Small-signal resistance of the cell and of each interface at the end of each "
                    "cycle.");
    for (std::size_t n = 0; n < view.runs.size(); ++n) {
        const auto& run = view.runs[n].run;
        if (finer_table(run, {"cell_resistance", "working_interface_resistance",
                              "counter_interface_resistance"}) == Table::cycles) {
            const auto column = [&](const char* name) { return run.column(Table::cycles, name); };
            chart.add(n, Table::cycles,
                      {{"cell", column("cell_resistance")},
                       {"working", column("working_interface_resistance"), role::working},
                       {"counter", column("counter_interface_resistance"), role::counter}});
        }
    }
    chart.finish("Resistance", [](double) { return resistance_scale(); });
}

} // namespace percolith::runs::report
