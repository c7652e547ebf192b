#pragma once
/// The panels of one run over time. Each is empty where the run did not keep what it shows.

#include "runs/plot/axis.hpp"
#include "runs/plot/figure.hpp"
#include "runs/record/read.hpp"

#include <array>
#include <optional>
#include <vector>

namespace percolith::runs
{

/// What all panels of one run share. Times are in the unit of `time`.
struct Page {
    const RecordedRun& run;
    Scale time;
    double end = 1.0;
    std::optional<double> stopped{}; ///< instant of the terminal event
    std::array<std::vector<double>, 2> times{}; ///< of the rows of each table
};

std::optional<Panel> voltage_panel(const Page& page);
std::optional<Panel> polarization_panel(const Page& page);
std::optional<Panel> thickness_panel(const Page& page);
std::optional<Panel> lithium_panel(const Page& page);
/// One row of ticks per kind of event and electrode, in the order they first happened.
std::optional<Panel> event_panel(const Page& page, const std::vector<EventRecord>& events);

} // namespace percolith::runs
