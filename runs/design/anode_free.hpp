#pragma once
/// The limit of thin lithium: none. What the first cycle of such a cell says of the same
/// interphases.

#include "runs/design/readings.hpp"

#include <vector>

namespace percolith::runs::design
{

/// Plated, then stripped.
struct AnodeFreeCycle {
    double time = 0.0; ///< s: of the whole cycle
    Share runs_out{}; ///< of the passing cells, worst group: what the voltage alone would fail
    std::vector<double> efficiency{}; ///< Coulombic, of each group, in the median
    Separation by_efficiency{};
};

/// Throws `Stopped`.
AnodeFreeCycle anode_free_cycle(std::span<const Trials> candidates, std::span<const Group> groups,
                                const DesignCase& asked, const Choice& choice, std::size_t tests,
                                const Surroundings& surroundings);

} // namespace percolith::runs::design
