#pragma once
/// What a fit takes as known, and what its answer owes to that: numbers of the cases that are not
/// free, and by how much the best fit would move if they were others.

#include "runs/case/cell_source.hpp"
#include "runs/fit/decompose.hpp"
#include "runs/fit/identifiability.hpp"
#include "runs/fit/problem.hpp"

#include <atomic>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace percolith::runs::fit
{

/// One number that is not free. What it says is of slopes at the best fit.
struct Assumed {
    std::string name{}; ///< its key, or "thin, thick: key" with the cells that have this value
    std::string key{};
    std::string unit{}; ///< coherent SI; empty for a plain number
    double value = 0.0; ///< in `unit`, not 0
    std::vector<std::size_t> cells{};
    double change =
        0.0; ///< relative, of which sentences speak: a tenth more where the cases allow it
    /// Of each unknown: change of theta per relative change of the number, all unknowns following
    /// it. NaN where the unknown is not determined.
    std::vector<double> moves{};
    std::vector<double> combined{}; ///< the same of the logarithm of each combination
    /// Relative change that raises the sum of squares by 1 although all unknowns follow; infinite
    /// where the data cannot tell.
    double noticed = 0.0;
};

/// What the assumed numbers are asked of.
struct FittedPlace {
    std::span<const CellSource> sources;
    std::span<const CellData> cells; ///< in the same order
    std::span<const Parameter> parameters; ///< those free
    std::span<const double> theta; ///< the best fit
    std::span<const double> noise; ///< V, one a cell
    const Decomposition& jacobian; ///< of the residuals there; those pressed against bounds held
    std::span<const Combination> combinations; ///< products that are determined as such
    std::span<const double> errors; ///< of theta; of those that are not finite nothing is said
};

/// All that have an effect, those that move the answer most first. Those that a case does not let
/// vary are left out; nothing where `interrupted` (may be null) was raised.
///
/// With r the residuals at the minimum over theta and h the logarithm of the number, the minimum
/// moves by d theta = -J^+ (dr/dh) dh, and what is left of dr/dh after it is what the data notice
/// (Gauss-Newton, as standard errors are; docs/concepts/fitting.md).
std::vector<Assumed> assumed_numbers(const FittedPlace& at, unsigned threads = 1,
                                     const std::atomic<bool>* interrupted = nullptr);

/// A sentence for each unknown, and each combination, that would be another, by more than half its
/// standard error, with numbers ten per cent larger (smaller, where more is forbidden) that the
/// data would not notice. `errors` are of theta. A tenth of a temperature is no small change, and
/// is not spoken of.
std::vector<std::string> describe(std::span<const Assumed> assumed,
                                  std::span<const Unknown> unknowns,
                                  std::span<const Combination> combinations,
                                  std::span<const double> theta, std::span<const double> errors);

} // namespace percolith::runs::fit
