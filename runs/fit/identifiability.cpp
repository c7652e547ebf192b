#include "runs/fit/identifiability.hpp"

#include "runs/fit/decompose.hpp"
#include "runs/fit/powers.hpp"

#include <Eigen/SVD>

#include <algorithm>

namespace percolith::runs::fit
{
namespace
{

using Eigen::Index;
constexpr double infinity = std::numeric_limits<double>::infinity();
/// Rounding and derivatives good to 1e-6 leave less than this of a direction.
constexpr double rest = 1e-4;

/// Eigenvectors of the Fisher information. Directions that cannot be seen have no error.
std::vector<Direction> directions_of(std::span<const double> scaled, std::size_t unknowns)
{
    // Columns of length 1 tell what is unseen; the information itself is in scaled unknowns.
    const auto own = decompose(scaled, unknowns);
    Eigen::MatrixXd seen =
        own.singular.head(own.rank).asDiagonal() * own.right.leftCols(own.rank).transpose();
    for (Index k = 0; k < seen.cols(); ++k) {
        seen.col(k) *= own.lengths[k];
    }
    // J = U (S V^T D): the same eigenvectors from the small matrix.
    Eigen::MatrixXd square = Eigen::MatrixXd::Zero(seen.cols(), seen.cols());
    square.topRows(seen.rows()) = seen;
    const Eigen::JacobiSVD<Eigen::MatrixXd> svd(square, Eigen::ComputeFullV);
    std::vector<Direction> directions;
    for (Index k = 0; k < square.cols(); ++k) {
        Direction direction{svd.matrixV().col(k), std::pow(svd.singularValues()[k], 2), infinity};
        Index largest = 0;
        direction.weights.cwiseAbs().maxCoeff(&largest);
        direction.weights *= direction.weights[largest] < 0.0 ? -1.0 : 1.0;
        if (k < own.rank && direction.information > 0.0) {
            direction.error = 1.0 / std::sqrt(direction.information);
        }
        directions.push_back(std::move(direction));
    }
    return directions;
}

/// Standard error of a combination.
double error_along(const std::vector<Direction>& directions, const Eigen::VectorXd& combination)
{
    double variance = 0.0;
    for (const auto& direction : directions) {
        const double share = std::abs(combination.dot(direction.weights));
        if (std::isfinite(direction.error) || share > rest * combination.norm()) {
            variance += std::pow(share * direction.error, 2);
        }
    }
    return std::sqrt(variance);
}

class Finder
{
public:
    Finder(std::span<const Unknown> unknowns, std::vector<double> sizes, Identifiability& findings)
        : unknowns_(unknowns), sizes_(std::move(sizes)), findings_(findings)
    {
    }

    void find()
    {
        const auto n = static_cast<Index>(unknowns_.size());
        for (std::size_t k = 0; k < unknowns_.size(); ++k) {
            const Eigen::VectorXd alone = Eigen::VectorXd::Unit(n, static_cast<Index>(k));
            findings_.errors.push_back(error_along(findings_.directions, alone));
            const bool found = findings_.errors[k] < findings_.level;
            if (found) {
                findings_.determined.push_back(k);
            } else if (!is_without_effect(k)) {
                open_.push_back(k);
            }
        }
        for (const auto& members : groups()) {
            findings_.poor.push_back(poor_of(members));
        }
    }

private:
    bool is_without_effect(std::size_t k) const
    {
        return std::ranges::find(findings_.without_effect, k) != findings_.without_effect.end();
    }
    bool is_poor(const Direction& direction) const { return direction.error >= findings_.level; }

    /// How much of two unknowns' errors they have in common, through poor directions; those
    /// that are unseen count a thousand times the level.
    double tie(std::size_t one, std::size_t other) const
    {
        double sum = 0.0;
        for (const auto& direction : findings_.directions) {
            if (is_poor(direction)) {
                const double error = std::min(direction.error, 1e3 * findings_.level);
                sum += error * error * direction.weights[static_cast<Index>(one)] *
                       direction.weights[static_cast<Index>(other)];
            }
        }
        return sum;
    }
    bool tied(std::size_t one, std::size_t other) const
    {
        // A correlation of 0.3 through poor directions.
        return std::abs(tie(one, other)) > 0.3 * std::sqrt(tie(one, one) * tie(other, other));
    }

