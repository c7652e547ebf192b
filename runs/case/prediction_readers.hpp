#pragma once
/// The readers of the sections of a prediction file.

#include "runs/case/prediction.hpp"
#include "runs/case/section.hpp"

#include <filesystem>

namespace percolith::runs
{

/// [[uncertain]]: which keys are uncertain, and how. The case must have been read.
void read_uncertain(Section& root, SweepCase& all);
/// [posterior]: numbers that a fit has left, drawn together. The case must have been read.
void read_posterior(Section& root, const std::filesystem::path& folder, SweepCase& all);

} // namespace percolith::runs
