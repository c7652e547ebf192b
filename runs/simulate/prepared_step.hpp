#pragma once
/// Protocol steps made ready to run: pieces of smooth control, and conditions as guards. Done once
/// per step, however often a loop comes back to it.

#include "runs/protocol/protocol.hpp"
#include "runs/simulate/step_run.hpp"

#include <vector>

namespace percolith::runs
{

/// A half cycle, or a rest, inside a step.
struct StepPart {
    std::size_t last_piece;
    bool ends_cycle;
};

struct PreparedStep {
    std::vector<Piece> pieces;
    std::vector<model::Condition>
        conditions; ///< the step's own, then the user's for the whole test
    /// Which of the step's endings each of its own conditions came from.
    std::vector<std::size_t> endings;
    std::vector<StepPart> parts; ///< of a measured current; none for other steps
    double duration = 0.0; ///< of all pieces, s; infinite if only a condition can end them
};

/// Throws `std::invalid_argument` if the step and the test together have more conditions than a
/// segment can carry (16).
PreparedStep prepare(const Step& step, std::span<const StopCondition> stop_when);

} // namespace percolith::runs
