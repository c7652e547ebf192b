#pragma once
/// Where no step makes a fit better though derivatives promise it: whether the sum of squares leaps
/// there. Internal: includes Ceres.

#include "runs/fit/evaluations.hpp"

#include <optional>

namespace percolith::runs::fit
{

/// Along the step that a solution's derivatives propose (theta; such a step is full at 1). Nothing
/// where the sum of squares rises by no more than it might without a leap.
std::optional<Wall> wall_ahead(const Objective& objective, const Evaluations& residuals,
                               const Solution& solution, std::span<const double> step);

} // namespace percolith::runs::fit
