#pragma once
/// The one fit of this folder.

#include <Eigen/Dense>

namespace percolith::microstructure
{

struct LeastSquares {
    Eigen::VectorXd coefficients;
    Eigen::MatrixXd covariance; ///< where the rows are in units of their standard errors
    double chi_squared = 0.0; ///< what is left over
};

/// The coefficients for which terms x coefficients come closest to the values. Each row stands for
/// a point, divided by its standard error; at least as many rows as coefficients.
inline LeastSquares least_squares(const Eigen::MatrixXd& terms, const Eigen::VectorXd& values)
{
    const Eigen::MatrixXd normal = terms.transpose() * terms;
    const Eigen::LDLT<Eigen::MatrixXd> solver(normal);
    LeastSquares fit;
    fit.coefficients = solver.solve(terms.transpose() * values);
    fit.covariance = solver.solve(Eigen::MatrixXd::Identity(normal.rows(), normal.cols()));
    fit.chi_squared = (values - terms * fit.coefficients).squaredNorm();
    return fit;
}

} // namespace percolith::microstructure
