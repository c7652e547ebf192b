#include "runs/fit/decompose.hpp"

#include <Eigen/QR>
#include <Eigen/SVD>

namespace percolith::runs::fit
{

namespace
{
using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
} // namespace

Decomposition decompose(std::span<const double> jacobian, std::size_t unknowns, double cutoff)
{
    const auto n = static_cast<Eigen::Index>(unknowns);
    Decomposition result;
    if (n == 0) {
        return result;
    }
    const auto given = static_cast<Eigen::Index>(jacobian.size()) / n;
    // Rows of zeros carry nothing, and let there be at least as many rows as unknowns.
    Eigen::MatrixXd scaled = Eigen::MatrixXd::Zero(std::max(given, n), n);
    scaled.topRows(given) = Eigen::Map<const Rows>(jacobian.data(), given, n);
    result.lengths = scaled.colwise().norm();
    for (Eigen::Index k = 0; k < n; ++k) {
        if (result.lengths[k] > 0.0) {
            scaled.col(k) /= result.lengths[k];
        }
    }
    // Many residuals, few unknowns: the small triangle has the singular values.
    const Eigen::HouseholderQR<Eigen::MatrixXd> tall(scaled);
    const Eigen::MatrixXd triangle = tall.matrixQR().topRows(n).triangularView<Eigen::Upper>();
    const Eigen::JacobiSVD<Eigen::MatrixXd> svd(triangle,
                                                Eigen::ComputeFullU | Eigen::ComputeFullV);
    const Eigen::MatrixXd thin = tall.householderQ() * Eigen::MatrixXd::Identity(scaled.rows(), n);
    result.U = (thin * svd.matrixU()).topRows(given);
    result.singular = svd.singularValues();
    result.V = svd.matrixV();
    while (result.rank < n && result.singular[result.rank] > cutoff * result.singular[0]) {
        ++result.rank;
    }
    return result;
}

double promised_gain(const Decomposition& jacobian, std::span<const double> r)
{
    const Eigen::Map<const Eigen::VectorXd> residuals(r.data(),
                                                      static_cast<Eigen::Index>(r.size()));
    return (jacobian.U.leftCols(jacobian.rank).transpose() * residuals).squaredNorm();
}

} // namespace percolith::runs::fit
