#pragma once
/// Whether a protocol makes sense for a cell, before the cell runs it.

#include "model/electrode.hpp"
#include "runs/protocol/parse.hpp"

#include <optional>

namespace percolith::runs
{

/// What a protocol is checked against.
struct CheckedCell {
    model::CellState<> start; ///< the cell at t = 0
    std::optional<kinetics::Voltage<>> voltage_limit; ///< of the instrument, both signs
};

/// Throws `InputErrors`, one line for each fault, for
///   - no steps; loops that overlap, never run, or hold steps that do not exist;
///   - a step that is no step: zero or non-finite current, a ramp whose rate leads away from its
///   end,
///     a record whose times do not increase, no ending, an ending that never or always holds;
///   - a step that takes no time, so that a loop of it would never advance;
///   - a first current that strips an electrode without lithium;
///   - a first step whose ending is already met by the cell as it starts;
///   - a ramp whose own duration or charge ends it before it arrives;
///   - a hold beyond the instrument's voltage limit;
///   - steps behind a loop that never ends.
/// `origin` is where the text of the protocol stands.
void check_protocol(const Protocol& protocol, const CheckedCell& cell,
                    const TextOrigin& origin = {});

} // namespace percolith::runs
