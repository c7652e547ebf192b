#include "runs/fit/decompose.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/QR>
#include <Eigen/SVD>

#include <algorithm>
#include <cmath>

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
    result.left = (thin * svd.matrixU()).topRows(given);
    result.singular = svd.singularValues();
    result.right = svd.matrixV();
    while (result.rank < n && result.singular[result.rank] > cutoff * result.singular[0]) {
        ++result.rank;
    }
    return result;
}

double size_of(const Unknown& unknown, double theta)
{
    if (unknown.logarithmic) {
        return 1.0;
    }
    const double range = unknown.high - unknown.low;
    const double size = std::max(std::abs(theta), std::abs(unknown.start));
    return size > 0.0 ? size : (std::isfinite(range) && range > 0.0 ? range : 1.0);
}

namespace
{

/// Directions that a step may take, and how far each goes: -U^T r.
std::vector<std::pair<Eigen::Index, double>> ways(const Decomposition& jacobian,
                                                  std::span<const double> r,
                                                  std::span<const double> sizes, double cutoff)
{
    constexpr double credible = 10.0;
    const Eigen::Map<const Eigen::VectorXd> residuals(r.data(),
                                                      static_cast<Eigen::Index>(r.size()));
    std::vector<std::pair<Eigen::Index, double>> found;
    for (Eigen::Index k = 0; k < jacobian.rank; ++k) {
        double error = 0.0; // in sizes, of the unknown that this direction moves most
        for (Eigen::Index j = 0; j < jacobian.right.rows(); ++j) {
            if (jacobian.lengths[j] > 0.0) {
                const double scale =
                    jacobian.singular[k] * jacobian.lengths[j] * sizes[static_cast<std::size_t>(j)];
                error = std::max(error, std::abs(jacobian.right(j, k)) / scale);
            }
        }
        if (error < credible && jacobian.singular[k] > cutoff * jacobian.singular[0]) {
            found.emplace_back(k, -jacobian.left.col(k).dot(residuals));
        }
    }
    return found;
}

} // namespace

double promised_gain(const Decomposition& jacobian, std::span<const double> r,
                     std::span<const double> sizes, double cutoff)
{
    double gain = 0.0;
    for (const auto& [direction, way] : ways(jacobian, r, sizes, cutoff)) {
        gain += way * way;
    }
    return gain;
}

std::vector<double> promised_step(const Decomposition& jacobian, std::span<const double> r,
                                  std::span<const double> sizes, double cutoff)
{
    std::vector<double> step(sizes.size(), 0.0);
    for (const auto& [direction, way] : ways(jacobian, r, sizes, cutoff)) {
        for (std::size_t j = 0; j < step.size(); ++j) {
            const auto row = static_cast<Eigen::Index>(j);
            if (jacobian.lengths[row] > 0.0) {
                step[j] += way / jacobian.singular[direction] * jacobian.right(row, direction) /
                           jacobian.lengths[row];
            }
        }
    }
    return step;
}

double promised_by_any(std::span<const double> jacobian, std::span<const double> r,
                       std::span<const char> held, double cutoff)
{
    const auto m = static_cast<Eigen::Index>(r.size());
    const auto n = m == 0 ? 0 : static_cast<Eigen::Index>(jacobian.size()) / m;
    const Eigen::Map<const Rows> J(jacobian.data(), m, n);
    const Eigen::Map<const Eigen::VectorXd> residuals(r.data(), m);
    Eigen::MatrixXd squares = J.transpose() * J;
    Eigen::VectorXd slope = J.transpose() * residuals;
    for (Eigen::Index k = 0; k < n; ++k) {
        const bool still = !held.empty() && held[static_cast<std::size_t>(k)] != 0;
        const double length = std::sqrt(squares(k, k));
        const double scale = still || !(length > 0.0) ? 0.0 : 1.0 / length;
        squares.row(k) *= scale;
        squares.col(k) *= scale;
        slope[k] *= scale;
    }
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(squares);
    double gain = 0.0;
    for (Eigen::Index k = 0; k < n; ++k) {
        const double lambda = solver.eigenvalues()[k];
        if (lambda > cutoff * cutoff * solver.eigenvalues()[n - 1]) {
            gain += std::pow(solver.eigenvectors().col(k).dot(slope), 2) / lambda;
        }
    }
    return gain;
}

} // namespace percolith::runs::fit
