#pragma once
/// The loops of a protocol as a tree.

#include "runs/protocol/protocol.hpp"

#include <vector>

namespace percolith::runs
{

/// Indices of the loops in the order in which a test enters them: by first step, outer before
/// inner. Of two loops around the same steps the one that stands first in `Protocol::loops` is the
/// inner one. Throws `std::invalid_argument` for a loop that leaves the steps, overlaps another,
/// never runs, or has a duration that is not above 0.
std::vector<std::size_t> entry_order(const Protocol& protocol);

} // namespace percolith::runs
