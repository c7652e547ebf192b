#pragma once
/// Units and ranges a reader of a figure expects.

#include "runs/plot/figure.hpp"
#include "runs/record/table.hpp"

#include <span>
#include <string>
#include <utility>
#include <vector>

namespace percolith::runs
{

/// How SI numbers are shown along an axis.
struct Scale {
    double factor = 1.0; ///< shown = factor * SI
    std::string unit;
};

Scale time_scale(double longest); ///< s, min or h
Scale voltage_scale(double largest); ///< mV or V
Scale length_scale(double largest); ///< nm or um
Scale charge_scale(double largest); ///< uAh/cm2 or mAh/cm2
Scale current_scale(double largest); ///< A to uA or mA
Scale current_density_scale(double largest); ///< A/m2 to uA/cm2 or mA/cm2

/// "Voltage (mV)".
std::string axis_label(const std::string& quantity, const Scale& scale);

/// "structure.axis_ratio" as people say it: "Axis ratio".
std::string spoken(const std::string& key);

/// The same of several keys. Where two would be the same, as much of the key as tells them apart is
/// added: "cell.working.lithium" beside "cell.counter.lithium" is "Lithium, working".
std::vector<std::string> spoken_apart(const std::vector<std::string>& keys);

std::vector<double> scaled(std::vector<double> values, double factor);

/// Smallest and largest number; {0, 0} without any.
Interval extent(std::span<const double> values);
/// Largest |value|; 0 without any number.
double largest(std::span<const double> values);
/// With a margin on both sides; an empty range gets a width.
Interval padded(Interval range, double share = 0.08);
/// From zero up, with a margin above and a thin one below.
Interval from_zero(Interval range);
/// For a logarithmic axis: from a whole decade below positive values to a little above them.
Interval decades(Interval range);

/// Whether positive numbers over more than a factor of five fill their range more evenly in the
/// logarithm.
bool is_even_in_logarithm(std::span<const double> values);

/// Whether positive numbers differ by so large a factor (15) that only a logarithmic axis tells
/// them apart.
bool are_far_apart(std::span<const double> values);

/// Numbers along a logarithmic axis: 1, 2 and 5 of each decade where there are few, else 1 alone.
std::vector<std::pair<double, std::string>> round_numbers(Interval range);

/// What |y| stays below 95 % of the time.
double usual_size(const Polyline& curve);
/// What a cell shows nearly all the time, with a margin: a runaway that is far larger and short is
/// cut off, unless what is left is less than `least`. Symmetric around zero if the curve is about
/// as large on both sides.
Interval usual(const Polyline& curve, double least = 1e-4);

/// Where a curve leaves the frame, and how far it goes: "to 5 V", beside the place it first leaves
/// at.
std::vector<Note> notes_beyond(const Polyline& curve, Interval x, Interval y, const Scale& scale);
/// The colour of a voltage curve: lighter where its lines melt into a band `pixels` wide.
const char* voltage_color(const Polyline& curve, std::size_t pixels);

/// "host exhausted, W": W for the working electrode, C for the counter electrode.
std::string event_name(const EventRecord& event);

} // namespace percolith::runs
