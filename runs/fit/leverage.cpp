#include "runs/fit/leverage.hpp"

#include <cmath>

namespace percolith::runs::fit
{

using Eigen::Index;

Leverages leverages(Eigen::MatrixXd projector, Index dimension)
{
    constexpr double tie = 1e-4;
    Leverages result{.pivots = {}, .basis = Eigen::MatrixXd(projector.rows(), dimension)};
    for (Index k = 0; k < dimension; ++k) {
        const double largest = projector.diagonal().maxCoeff();
        Index pivot = 0;
        while (projector(pivot, pivot) < (1.0 - tie) * largest) {
            ++pivot;
        }
        const Eigen::VectorXd along = projector.col(pivot) / std::sqrt(projector(pivot, pivot));
        projector -= along * along.transpose();
        result.pivots.push_back(pivot);
        result.basis.col(k) = along;
    }
    return result;
}

} // namespace percolith::runs::fit