    /// Undetermined unknowns, those tied to each other together.
    std::vector<std::vector<std::size_t>> groups() const
    {
        std::vector<std::vector<std::size_t>> result;
        std::vector<std::size_t> left = open_;
        while (!left.empty()) {
            std::vector<std::size_t> group{left.front()};
            left.erase(left.begin());
            for (std::size_t at = 0; at < group.size(); ++at) {
                const auto far = std::ranges::stable_partition(
                    left, [&](std::size_t k) { return !tied(group[at], k); });
                group.insert(group.end(), far.begin(), far.end());
                left.erase(far.begin(), far.end());
            }
            std::ranges::sort(group);
            result.push_back(std::move(group));
        }
        return result;
    }

    Poor poor_of(const std::vector<std::size_t>& members) const
    {
        Poor poor{.unknowns = members, .directions = {}, .combinations = {}};
        const auto count = static_cast<Index>(members.size());
        Eigen::MatrixXd open(count, 0);
        for (std::size_t k = 0; k < findings_.directions.size(); ++k) {
            const auto& direction = findings_.directions[k];
            Eigen::VectorXd part(count);
            for (Index j = 0; j < count; ++j) {
                part[j] =
                    direction.weights[static_cast<Index>(members[static_cast<std::size_t>(j)])];
            }
            if (is_poor(direction) && part.norm() > 0.5) {
                poor.directions.push_back(k);
                open.conservativeResize(count, open.cols() + 1);
                open.col(open.cols() - 1) = part;
            }
        }
        if (open.cols() > 0 && open.cols() < count) {
            poor.combinations = combinations_beside(open, members);
        }
        return poor;
    }

    /// What is determined of the members of a group beside its open directions: all or nothing.
    std::vector<Combination> combinations_beside(const Eigen::MatrixXd& open,
                                                 const std::vector<std::size_t>& members) const
    {
        const bool product =
            std::ranges::all_of(members, [&](std::size_t k) { return unknowns_[k].logarithmic; });
        const bool sum = std::ranges::all_of(members, [&](std::size_t k) {
            return !unknowns_[k].logarithmic && unknowns_[k].unit == unknowns_[members[0]].unit;
        });
        if (!product && !sum) {
            return {};
        }
        const auto count = open.rows();
        const Eigen::JacobiSVD<Eigen::MatrixXd> svd(open, Eigen::ComputeFullU);
        Eigen::MatrixXd beside = svd.matrixU().rightCols(count - open.cols()).transpose();
        for (Index j = 0; j < count; ++j) { // weights of theta
            beside.col(j) /= sizes_[members[static_cast<std::size_t>(j)]];
        }
        std::vector<Combination> result;
        const auto rows = sparsest_rows(beside);
        for (Index row = 0; row < rows.rows(); ++row) {
            const auto powers = small_powers(rows.row(row));
            if (!powers) {
                return {};
            }
            Combination combination{.unknowns = {}, .powers = {}, .error = 0.0, .product = product};
            Eigen::VectorXd along = Eigen::VectorXd::Zero(static_cast<Index>(unknowns_.size()));
            for (std::size_t j = 0; j < members.size(); ++j) {
                along[static_cast<Index>(members[j])] = (*powers)[j] * sizes_[members[j]];
                if ((*powers)[j] != 0) {
                    combination.unknowns.push_back(members[j]);
                    combination.powers.push_back((*powers)[j]);
                }
            }
            combination.error = error_along(findings_.directions, along);
            if (!(combination.error < findings_.level * along.norm())) {
                return {}; // the powers are not that simple
            }
            result.push_back(std::move(combination));
        }
        return result;
    }

    std::span<const Unknown> unknowns_;
    std::vector<double> sizes_;
    Identifiability& findings_;
    std::vector<std::size_t> open_;
};

} // namespace

Identifiability identifiability(std::span<const Unknown> unknowns, std::span<const double> theta,
                                std::span<const double> jacobian, double level)
{
    Identifiability findings;
    findings.level = level;
    if (unknowns.empty()) {
        return findings;
    }
    std::vector<double> sizes;
    sizes.reserve(unknowns.size());
    for (std::size_t k = 0; k < unknowns.size(); ++k) {
        sizes.push_back(size_of(unknowns[k], theta[k]));
    }
    std::vector<double> scaled(jacobian.begin(), jacobian.end());
    for (std::size_t k = 0; k < unknowns.size(); ++k) {
        double square = 0.0;
        for (std::size_t at = k; at < scaled.size(); at += unknowns.size()) {
            scaled[at] *= sizes[k];
            square += scaled[at] * scaled[at];
        }
        // A change as large as the unknown moves all residuals together by less than a hundredth
        // of an error.
        if (square < 1e-4) {
            findings.without_effect.push_back(k);
        }
    }
    findings.directions = directions_of(scaled, unknowns.size());
    Finder(unknowns, std::move(sizes), findings).find();
    return findings;
}

} // namespace percolith::runs::fit
