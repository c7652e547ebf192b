#pragma once
/// What counts as a cycle, decided before the test runs.
///
/// A step strips working, plates it, both (a ramp through zero, a measured current) or neither (a
/// rest). The cycles inside a measured current count, too. A hold does neither, unless the protocol
/// imposes no current at all: then the sign of its voltage is its direction. A loop that runs once
/// is no loop here.
///
/// 1. A loop whose body holds both directions, and no inner loop that does, is a cycle loop: each
///    whole pass of its body is one cycle.
/// 2. Elsewhere steps are paired as they are written: a cycle ends before the step that returns to
///    the direction it began with, or where the steps end (at a cycle loop, at the end of the
///    block, at the end of the protocol), provided that both directions have occurred. Rests belong
///    to the cycle before them. A loop with one direction only counts like one step.
///
/// So "strip, rest, plate, rest" is one cycle; ten pulses of plating and ten of stripping are one
/// cycle; plating pulses alone (a titration) are none. A cycle cut short is not counted.

#include "runs/protocol/protocol.hpp"

#include <cstddef>
#include <vector>

namespace percolith::runs
{

struct Cycles {
    std::vector<char> step_ends_one; ///< whether the end of this step ends a cycle
    std::vector<char> pass_is_one; ///< of each loop: whether each whole pass is a cycle
    std::vector<char> exit_ends_one; ///< of each loop: whether leaving it ends a cycle
};

/// Throws `std::invalid_argument` for loops that do not nest (loops.hpp).
Cycles find_cycles(const Protocol& protocol);

/// A stretch of a measured current in one direction, or at rest.
struct RecordPart {
    std::size_t last; ///< its last sample
    bool ends_cycle;
};

/// Where a measured current turns, but for its end: half cycles, and by rule 2 whole ones, which
/// end with the last sample before the current returns to its first direction. What follows the
/// last of them counts among the steps. Less than 1 % of the largest current is a rest.
std::vector<RecordPart> record_parts(const MeasuredCurrent& record);

} // namespace percolith::runs
