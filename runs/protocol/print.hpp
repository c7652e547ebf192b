#pragma once
/// A protocol as text again, in the protocol language.

#include "runs/protocol/protocol.hpp"

#include <string>

namespace percolith::runs
{

/// One sentence for each step, blocks for loops, quantities in laboratory units where that loses
/// nothing: `parse_protocol` reads the same steps and loops back, bit for bit (texts and lines are
/// new; a record is named by its source). Throws `std::invalid_argument` for loops that do not
/// nest.
std::string to_text(const Protocol& protocol);

/// The sentence of one step.
std::string to_text(const Step& step);

/// `thickness of working > 10 um`, as `parse_condition` reads it.
std::string to_text(const model::Condition& condition);

} // namespace percolith::runs
