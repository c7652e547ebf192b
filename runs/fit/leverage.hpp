#pragma once
/// Choices within a subspace that depend on the subspace alone: not on the basis it is given in,
/// nor on rounding where several are equally good.

#include <Eigen/Core>

#include <vector>

namespace percolith::runs::fit
{

/// Coordinates that a subspace of `dimension` moves most, one after the other, and the unit
/// vectors of the subspace that go with them.
struct Leverages {
    std::vector<Eigen::Index> pivots;
    /// In columns, orthogonal. Each is what the subspace, less the columns before, has along its
    /// pivot: positive there, and nowhere larger.
    Eigen::MatrixXd basis;
};

/// Of the subspace's projector P, whose diagonal holds the leverages. The largest is taken, the
/// first of those that differ by less than 1e-4 of it: where parts of a subspace are known to 1e-5
/// (derivatives good to 1e-10, `unseen`), smaller differences mean nothing.
Leverages leverages(Eigen::MatrixXd projector, Eigen::Index dimension);

} // namespace percolith::runs::fit
