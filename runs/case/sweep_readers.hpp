#pragma once
/// The readers of the sections of a sweep file.

#include "runs/case/section.hpp"
#include "runs/case/sweep.hpp"

namespace percolith::runs
{

/// [sample]: the design, and how many members where the axes do not tell. Comes before the axes.
void read_sweep_sample(Section& root, SweepCase& all);
/// [[axis]]: which keys vary, over which numbers; then how many members that makes. The case must
/// have been read.
void read_sweep_axes(Section& root, SweepCase& all);

} // namespace percolith::runs
