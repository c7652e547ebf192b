#pragma once
/// Many whole tests through the lanes of the processor, compiled once for each of its widths.

#include "runs/ensemble/lane_test.hpp"
#include "runs/integrate/tolerances.hpp"

#include <optional>
#include <vector>

namespace percolith::runs::ensemble
{

/// Where tests come from, and what becomes of them.
class LaneWork
{
public:
    virtual ~LaneWork() = default;
    /// The next test, all of one physics and one set of sub-models; nothing once there is no more.
    virtual std::optional<LaneTest> next() = 0;
    /// A test is over, and its lane is free. `state` and `mode` mean nothing where it needs an
    /// engine.
    virtual void ended(const LaneTest& test, const model::CellState<>& state,
                       const model::CellMode& mode) = 0;
    /// Whether to leave off between two half cycles.
    virtual bool stopped() const = 0;
};

/// What lanes are compiled for: as many abreast as its registers hold.
enum class InstructionSet {
    baseline, ///< what every processor of the kind has
    avx2, ///< four
    avx512 ///< eight
};

/// Those that this machine has, the widest last.
std::vector<InstructionSet> instruction_sets();

/// Runs all tests of `work`, side by side. What comes of each is the same to the last bit for every
/// set.
void run_lanes(LaneWork& work, model::Physics physics, const Tolerances& tolerances,
               InstructionSet set = instruction_sets().back());

} // namespace percolith::runs::ensemble
