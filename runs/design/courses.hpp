#pragma once
/// What the voltage of a symmetric cell, and the first cycle of an anode-free one, would have said
/// of the same interphases.

#include "runs/design/evidence.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace percolith::runs::design
{

/// What an instrument reads of a cell at one time; an alarm reads as infinite. NaN: the test was
/// lost before.
struct Readings {
    std::vector<double> values; ///< one a draw of the group
};

/// How well one number read at one time tells failing cells from passing ones, by the best
/// threshold for it.
struct Separation {
    double miss = 1.0; ///< of the worst failing group
    double threshold = 0.0;
    bool above = true; ///< whether "fail" is said above the threshold
};

/// The threshold that lets the share `false_alarm` of the worst group of `passing` cells be failed,
/// on the side that misses least.
Separation best_separation(std::span<const Readings> failing, std::span<const Readings> passing,
                           double false_alarm);

/// How a symmetric cell hides its loss: cells of one failing group, in the median.
struct Hidden {
    std::size_t group = 0;
    double lithium_lost = 0.0; ///< of working, as a share of what it had
    double voltage = 0.0; ///< |V| at the end of a half cycle, V
    double voltage_change = 0.0; ///< since the first cycle, as a share
    double index = 0.0; ///< lithium lost over voltage change, or over the noise where that is more
};

/// A symmetric cell over time.
struct SymmetricCourse {
    std::vector<double> times; ///< s: ends of whole cycles
    /// At each time, by |V| and by its change since the first cycle.
    std::array<std::vector<Separation>, 2> separations{};
    std::vector<std::vector<Hidden>> hidden{}; ///< at each time, of each failing group
    /// The first of the times at which one of the two is within the error rates.
    std::optional<std::size_t> decided{};
    /// Which one: 1 for the change. What misses least in the end where none is.
    std::size_t by_change = 0;
};

/// Runs `tests` draws of each group as a symmetric cell with the current and capacity of `choice`,
/// until all hours are up. Throws `Stopped`.
SymmetricCourse symmetric_course(std::span<const Trials> candidates, std::span<const Group> groups,
                                 const DesignCase& asked, const Choice& choice, std::size_t tests,
                                 const Surroundings& surroundings);

/// The first cycle of an anode-free cell: plated, then stripped.
struct AnodeFreeCycle {
    double time = 0.0; ///< s: of the whole cycle
    Share runs_out{}; ///< of the passing cells, worst group: what the voltage alone would fail
    std::vector<double> efficiency{}; ///< Coulombic, of each group, in the median
    Separation by_efficiency{};
};

AnodeFreeCycle anode_free_cycle(std::span<const Trials> candidates, std::span<const Group> groups,
                                const DesignCase& asked, const Choice& choice, std::size_t tests,
                                const Surroundings& surroundings);

} // namespace percolith::runs::design
