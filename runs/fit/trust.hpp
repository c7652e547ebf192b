#pragma once
/// Standard errors, correlations and intervals from the curvature at a minimum.

#include "runs/fit/decompose.hpp"
#include "runs/fit/solve.hpp"

#include <Eigen/Core>

namespace percolith::runs::fit
{

/// Of one unknown, in its own unit; an end is infinite where data do not bound it.
struct Interval {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
};

struct Trust {
    /// Of theta: inverse of J^T J in the directions that the residuals see (Gauss-Newton; Seber
    /// and Wild, Nonlinear Regression, 1989, DOI 10.1002/0471725315, section 2.1). Rows of unknowns
    /// that are not determined, or pressed against a bound, are NaN.
    Eigen::MatrixXd covariance;
    Eigen::MatrixXd correlation; ///< NaN likewise
    /// Of theta: relative errors on a logarithmic scale. Infinite where not determined, NaN at a
    /// bound.
    std::vector<double> errors;
    std::vector<Interval> intervals; ///< on the value scale
    std::vector<bool> determined; ///< seen by the residuals, alone or with others, and free
};

/// With unknowns pressed against a bound (`at_bound`; empty: none) held there.
Decomposition decompose_free(std::span<const double> jacobian, std::size_t unknowns,
                             std::span<const Side> at_bound);

/// Values within `width` of theta; of an infinite one all that the unknown's scale allows.
Interval interval_around(const Unknown& unknown, double theta, double width);

/// Two-sided quantile of the normal distribution: 1.96 for 0.95.
double normal_quantile(double confidence);

/// Of residuals' derivatives in rows. Errors are as large as the residuals' own scale says: a
/// misfit does not inflate them. Unknowns pressed against a bound (`at_bound`; empty: none) are
/// held there.
Trust trust(std::span<const Unknown> unknowns, std::span<const double> theta,
            std::span<const double> jacobian, std::span<const Side> at_bound = {},
            double confidence = 0.95);

/// Whether an interval from the curvature says nothing that could be believed: where it spans a
/// factor of a million or more, the valley is flat to rounding.
bool says_nothing(const Unknown& unknown, const Interval& interval);

/// At a solution; nothing is determined where the model cannot be computed.
Trust trust(const Objective& objective, const Solution& solution, double confidence = 0.95);

} // namespace percolith::runs::fit
