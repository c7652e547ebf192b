#pragma once
/// From weights of unknowns to products of small powers, as a person would write them.

#include <Eigen/Core>

#include <optional>
#include <vector>

namespace percolith::runs::fit
{

/// Small whole numbers in the ratio of `weights`, one of which is 1 (or -1); the first that is not
/// zero is positive. Nothing where there are none within a twentieth of that one.
std::optional<std::vector<int>> small_powers(const Eigen::VectorXd& weights);

/// The weights with two decimals, the first that is not zero being 1; what is below a fiftieth of
/// the largest is zero. Nothing where the others differ by more than a factor of ten: nobody reads
/// such powers. Not all are zero.
std::optional<std::vector<double>> decimal_powers(const Eigen::VectorXd& weights);

/// Rows that span the same as those given (independent ones), each with as few members as it can
/// have: reduced row echelon form, the pivots 1. Pivots are the columns that the rows' span moves
/// most (`leverages`), so that the result depends on the span alone; rows are sorted by them.
Eigen::MatrixXd sparsest_rows(const Eigen::MatrixXd& rows);

} // namespace percolith::runs::fit
