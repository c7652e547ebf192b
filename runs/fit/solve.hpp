#pragma once
/// The nearest minimum of a fit, from one start, by Ceres' trust region within the bounds.

#include "runs/fit/objective.hpp"

#include <atomic>
#include <functional>
#include <optional>

namespace percolith::runs::fit
{

enum class Side : signed char { inside, low, high };

enum class Ending {
    converged, ///< a full Gauss-Newton step promises less than `SolveOptions::gain`
    out_of_steps,
    at_wall, ///< derivatives promise a better fit, but the sum of squares leaps on the way there
    stuck, ///< the same, and it is not known why
    not_computable, ///< the model cannot be computed at the start
    interrupted,
};

/// Where the sum of squares leaps.
struct Wall {
    double rise = 0.0; ///< across it; infinite where the model cannot be computed behind it
    std::string what; ///< what happens behind it, by `Objective::difference`
};

struct Solution {
    std::vector<double> theta;
    std::vector<double> r; ///< residuals there; empty where they cannot be computed
    double cost = std::numeric_limits<double>::infinity(); ///< sum of r^2
    double gain = std::numeric_limits<double>::infinity(); ///< promised by one more full step
    Ending ending = Ending::not_computable;
    std::optional<Wall> wall{}; ///< where `ending` says so
    std::vector<Side> at_bound; ///< per unknown: pressed against which bound
    /// Per unknown: on a logarithmic scale and without effect there (a rate constant so large
    /// that it no longer limits); any value farther out fits as well.
    std::vector<bool> flat;
    int steps = 0;
    int evaluations = 0; ///< of residuals, with derivatives or without

    bool computed() const { return !r.empty(); }
    bool converged() const { return ending == Ending::converged; }
};

struct SolveProgress {
    std::size_t start = 0; ///< which of several
    int step = 0;
    double cost = 0.0;
};

struct SolveOptions {
    int steps = 200;
    double precision = 1e-9; ///< relative change of the cost at which steps end
    /// -2 ln L rises by 1 at one standard error, so 1e-3 is a thirtieth of one.
    double gain = 1e-3;
    /// Steps end once a full one promises less: 1e-8 is a ten-thousandth of a standard error.
    double settled = 1e-8;
    const std::atomic<bool>* stop = nullptr;
    std::function<void(const SolveProgress&)> progress{};
};

/// Bounds of theta; a logarithmic unknown without a positive lower bound has none.
double lowest(const Unknown& unknown);
double highest(const Unknown& unknown);
/// `theta`, or the bound that it is beyond.
double within_bounds(const Unknown& unknown, double theta);

/// From `start` (theta; outside the bounds: from the bound). Where the model cannot be computed a
/// step is shortened. Throws nothing of its own.
Solution solve(const Objective& objective, std::span<const double> start,
               const SolveOptions& options = {});

/// One sentence: how it ended, how good the fit is, which unknowns are at a bound or flat.
std::string describe(const Solution& solution, std::span<const Unknown> unknowns);

} // namespace percolith::runs::fit
