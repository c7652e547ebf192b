#pragma once
/// Panels over time under each other, whatever they are of.

#include "runs/plot/axis.hpp"
#include "runs/plot/figure.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace percolith::runs
{

namespace stack // mm
{
inline constexpr double left_edge = 26.0;
inline constexpr double frame_width = 110.0;
inline constexpr double gap = 5.5; ///< between frames
inline constexpr double below = 11.0 + gap; ///< the lowest frame: numbers and label of its axis
/// Pixels of a frame that a reader can tell apart.
inline constexpr std::size_t pixels = 1300;
} // namespace stack

/// Where an axis of time ends, in the unit of `time`: a little after the last instant (s).
double end_of_axis(double last, const Scale& time);

/// An empty frame, without numbers along its axis.
Panel panel_over_time(double end, double height);

/// Puts a voltage in: x as the panel has it, y in V.
void show_voltage(Panel& panel, Polyline volts);
/// The axis for sizes of the voltage that are shown in `scale`: from zero, or logarithmic where
/// they grow more than tenfold.
void set_polarization_axis(Panel& panel, std::vector<double> shown, const Scale& scale);

/// Gives the panels their places and those with frames their letters, with two lines of title above
/// them, and as much room (mm) more above the last one and below it.
Figure stacked(std::vector<Panel> panels, const std::string& title, const std::string& subtitle,
               double above_last = 0.0, double below = stack::below);

} // namespace percolith::runs
