#include "runs/case/errors.hpp"
#include "runs/plot/gnuplot.hpp"
#include "runs/plot/panels.hpp"
#include "runs/plot/plot.hpp"
#include "runs/plot/stack.hpp"
#include "runs/record/names.hpp"
#include "runs/record/run_columns.hpp"

#include <utility>

namespace percolith::runs
{
namespace
{

using Table = RecordedRun::Table;

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
    Page page{.run = run, .time = scale, .end = end_of_axis(end, scale)};
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
    panels.back().x_numbers = true;
    panels.back().x_label = axis_label("Time", page.time);
    draw(stacked(std::move(panels), run.title(), word_of(run.status()) + run.reason()), to);
}

} // namespace percolith::runs
