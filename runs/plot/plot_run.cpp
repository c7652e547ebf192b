#include "runs/case/errors.hpp"
#include "runs/plot/gnuplot.hpp"
#include "runs/plot/panels.hpp"
#include "runs/plot/plot.hpp"
#include "runs/record/names.hpp"
#include "runs/record/run_columns.hpp"

#include <utility>

namespace percolith::runs
{
namespace
{

using Table = RecordedRun::Table;

// Of the figure, in mm.
constexpr double figure_width = 140.0;
constexpr double gap = 5.5;
constexpr double top_edge = 13.0;
constexpr double bottom_edge = 11.0;

double end_of(const RecordedRun& run)
{
    if (const auto end = last_instant(run)) {
        return *end;
    }
    throw InputError({.file = run.path().string()}, "", "the run recorded no instant to draw",
                     "see why it ended at once");
}

Page page_of(const RecordedRun& run, const std::vector<EventRecord>& events)
{
    const double end = end_of(run);
    const auto scale = time_scale(end);
    Page page{.run = run, .time = scale, .end = end > 0.0 ? 1.01 * end * scale.factor : 1.0};
    for (const auto table : {Table::series, Table::cycles}) {
        if (run.has(table, names::time)) {
            page.times[static_cast<std::size_t>(table)] =
                scaled(run.column(table, names::time), scale.factor);
        }
    }
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

void plot_run(const std::filesystem::path& file, const Drawing& to)
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
    figure.texts = {{.left = figure.panels.front().left,
                     .bottom = top,
                     .text = run.title(),
                     .size = 9.0,
                     .bold = true},
                    {.left = figure.panels.front().left,
                     .bottom = top - 4.0,
                     .text = word_of(run.status()) + run.reason(),
                     .color = palette::quiet}};
    draw(figure, to);
}

} // namespace percolith::runs
