// What a tester recorded.

#include "runs/case/errors.hpp"
#include "runs/cycler/polarization.hpp"
#include "runs/cycler/record_text.hpp"
#include "runs/plot/axis.hpp"
#include "runs/plot/gnuplot.hpp"
#include "runs/plot/plot.hpp"

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

namespace measure // mm, of the figure
{
constexpr double figure_width = 140.0;
constexpr double left_edge = 26.0;
constexpr double frame_width = 110.0;
constexpr double top_edge = 13.0;
constexpr double bottom_edge = 11.0;
constexpr double gap = 5.5;
constexpr double spectrum_gap = 17.0; // with numbers and label of the panel above, and its key
constexpr double spectrum_key = 8.0;
constexpr double spectrum_height = 50.0;
constexpr std::size_t pixels = 1300;
} // namespace measure

struct TimeAxis {
    Scale scale;
    double end = 1.0;
};

Panel over_time(const TimeAxis& time, double height)
{
    Panel panel;
    panel.left = measure::left_edge;
    panel.width = measure::frame_width;
    panel.height = height;
    panel.x = {0.0, time.end};
    panel.x_numbers = false;
    return panel;
}

Panel measured_voltage(const CyclerRecord& record, const TimeAxis& time)
{
    auto panel = over_time(time, 36.0);
    auto volts = envelope(scaled(record.time, time.scale.factor), record.voltage, measure::pixels);
    const auto seen = usual(volts);
    const auto scale = voltage_scale(std::max(std::abs(seen.low), std::abs(seen.high)));
    volts.y = scaled(std::move(volts.y), scale.factor);
    panel.y = {seen.low * scale.factor, seen.high * scale.factor};
    panel.y_label = axis_label("Voltage", scale);
    panel.notes = notes_beyond(volts, panel.x, panel.y, scale);
    const auto* const color = voltage_color(volts, measure::pixels);
    panel.curves.push_back({std::move(volts), "", color, Stroke::solid, 0.5});
    return panel;
}

/// Through the electrode's area where that is known.
Panel measured_current(const CyclerRecord& record, const TimeAxis& time)
{
    auto panel = over_time(time, 30.0);
    const bool density = record.area > 0.0;
    const auto current = scaled(record.current, density ? 1.0 / record.area : 1.0);
    const auto scale = (density ? current_density_scale : current_scale)(largest(current));
    auto curve = envelope(scaled(record.time, time.scale.factor), scaled(current, scale.factor),
                          measure::pixels);
    panel.y = padded(extent(curve.y), 0.1);
    panel.y_label = axis_label("Current", scale);
    const auto* const color = voltage_color(curve, measure::pixels);
    panel.curves.push_back({std::move(curve), "", color, Stroke::solid, 0.5});
    return panel;
}

std::optional<Panel> measured_polarization(const CyclerRecord& record, const TimeAxis& time)
{
    auto found = cycler::polarization_of(record);
    if (found.time.size() < 2) {
        return std::nullopt;
    }
    auto panel = over_time(time, 26.0);
    const auto scale = voltage_scale(largest(found.peak));
    std::vector<double> shown;
    for (auto* values : {&found.peak, &found.end}) {
        *values = scaled(std::move(*values), scale.factor);
        std::ranges::copy_if(*values, std::back_inserter(shown),
                             [](double value) { return value > 0.0; });
    }
    const auto at = scaled(std::move(found.time), time.scale.factor);
    panel.curves = {{envelope(at, found.peak, measure::pixels), "peak of half cycle", palette::cell,
                     Stroke::solid, 0.9},
                    {envelope(at, found.end, measure::pixels), "end of half cycle", palette::cell,
                     Stroke::dashed, 0.9}};
    const auto all = extent(shown);
    panel.logarithmic = all.low > 0.0 && all.high > 10.0 * all.low;
    panel.y = panel.logarithmic ? decades(all) : from_zero(all);
    panel.y_label = axis_label("Polarization", scale);
    return panel;
}

/// The first, the last and some between, each a curve.
Panel measured_spectra(const CyclerRecord& record)
{
    Panel panel;
    panel.left = measure::left_edge;
    panel.width = measure::frame_width;
    panel.height = measure::spectrum_height;
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
    panel.key_width = measure::frame_width;
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
    time.end = last > 0.0 ? 1.01 * last * time.scale.factor : 1.0;
    panels = {measured_voltage(record, time), measured_current(record, time)};
    if (auto polarization = measured_polarization(record, time)) {
        panels.push_back(std::move(*polarization));
    }
    panels.back().x_numbers = true;
    panels.back().x_label = axis_label("Time", time.scale);
    return panels;
}

/// Panels under each other, with letters and titles.
Figure sheet_of(std::vector<Panel> panels, const CyclerRecord& record)
{
    using namespace measure;
    const bool spectra = !record.spectra.empty();
    const bool both = spectra && panels.size() > 1;
    // The key of the spectra stands above their frame.
    const double above = both ? spectrum_gap - gap : spectra ? spectrum_key : 0.0;
    Figure figure{.width = figure_width, .height = top_edge + bottom_edge - gap + above};
    for (const auto& panel : panels) {
        figure.height += panel.height + gap;
    }
    double top = figure.height - top_edge;
    char letter = 'a';
    for (std::size_t k = 0; k < panels.size(); ++k) {
        if (spectra && k + 1 == panels.size()) {
            top -= above;
        }
        panels[k].bottom = top - panels[k].height;
        panels[k].letter = letter++;
        top = panels[k].bottom - gap;
    }
    figure.panels = std::move(panels);
    const auto lines = cycler::outline_of(record);
    figure.texts = {{.left = left_edge,
                     .bottom = figure.height - 5.0,
                     .text = cycler::source_name(record),
                     .size = 9.0,
                     .bold = true},
                    {.left = left_edge,
                     .bottom = figure.height - 9.0,
                     .text = lines.front(),
                     .color = palette::quiet}};
    return figure;
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
    draw(sheet_of(std::move(panels), record), to);
}

} // namespace percolith::runs
