#pragma once
/// Numbers that an instrument reads of cells, and how well one of them tells failing cells from
/// passing ones.

#include "runs/design/evidence.hpp"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace percolith::runs::design
{

/// One number of each cell of a group; an alarm may read as infinite. NaN: the test was lost
/// before.
struct Readings {
    std::vector<double> values;
};

/// By the best threshold for it.
struct Separation {
    double miss = 1.0; ///< of the worst failing group
    double threshold = 0.0;
    bool above = true; ///< whether "fail" is said above the threshold
};

/// The threshold that lets the share `false_alarm` of the worst group of `passing` cells be failed,
/// on the side that misses least.
Separation best_separation(std::span<const Readings> failing, std::span<const Readings> passing,
                           double false_alarm);

/// The same for readings of each of `groups`.
Separation separation_of(std::span<const Readings> all, std::span<const Group> groups,
                         double false_alarm);

/// The number in the middle; NaN where fewer than half are known: the others' would be that of a
/// selection.
double median_of(std::span<const double> values);

/// Fills `into` with what is read of one draw; what it leaves out stays NaN.
using Read = std::function<void(const Trials& trials, std::uint64_t draw, CaseReader& reader,
                                std::span<double> into)>;

/// `width` numbers of each of the first `tests` draws of every group, one draw after the other,
/// computed on all cores. Throws `Stopped`.
std::vector<std::vector<double>> read_every_draw(std::span<const Trials> candidates,
                                                 std::span<const Group> groups, std::size_t tests,
                                                 std::size_t width, const Read& read,
                                                 const Surroundings& surroundings,
                                                 const std::string& words);

} // namespace percolith::runs::design
