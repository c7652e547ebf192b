#pragma once
/// The files of the twelve cells, left at rest: titrations on a bare collector, and foils without
/// current.

#include "validation/twelve_cells/cells.hpp"

#include <string>

namespace percolith::validation
{

/// What makes a coulometric titration out of the file of a cell: pulses of 1 uAh at 15.6 uA/cm2 on
/// bare steel, rest until 0.05 V, for so long.
Overrides titration(const std::string& duration);

/// Charge that a titration counts as consumed after its last step, C/m2: what leaked, less what the
/// alloy gave back.
double consumed(const model::ElectrodeParameters<>& p, const model::ElectrodeState<>& s);

/// Growth of an interface's small-signal resistance over the square root of time, Ohm m2 s^-1/2,
/// between 100 and 400 h of rest of the symmetric cell.
double resistance_growth(Interphase interphase, const Overrides& more = {});

} // namespace percolith::validation
