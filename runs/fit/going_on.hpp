#pragma once
/// A current that goes on as it went, for events that a record ends too early to show.

#include "runs/fit/current_piece.hpp"

#include <vector>

namespace percolith::runs::fit
{

/// `pieces`, then more of the kind until `end` (s) is reached: the half cycle that the record cuts
/// short is completed, and its last two whole half cycles, with the rests in them, are repeated.
/// Without two whole ones the last piece's current goes on. `pieces` must not be empty.
std::vector<CurrentPiece> going_on(std::vector<CurrentPiece> pieces, double end);

} // namespace percolith::runs::fit
