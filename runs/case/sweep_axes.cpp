// [[axis]]: a key of the case and the numbers it takes.

#include "runs/case/axis_numbers.hpp"
#include "runs/case/sweep_readers.hpp"
#include "runs/ensemble/designs.hpp"

#include <algorithm>
#include <set>

namespace percolith::runs
{
namespace
{

using ensemble::Axis;
using ensemble::Design;

enum class Scale { linear, logarithmic };
constexpr Named<Scale> scales[]{{"linear", Scale::linear}, {"log", Scale::logarithmic}};

/// More points than anybody resolves; all of them are kept in memory.
constexpr double most_points = 1e6;

struct GivenRange {
    std::optional<double> from, to;
    std::optional<std::uint64_t> points;
};

GivenRange read_range(Section& s, Axis& axis, std::optional<std::string>& unit)
{
    const auto from = s.value_if_given({.name = "from", .meaning = "where the range begins"});
    const auto to = s.value_if_given({.name = "to", .meaning = "where it ends, included"});
    GivenRange range;
    range.points = s.whole_if_given({.name = "points",
                                     .range = {.low = 2.0, .high = most_points},
                                     .meaning = "numbers from one end to the other, both included",
                                     .absent = "a Latin hypercube and a Sobol sequence fill it"});
    axis.logarithmic =
        s.choice<Scale>({.name = "scale", .meaning = "on which the range is filled evenly"}, scales,
                        Scale::linear) == Scale::logarithmic;
    range.from = from ? number_on(s, "from", *from, unit) : std::nullopt;
    range.to = to ? number_on(s, "to", *to, unit) : std::nullopt;
    return range;
}

/// Whether the range has two ends in order.
bool is_range(Section& s, const GivenRange& range, const Axis& axis)
{
    for (const auto* end : {"from", "to"}) {
        if (!s.has(end)) {
            s.fault(end, "missing", "give both ends of the range, with their units");
            return false;
        }
    }
    if (!range.from || !range.to) {
        return false; // said already
    }
    if (!(*range.from < *range.to)) {
        s.fault("to", "the range is empty: it does not end above where it begins",
                "give a larger one, or exchange the two");
        return false;
    }
    if (axis.logarithmic && !(*range.from > 0.0)) {
        s.fault("from", "a logarithmic range cannot reach 0",
                "begin above it, or choose scale = \"linear\"");
        return false;
    }
    return true;
}

/// A grid or a list: numbers one by one, or points of a range.
void read_points(Section& s, const std::vector<std::string>& written, const GivenRange& range,
                 Axis& axis, std::optional<std::string>& unit, Design design)
{
    if (!s.has("values")) {
        if (!s.has("from") && !s.has("to")) {
            s.fault("values", "missing", "list the numbers, or give from, to and points");
        } else if (!s.has("points")) {
            s.fault("points", "missing", "say how many numbers the range has");
        } else if (is_range(s, range, axis) && range.points) {
            axis.values = ensemble::spaced(
                *range.from, *range.to, static_cast<std::size_t>(*range.points), axis.logarithmic);
            axis.from = *range.from;
            axis.to = *range.to;
        }
        return;
    }
    for (const auto* other : {"from", "to", "points", "scale"}) {
        if (s.has(other)) {
            s.fault(other, "stands beside values", "keep one of the two");
        }
    }
    std::set<double> seen;
    for (const auto& text : written) {
        const auto number = number_on(s, "values", text, unit);
        if (number && !seen.insert(*number).second && design == Design::grid) {
            s.fault("values", '"' + text + "\" stands twice", "keep one");
            return;
        }
        axis.values.push_back(number.value_or(0.0));
    }
}

/// A design that fills a range.
void read_filled(Section& s, const GivenRange& range, Axis& axis)
{
    for (const auto* other : {"values", "points"}) {
        if (s.has(other)) {
            s.fault(other, "means nothing to this design",
                    "give from and to, or choose design = \"grid\"");
            return;
        }
    }
    if (is_range(s, range, axis)) {
        axis.from = *range.from;
        axis.to = *range.to;
    }
}

void check_ends(Section& s, const CellSource& source, Axis& axis)
{
    const bool listed = !axis.values.empty();
    const auto ends = listed ? std::ranges::minmax(axis.values)
                             : std::ranges::minmax_result<double>{axis.from, axis.to};
    const auto before = s.faults();
    const auto* const at = listed ? "values" : "from";
    check_number(s, at, source, ends.min, axis);
    if (s.faults() == before) {
        check_number(s, at, source, ends.max, axis);
    }
    complete_unit(axis);
}

void read_axis(Section& s, SweepCase& all)
{
    Axis axis;
    axis.key = s.text({.name = "key", .meaning = "dotted name of a number of the case"});
    const auto before = s.faults();
    const auto written = s.values(
        {.name = "values", .meaning = "of a grid or a list: numbers with their units, one by one"});
    std::optional<std::string> unit;
    const auto range = read_range(s, axis, unit);
    if (s.documenting()) {
        return;
    }
    if (s.faults() == before) {
        if (all.plan.design == Design::grid || all.plan.design == Design::list) {
            read_points(s, written, range, axis, unit, all.plan.design);
        } else {
            read_filled(s, range, axis);
        }
    }
    axis.unit = unit.value_or("");
    if (std::ranges::find(all.plan.axes, axis.key, &Axis::key) != all.plan.axes.end()) {
        s.fault("key", '"' + axis.key + "\" has two axes", "keep one");
    }
    if (s.faults() == before && all.source && !axis.key.empty()) {
        check_ends(s, *all.source, axis);
    }
    all.plan.axes.push_back(std::move(axis));
}

/// How many members a grid or a list has.
void count_members(Section& root, ensemble::Plan& plan)
{
    constexpr std::size_t most_dimensions = 32; // of an array in HDF5
    if (plan.design == Design::grid && plan.axes.size() > most_dimensions) {
        root.fault("axis", "a grid has at most 32 axes",
                   "choose design = \"list\", \"latin hypercube\" or \"sobol\"");
    } else if (plan.design == Design::grid) {
        plan.size = ensemble::grid_size(plan.axes);
        if (plan.size == 0) {
            root.fault("axis", "the grid has more than 2^53 members", "give its axes fewer points");
        }
    } else if (plan.design == Design::list) {
        plan.size = plan.axes.front().values.size();
        for (const auto& axis : plan.axes) {
            if (axis.values.size() != plan.size) {
                root.fault("axis",
                           '"' + axis.key + "\" has " + std::to_string(axis.values.size()) +
                               " values, \"" + plan.axes.front().key + "\" has " +
                               std::to_string(plan.size),
                           "give the axes of a list equally many, or choose design = \"grid\"");
            }
        }
    }
}

} // namespace

void read_sweep_axes(Section& root, SweepCase& all)
{
    for (auto& s : root.list("axis")) {
        read_axis(s, all);
    }
    if (root.documenting()) {
        return;
    }
    constexpr std::size_t most_axes = 1000; // fewer than a Sobol sequence could have
    if (all.plan.axes.empty()) {
        root.fault("axis", "nothing varies", "add an [[axis]] with its key and values");
    } else if (all.plan.axes.size() > most_axes) {
        root.fault("axis", "more axes than anybody sweeps", "keep within 1000");
    } else if (root.sound()) {
        count_members(root, all.plan);
    }
}

} // namespace percolith::runs
