#pragma once
/// A circuit taken apart by the size of its conductances.

#include "model/microstructure/circuit.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace percolith::microstructure
{

/// Conductances of one size, and the unknowns that belong to them.
struct Level {
    std::size_t begin = 0; ///< of its edges among the circuit's
    std::size_t end = 0;
    double weakest = 0.0;
    double strongest = 0.0;
    std::uint32_t unknowns = 0;
    /// For each node of the circuit, which unknown of this level it takes part in; `unknowns` for
    /// none, where it has 0, and `unknowns` + 1 where it has 1.
    std::vector<std::uint32_t> at{};
};

/// All levels of a circuit, and its parts.
struct Levels {
    std::vector<Level> level{}; ///< the weakest first
    /// For each node the number of the part of the circuit that it is connected to; 0 is that of
    /// the high electrode.
    std::vector<std::uint32_t> part{};
};

/// Puts the circuit's edges in the order of their levels, the weakest first, and gives each level
/// its unknowns. The potential of a node is the sum of its entries on all levels; what edges of a
/// level conduct depends on the sum over that level and the stronger ones alone, because below
/// their own level both ends belong to the same cluster.
///
/// A level holds conductances of no more than `widest` apart, and is parted from the next at the
/// widest gap. On each level every cluster has one node whose entry is 0, to which the others
/// compare; the electrodes are such nodes, and where they first meet the high one has 1.
Levels part_into_levels(Circuit& circuit, double widest);

} // namespace percolith::microstructure
