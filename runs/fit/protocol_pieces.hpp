#pragma once
/// A protocol whose every step ends at a time known beforehand, as current pieces: what stands in
/// for a measured current where nobody recorded one.

#include "runs/fit/current_piece.hpp"
#include "runs/protocol/protocol.hpp"

#include <vector>

namespace percolith::runs::fit
{

/// Throws `std::invalid_argument`, naming the step, where a voltage is held, where a condition may
/// end a step, or where there are more than a million pieces.
std::vector<CurrentPiece> pieces_of(const Protocol& protocol);

} // namespace percolith::runs::fit
