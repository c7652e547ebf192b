#pragma once
/// The evaluations of one solution, as Ceres asks for them. Internal: includes Ceres.

#include "runs/fit/solve.hpp"

#include <ceres/cost_function.h>

namespace percolith::runs::fit
{

/// A place with what the model says there.
struct Place {
    std::vector<double> theta, r, jacobian;
};

/// Whether the flag of the options is up.
bool risen(const SolveOptions& options);

/// Remembers the last places: Ceres often asks twice for the same one.
class Evaluations : public ceres::CostFunction
{
public:
    Evaluations(const Objective& objective, const SolveOptions& options);

    /// Null where the model cannot be computed. Good until the next call.
    const Place* at(std::span<const double> theta, bool derivatives) const;
    bool Evaluate(double const* const* parameters, double* residuals,
                  double** jacobians) const override;
    /// The place, if it was the last with derivatives.
    const Place* known(std::span<const double> theta) const;
    int count() const { return count_; }

private:
    const Objective& objective_;
    const SolveOptions& options_;
    mutable Place full_, plain_; ///< the last with derivatives, the last without
    mutable int count_ = 0;
};

} // namespace percolith::runs::fit
