#include "runs/fit/trust.hpp"

#include <boost/math/distributions/normal.hpp>

#include <algorithm>

namespace percolith::runs::fit
{
namespace
{

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// An unknown with less than this share in an unseen direction is determined for all that data
/// say: rounding leaves 1e-10 or so of it.
constexpr double share_in_unseen = 1e-4;

bool seen(const Decomposition& jacobian, Eigen::Index unknown)
{
    const auto hidden = jacobian.right.cols() - jacobian.rank;
    return jacobian.lengths[unknown] > 0.0 &&
           jacobian.right.row(unknown).rightCols(hidden).norm() < share_in_unseen;
}

Eigen::MatrixXd covariance_of(const Decomposition& jacobian)
{
    const auto rank = jacobian.rank;
    // V / S in the lengths' units, so that C = W W^T.
    Eigen::MatrixXd W = jacobian.right.leftCols(rank) *
                        jacobian.singular.head(rank).cwiseInverse().asDiagonal().toDenseMatrix();
    for (Eigen::Index k = 0; k < W.rows(); ++k) {
        W.row(k) /= jacobian.lengths[k] > 0.0 ? jacobian.lengths[k] : 1.0;
    }
    Eigen::MatrixXd covariance = W * W.transpose();
    for (Eigen::Index k = 0; k < W.rows(); ++k) {
        if (!seen(jacobian, k)) {
            covariance.row(k).setConstant(nan);
            covariance.col(k).setConstant(nan);
        }
    }
    return covariance;
}

} // namespace

Decomposition decompose_free(std::span<const double> jacobian, std::size_t unknowns,
                             std::span<const Side> at_bound)
{
    std::vector<double> free(jacobian.begin(), jacobian.end());
    for (std::size_t k = 0; k < at_bound.size(); ++k) {
        for (std::size_t at = k; at_bound[k] != Side::inside && at < free.size(); at += unknowns) {
            free[at] = 0.0;
        }
    }
    return decompose(free, unknowns);
}

Interval interval_around(const Unknown& unknown, double theta, double width)
{
    if (std::isinf(width)) {
        return {unknown.logarithmic ? 0.0 : -infinity, infinity};
    }
    return {unknown.value(theta - width), unknown.value(theta + width)};
}

double normal_quantile(double confidence)
{
    return boost::math::quantile(boost::math::normal(), 0.5 + 0.5 * confidence);
}

bool says_nothing(const Unknown& unknown, const Interval& interval)
{
    constexpr double span = 1e6;
    return unknown.logarithmic && interval.high >= span * interval.low;
}

Trust trust(std::span<const Unknown> unknowns, std::span<const double> theta,
            std::span<const double> jacobian, std::span<const Side> at_bound, double confidence)
{
    const auto n = static_cast<Eigen::Index>(unknowns.size());
    Trust result;
    result.covariance = n == 0 ? Eigen::MatrixXd()
                               : covariance_of(decompose_free(jacobian, unknowns.size(), at_bound));
    result.correlation = result.covariance;
    for (Eigen::Index row = 0; row < n; ++row) {
        for (Eigen::Index column = 0; column < n; ++column) {
            result.correlation(row, column) /=
                std::sqrt(result.covariance(row, row) * result.covariance(column, column));
        }
    }
    const double quantile = normal_quantile(confidence);
    for (std::size_t k = 0; k < unknowns.size(); ++k) {
        const auto at = static_cast<Eigen::Index>(k);
        const bool held = !at_bound.empty() && at_bound[k] != Side::inside;
        const double variance = result.covariance(at, at);
        const double error = std::isnan(variance) ? infinity : std::sqrt(variance);
        result.determined.push_back(!held && std::isfinite(error));
        result.errors.push_back(held ? nan : error);
        result.intervals.push_back(held ? Interval{nan, nan}
                                        : interval_around(unknowns[k], theta[k], quantile * error));
    }
    return result;
}

Trust trust(const Objective& objective, const Solution& solution, double confidence)
{
    const auto unknowns = objective.unknowns();
    std::vector<double> r(objective.residuals());
    std::vector<double> jacobian(r.size() * unknowns.size());
    if (!objective.evaluate(solution.theta, r, jacobian)) {
        std::ranges::fill(jacobian, 0.0);
    }
    return trust(unknowns, solution.theta, jacobian, solution.at_bound, confidence);
}

} // namespace percolith::runs::fit
