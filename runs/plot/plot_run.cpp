#include "runs/case/errors.hpp"
#include "runs/plot/axis.hpp"
#include "runs/plot/gnuplot.hpp"
#include "runs/plot/plot.hpp"
#include "runs/record/names.hpp"
#include "runs/record/read.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace percolith::runs
{
namespace
{

using Table = RecordedRun::Table;

// Of the figure, in mm.
constexpr double figure_width = 140.0;
constexpr double left_edge = 26.0;
constexpr double frame_width = 110.0;
constexpr double gap = 5.5;
constexpr double top_edge = 13.0;
constexpr double bottom_edge = 11.0;
constexpr double event_row = 3.6;
/// Pixels of a frame that a reader can tell apart.
constexpr std::size_t pixels = 1300;

/// What all panels of one run share.
struct Page {
    const RecordedRun& run;
    Scale time;
    double end; ///< in the unit of `time`
    std::optional<double> stopped; ///< instant of the terminal event, likewise
};

/// The finer table that has the column.
std::optional<Table> where(const RecordedRun& run, const char* column)
{
    for (const auto table : {Table::series, Table::cycles}) {
        if (run.rows(table) > 0 && run.has(table, column) && run.has(table, names::time)) {
            return table;
        }
    }
    return std::nullopt;
}

Polyline line_of(const Page& page, Table table, const char* column, double factor)
{
    const auto x = scaled(page.run.column(table, names::time), page.time.factor);
    const auto y = scaled(page.run.column(table, column), factor);
    return envelope(x, y, pixels);
}

double largest(const RecordedRun& run, Table table, const char* column)
{
    const auto range = extent(run.column(table, column));
    return std::max(std::abs(range.low), std::abs(range.high));
}

Panel blank(const Page& page, double height)
{
    Panel panel;
    panel.left = left_edge;
    panel.width = frame_width;
    panel.height = height;
    panel.x = {0.0, page.end};
    panel.x_numbers = false;
    if (page.stopped) {
        panel.marks.push_back({*page.stopped, palette::quiet});
    }
    return panel;
}

std::optional<Panel> voltage_panel(const Page& page)
{
    const auto table = where(page.run, names::voltage);
    if (!table) {
        return std::nullopt;
    }
    auto panel = blank(page, 36.0);
    auto volts = line_of(page, *table, names::voltage, 1.0);
    const auto seen = usual(volts);
    const auto scale = voltage_scale(std::max(std::abs(seen.low), std::abs(seen.high)));
    volts.y = scaled(volts.y, scale.factor);
    panel.y = {seen.low * scale.factor, seen.high * scale.factor};
    panel.y_label = axis_label("Voltage", scale);
    panel.notes = notes_beyond(volts, panel.x, panel.y, scale);
    const auto* const color = voltage_color(volts, pixels);
    panel.curves.push_back({std::move(volts), "", color, Stroke::solid, 0.5});
    return panel;
}

std::optional<Panel> polarization_panel(const Page& page)
{
    const auto& run = page.run;
    if (where(run, names::peak_polarization) != Table::cycles || run.rows(Table::cycles) < 2) {
        return std::nullopt;
    }
    auto panel = blank(page, 26.0);
    const auto peaks = run.column(Table::cycles, names::peak_polarization);
    const auto scale = voltage_scale(extent(peaks).high);
    std::vector<double> shown;
    const auto add = [&](const char* column, const char* name, Stroke stroke) {
        if (!run.has(Table::cycles, column)) {
            return;
        }
        panel.curves.push_back(
            {line_of(page, Table::cycles, column, scale.factor), name, palette::cell, stroke, 0.9});
        const auto& y = panel.curves.back().points.y;
        std::copy_if(y.begin(), y.end(), std::back_inserter(shown), [](double v) { return v > 0; });
    };
    add(names::peak_polarization, "peak", Stroke::solid);
    add(names::end_polarization, "end of cycle", Stroke::dashed);
    const auto all = extent(shown);
    panel.logarithmic = all.low > 0.0 && all.high > 10.0 * all.low;
    panel.y = panel.logarithmic ? decades(all) : from_zero(all);
    panel.y_label = axis_label("Polarization", scale);
    return panel;
}

std::optional<Panel> thickness_panel(const Page& page)
{
    const auto table = where(page.run, names::working_thickness);
    if (!table || !page.run.has(*table, names::counter_thickness)) {
        return std::nullopt;
    }
    auto panel = blank(page, 26.0);
    const double most = std::max(largest(page.run, *table, names::working_thickness),
                                 largest(page.run, *table, names::counter_thickness));
    const auto scale = length_scale(most);
    panel.curves = {{line_of(page, *table, names::counter_thickness, scale.factor), "counter",
                     palette::counter, Stroke::solid, 1.0},
                    {line_of(page, *table, names::working_thickness, scale.factor), "working",
                     palette::working, Stroke::solid, 1.0}};
    panel.y = from_zero({0.0, most * scale.factor});
    panel.y_label = axis_label("Interphase", scale);
    return panel;
}

std::optional<Panel> lithium_panel(const Page& page)
{
    const auto table = where(page.run, names::working_metal);
    if (!table) {
        return std::nullopt;
    }
    auto panel = blank(page, 30.0);
    const auto scale = charge_scale();
    double most = 0.0;
    const auto add = [&](const char* column, const char* name, const char* color, Stroke stroke) {
        if (page.run.has(*table, column)) {
            panel.curves.push_back(
                {line_of(page, *table, column, scale.factor), name, color, stroke, 0.8});
            most = std::max(most, largest(page.run, *table, column) * scale.factor);
        }
    };
    add(names::counter_metal, "counter, metal", palette::counter, Stroke::solid);
    add(names::counter_host, "counter, host", palette::counter, Stroke::dashed);
    add(names::working_metal, "working, metal", palette::working, Stroke::solid);
    add(names::working_host, "working, host", palette::working, Stroke::dashed);
    panel.y = from_zero({0.0, most});
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

double end_of(const RecordedRun& run)
{
    for (const auto table : {Table::series, Table::cycles}) {
        if (run.rows(table) > 0 && run.has(table, names::time)) {
            return run.column(table, names::time, run.rows(table) - 1).at(0);
        }
    }
    throw InputError({.file = run.path().string()}, "", "the run recorded no instant to draw",
                     "see why it ended at once");
}

Page page_of(const RecordedRun& run, const std::vector<EventRecord>& events)
{
    const double end = end_of(run);
    const auto scale = time_scale(end);
    Page page{run, scale, end > 0.0 ? 1.01 * end * scale.factor : 1.0, std::nullopt};
    for (const auto& event : events) {
        if (event.terminal) {
            page.stopped = event.time * scale.factor;
        }
    }
    return page;
}

const char* word_of(Outcome::Status status)
{
    return status == Outcome::Status::ended         ? "Ended: "
           : status == Outcome::Status::interrupted ? "Interrupted: "
                                                    : "Failed: ";
}

/// Stacks the panels from the top, letters them, and gives the lowest the time axis.
Figure stacked(std::vector<Panel> panels, const Scale& time)
{
    Figure figure{.width = figure_width, .height = top_edge + bottom_edge};
    for (const auto& panel : panels) {
        figure.height += panel.height + gap;
    }
    double top = figure.height - top_edge;
    char letter = 'a';
    for (auto& panel : panels) {
        panel.bottom = top - panel.height;
        top = panel.bottom - gap;
        if (panel.frame) {
            panel.letter = letter++;
        }
    }
    panels.back().x_numbers = true;
    panels.back().x_label = axis_label("Time", time);
    figure.panels = std::move(panels);
    return figure;
}

} // namespace

void plot_run(const std::filesystem::path& file, const std::filesystem::path& output)
{
    const RecordedRun run(file);
    const auto events = run.events();
    const auto page = page_of(run, events);
    std::vector<Panel> panels;
    for (auto& panel : {event_panel(page, events), voltage_panel(page), polarization_panel(page),
                        thickness_panel(page), lithium_panel(page)}) {
        if (panel) {
            panels.push_back(*panel);
        }
    }
    if (panels.empty() || !panels.back().frame) {
        throw InputError({.file = file.string()}, "", "the run has no column that is drawn",
                         "see docs/files/run.md for their names");
    }
    auto figure = stacked(std::move(panels), page.time);
    const double top = figure.height - 5.0;
    figure.texts = {
        {.left = left_edge, .bottom = top, .text = run.title(), .size = 9.0, .bold = true},
        {.left = left_edge,
         .bottom = top - 4.0,
         .text = word_of(run.status()) + run.reason(),
         .color = palette::quiet}};
    draw(figure, output);
}

} // namespace percolith::runs
