#pragma once
/// What residuals can tell about unknowns: the singular value decomposition of their derivatives.

#include <Eigen/Core>

#include <cstddef>
#include <span>

namespace percolith::runs::fit
{

/// J = U S V^T D, D the lengths of J's columns: without D, an unknown in millimetres would look
/// a thousand times worse determined than one in metres. A column of length zero stays zero.
struct Decomposition {
    Eigen::VectorXd lengths; ///< per unknown; 1 / length is its standard error if it were alone
    Eigen::MatrixXd U; ///< residuals x unknowns, only the first `rank` columns have a meaning
    Eigen::VectorXd singular; ///< falling
    Eigen::MatrixXd V; ///< unknowns x unknowns, a column per direction
    /// Directions that the residuals see; the others cannot be told from rounding.
    Eigen::Index rank = 0;
};

/// Below this share of the largest singular value a direction counts as unseen. Derivatives that
/// come from an integration are good to 1e-6 at best, and a direction a million times worse
/// determined than the best one is not determined in any sense that matters.
constexpr double unseen = 1e-6;

/// Of derivatives in rows, residuals x unknowns.
Decomposition decompose(std::span<const double> jacobian, std::size_t unknowns,
                        double cutoff = unseen);

/// By how much a full Gauss-Newton step promises to lower the sum of r^2: the length squared of
/// what r has in the directions that the unknowns can move it.
double promised_gain(const Decomposition& jacobian, std::span<const double> r);

} // namespace percolith::runs::fit
