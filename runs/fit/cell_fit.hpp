#pragma once
/// What a solution makes of one cell, and where the model fails on it.

#include "runs/fit/cells_objective.hpp"
#include "runs/fit/free_exponent.hpp"
#include "runs/fit/solve.hpp"

#include <string>
#include <vector>

namespace percolith::runs::fit
{

/// One cell at a solution.
struct CellFit {
    double noise = 0.0; ///< V, standard deviation of one voltage sample
    bool noise_is_estimated = false;
    CellModel model; ///< in place of what was measured
    std::vector<double> residuals; ///< in standard deviations: voltages, points, events
    std::vector<std::string> diagnostics; ///< whether they are noise, a sentence each
    std::vector<FreeExponent> exponents; ///< of its points, without a model
};

/// Cell `which` of the objective at its best; `noise` (V) and `confidence` are those of the fit.
CellFit cell_fit(const CellsObjective& objective, const CellData& data, std::size_t which,
                 const Solution& best, double noise, double confidence);

} // namespace percolith::runs::fit
