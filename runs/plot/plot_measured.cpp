// What a tester recorded.

#include "runs/case/errors.hpp"
#include "runs/cycler/polarization.hpp"
#include "runs/cycler/record_text.hpp"
#include "runs/plot/axis.hpp"
#include "runs/plot/gnuplot.hpp"
#include "runs/plot/plot.hpp"
#include "runs/plot/stack.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace percolith::runs
{
namespace
{

using cycler::CyclerRecord;

// In mm: with numbers and label of the panel above, and the spectra's key; their key alone.
constexpr double above_spectra = 11.5;
constexpr double key_of_spectra = 8.0;
constexpr double height_of_spectra = 50.0;

struct TimeAxis {
    Scale scale;
    double end = 1.0;
};

Panel measured_voltage(const CyclerRecord& record, const TimeAxis& time)
{
    auto panel = panel_over_time(time.end, 36.0);
    show_voltage(panel,
                 envelope(scaled(record.time, time.scale.factor), record.voltage, stack::pixels));
    return panel;
}

/// Through the electrode's area where that is known.
Panel measured_current(const CyclerRecord& record, const TimeAxis& time)
{
    auto panel = panel_over_time(time.end, 30.0);
    const bool density = record.area > 0.0;
    const auto current = scaled(record.current, density ? 1.0 / record.area : 1.0);
    const auto scale = (density ? current_density_scale : current_scale)(largest(current));
    auto curve = envelope(scaled(record.time, time.scale.factor), scaled(current, scale.factor),
                          stack::pixels);
    panel.y = padded(extent(curve.y), 0.1);
    panel.y_label = axis_label("Current", scale);
    const auto* const color = voltage_color(curve, stack::pixels);
    panel.curves.push_back({std::move(curve), "", color, Stroke::solid, 0.5});
    return panel;
}

std::optional<Panel> measured_polarization(const CyclerRecord& record, const TimeAxis& time)
{
    auto found = cycler::polarization_of(record);
    if (found.time.size() < 2) {
        return std::nullopt;
    }
    auto panel = panel_over_time(time.end, 26.0);
    const auto scale = voltage_scale(largest(found.peak));
    std::vector<double> shown;
    for (auto* values : {&found.peak, &found.end}) {
        *values = scaled(std::move(*values), scale.factor);
        shown.insert(shown.end(), values->begin(), values->end());
    }
    const auto at = scaled(std::move(found.time), time.scale.factor);
    panel.curves = {{envelope(at, found.peak, stack::pixels), "peak of half cycle", palette::cell,
                     Stroke::solid, 0.9},
                    {envelope(at, found.end, stack::pixels), "end of half cycle", palette::cell,
                     Stroke::dashed, 0.9}};
    set_polarization_axis(panel, std::move(shown), scale);
    return panel;
}

/// The first, the last and some between, each a curve.
Panel measured_spectra(const CyclerRecord& record)
{
    Panel panel;
    panel.left = stack::left_edge;
    panel.width = stack::frame_width;
    panel.height = height_of_spectra;
    const bool density = record.area > 0.0;
    const Scale scale = density ? Scale{1e4 * record.area, "Ω cm^{2}"} : Scale{1.0, "Ω"};
    const auto time = time_scale(record.spectra.back().time);
    std::vector<double> real, imaginary;
    for (const auto k : cycler::spread_out(record.spectra.size(), palette::series.size())) {
        const auto& spectrum = record.spectra[k];
        Polyline points{scaled(spectrum.real, scale.factor),
                        scaled(spectrum.imaginary, -scale.factor)};
        real.insert(real.end(), points.x.begin(), points.x.end());
        imaginary.insert(imaginary.end(), points.y.begin(), points.y.end());
        panel.curves.push_back({std::move(points),
                                fmt::format("{:.4g} {}", spectrum.time * time.factor, time.unit),
                                palette::series[panel.curves.size()], Stroke::points});
    }
    panel.key_width = stack::frame_width;
    panel.x = padded(extent(real), 0.04);
    panel.y = padded(extent(imaginary), 0.08);
    panel.x_label = axis_label("Real part of the impedance", scale);
    panel.y_label = axis_label("− imaginary part", scale);
    return panel;
}

std::vector<Panel> panels_over_time(const CyclerRecord& record)
{
    std::vector<Panel> panels;
    const bool one_row = record.time.size() == 1 && !record.spectra.empty();
    if (record.time.empty() || one_row) { // a single row beside impedance is no course
        return panels;
    }
    const double last = record.time.back();
    TimeAxis time{.scale = time_scale(last)};
    time.end = end_of_axis(last, time.scale);
    panels = {measured_voltage(record, time), measured_current(record, time)};
    if (auto polarization = measured_polarization(record, time)) {
        panels.push_back(std::move(*polarization));
    }
    panels.back().x_numbers = true;
    panels.back().x_label = axis_label("Time", time.scale);
    return panels;
}

} // namespace

void plot_measured(const CyclerRecord& record, const Drawing& to)
{
    auto panels = panels_over_time(record);
    if (!record.spectra.empty()) {
        panels.push_back(measured_spectra(record));
    }
    if (panels.empty()) {
        throw InputError({.file = record.source}, "", "the record has nothing to draw",
                         "import a file with rows");
    }
    const double above = record.spectra.empty() ? 0.0
                         : panels.size() > 1    ? above_spectra
                                                : key_of_spectra;
    draw(stacked(std::move(panels), cycler::source_name(record), cycler::outline_of(record).front(),
                 above, stack::below - stack::gap),
         to);
}

} // namespace percolith::runs
