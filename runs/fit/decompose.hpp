#pragma once
/// What residuals can tell about unknowns: the singular value decomposition of their derivatives.

#include "runs/fit/objective.hpp"

#include <Eigen/Core>

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace percolith::runs::fit
{

/// The error of what nothing is known of.
inline constexpr double infinity = std::numeric_limits<double>::infinity();

/// J = U S V^T D, D the lengths of J's columns: without D, an unknown in millimetres would look
/// a thousand times worse determined than one in metres. A column of length zero stays zero.
struct Decomposition {
    Eigen::VectorXd lengths; ///< per unknown; 1 / length is its standard error if it were alone
    Eigen::MatrixXd
        left; ///< U: residuals x unknowns, of which the first `rank` columns have a meaning
    Eigen::VectorXd singular; ///< falling
    Eigen::MatrixXd right; ///< V: unknowns x unknowns, a column per direction
    /// Directions that the residuals see; the others cannot be told from rounding.
    Eigen::Index rank = 0;
};

/// Below this share of the largest singular value a direction counts as unseen. Derivatives that
/// come from an integration are good to about 1e-6, and a direction a hundred thousand times worse
/// determined than the best one is not determined in any sense that matters: 10 e-folds where
/// the best one is known to 0.01 %.
constexpr double unseen = 1e-5;

/// Of derivatives in rows, residuals x unknowns.
Decomposition decompose(std::span<const double> jacobian, std::size_t unknowns,
                        double cutoff = unseen);

/// What a large change of an unknown is, in theta: an e-fold on a logarithmic scale, otherwise its
/// value, its range where the value is 0, or 1.
double size_of(const Unknown& unknown, double theta);

/// By how much a full Gauss-Newton step promises to lower the sum of r^2: the length squared of
/// what r has in the directions that the unknowns can move it. Only directions above `cutoff`
/// count, and those in which a standard error is less than ten times `sizes` of the unknowns (one
/// e-fold of logarithmic ones): a step farther than the derivatives reach promises nothing.
double promised_gain(const Decomposition& jacobian, std::span<const double> r,
                     std::span<const double> sizes, double cutoff = 1e-4);

/// That step, per unknown in theta.
std::vector<double> promised_step(const Decomposition& jacobian, std::span<const double> r,
                                  std::span<const double> sizes, double cutoff = 1e-4);

/// The gain of all directions above `cutoff`, believed or not, with the unknowns in `held` (may be
/// empty: none) kept where they are: where it is small, no step is worth taking. In one pass.
double promised_by_any(std::span<const double> jacobian, std::span<const double> r,
                       std::span<const char> held, double cutoff = 1e-4);

} // namespace percolith::runs::fit
