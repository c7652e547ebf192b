#include "runs/fit/identifiability.hpp"

#include "runs/fit/decompose.hpp"
#include "runs/fit/leverage.hpp"
#include "runs/fit/powers.hpp"
#include "runs/fit/rounded.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/SVD>

#include <algorithm>
#include <iterator>
#include <optional>

namespace percolith::runs::fit
{
namespace
{

using Eigen::Index;
/// Rounding and derivatives good to 1e-6 leave less than this of a direction.
constexpr double rest = 1e-4;

/// Eigenvectors of the Fisher information. Those that cannot be seen have no error.
std::vector<Direction> eigenvectors_of(std::span<const double> scaled, std::size_t unknowns)
{
    // Columns of length 1 tell what is unseen; the information itself is in scaled unknowns.
    const auto own = decompose(scaled, unknowns);
    Index rank = 0;
    while (rank < own.singular.size() &&
           rounded(own.singular[rank]) > unseen * rounded(own.singular[0])) {
        ++rank;
    }
    Eigen::MatrixXd seen =
        own.singular.head(rank).asDiagonal() * own.right.leftCols(rank).transpose();
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
        if (k < rank && direction.information > 0.0) {
            direction.error = 1.0 / std::sqrt(direction.information);
        }
        directions.push_back(std::move(direction));
    }
    return directions;
}

/// Standard error of a combination; any basis of what is unseen gives the same.
double error_along(const std::vector<Direction>& eigenvectors, const Eigen::VectorXd& combination)
{
    double variance = 0.0;
    double missed = 0.0;
    for (const auto& direction : eigenvectors) {
        const double share = combination.dot(direction.weights);
        if (std::isfinite(direction.error)) {
            variance += std::pow(share * direction.error, 2);
        } else {
            missed += share * share;
        }
    }
    return rounded(std::sqrt(missed)) > rest * combination.norm() ? infinity : std::sqrt(variance);
}

/// The same where unseen directions end at their reach. Of what they move for the most part the
/// bounds say something, but not the data: that has no error either.
double error_within(const std::vector<Direction>& eigenvectors, std::span<const double> reaches,
                    const Eigen::VectorXd& combination)
{
    constexpr double aside = 0.05;
    double variance = 0.0;
    for (std::size_t k = 0; k < eigenvectors.size(); ++k) {
        const double share = combination.dot(eigenvectors[k].weights);
        const bool seen = std::isfinite(eigenvectors[k].error);
        const double step = seen ? eigenvectors[k].error : reaches[k];
        const double least = (std::isfinite(step) ? aside : rest) * combination.norm();
        if (!seen && rounded(std::abs(share)) > least) {
            return infinity;
        }
        variance += std::isfinite(step) ? std::pow(share * step, 2) : 0.0;
    }
    return std::sqrt(variance);
}

/// Whether a poor direction and the next better one can be told apart: eigenvalues of nearly
/// singular derivatives that differ by less leave the choice between mixtures of both to rounding.
bool together(const Direction& better, const Direction& worse)
{
    constexpr double factor = 2.0;
    if (std::isinf(better.error) || std::isinf(worse.error)) {
        return std::isinf(better.error) == std::isinf(worse.error);
    }
    return rounded(better.information / worse.information) < factor;
}

/// The same with a basis of each group of poor ones that depends on the group alone.
std::vector<Direction> settled(const std::vector<Direction>& eigenvectors, double level)
{
    std::vector<Direction> result;
    while (result.size() < eigenvectors.size()) {
        const auto first = result.size();
        auto end = first + 1;
        while (rounded(eigenvectors[first].error) >= level && end < eigenvectors.size() &&
               together(eigenvectors[end - 1], eigenvectors[end])) {
            ++end;
        }
        const auto n = eigenvectors[first].weights.size();
        Eigen::MatrixXd projector = Eigen::MatrixXd::Zero(n, n);
        for (auto k = first; k < end; ++k) {
            projector += eigenvectors[k].weights * eigenvectors[k].weights.transpose();
        }
        const auto basis = leverages(projector, static_cast<Index>(end - first)).basis;
        for (auto k = first; k < end; ++k) {
            Direction direction = eigenvectors[k];
            direction.weights = basis.col(static_cast<Index>(k - first));
            if (end - first > 1 && std::isfinite(direction.error)) {
                direction.error = error_along(eigenvectors, direction.weights);
                direction.information = 1.0 / std::pow(direction.error, 2);
            }
            result.push_back(std::move(direction));
        }
    }
    return result;
}

class Finder
{
public:
    Finder(std::span<const Unknown> unknowns, std::vector<double> sizes,
           std::vector<Direction> eigenvectors, Identifiability& findings)
        : unknowns_(unknowns), sizes_(std::move(sizes)), eigenvectors_(std::move(eigenvectors)),
          findings_(findings)
    {
        std::ranges::transform(eigenvectors_, std::back_inserter(reaches_),
                               [this](const Direction& direction) { return reach_of(direction); });
    }

    void find()
    {
        const auto n = static_cast<Index>(unknowns_.size());
        findings_.directions = settled(eigenvectors_, findings_.level);
        for (std::size_t k = 0; k < unknowns_.size(); ++k) {
            const Eigen::VectorXd alone = Eigen::VectorXd::Unit(n, static_cast<Index>(k));
            const double within = error_within(eigenvectors_, reaches_, alone);
            const bool found = rounded(within) < findings_.level && !is_without_effect(k);
            findings_.errors.push_back(found ? within : error_along(eigenvectors_, alone));
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
    /// How uncertain the place along a direction is where all that its unknowns' bounds allow is
    /// equally likely: the standard deviation of that stretch.
    double reach_of(const Direction& direction) const
    {
        double reach = infinity;
        for (std::size_t k = 0; k < unknowns_.size(); ++k) {
            const auto& unknown = unknowns_[k];
            const double range =
                (unknown.theta(unknown.high) - unknown.theta(unknown.low)) / sizes_[k];
            const double weight = std::abs(direction.weights[static_cast<Index>(k)]);
            if (weight > rest && std::isfinite(range)) {
                reach = std::min(reach, range / weight);
            }
        }
        return reach / std::sqrt(12.0);
    }
    bool is_poor(const Direction& direction) const
    {
        return rounded(direction.error) >= findings_.level;
    }

    /// How much of two unknowns' errors they have in common, through poor directions; those
    /// that are unseen count a thousand times the level.
    double tie(std::size_t one, std::size_t other) const
    {
        double sum = 0.0;
        for (const auto& direction : eigenvectors_) {
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
        const double own = std::min(tie(one, one), tie(other, other));
        const double both = std::sqrt(tie(one, one) * tie(other, other));
        // A correlation of 0.3 through poor directions, of more than what is left of unseen ones
        // in unknowns that they do not move.
        return rounded(own) > std::pow(rest * 1e3 * findings_.level, 2) &&
               rounded(std::abs(tie(one, other)) / both) > 0.3;
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
        for (std::size_t k = 0; k < findings_.directions.size(); ++k) {
            const auto& direction = findings_.directions[k];
            if (is_poor(direction) && rounded(part_of(direction, members).norm()) > 0.5) {
                poor.directions.push_back(k);
            }
        }
        // How much of each direction within the group is open: all of it (1) or nothing where
        // poor directions end at the group. A sum over all that are poor, so that it does not
        // matter how they are mixed.
        Eigen::MatrixXd open = Eigen::MatrixXd::Zero(count, count);
        for (const auto& direction : eigenvectors_) {
            if (is_poor(direction)) {
                const auto part = part_of(direction, members);
                open += part * part.transpose();
            }
        }
        const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> shares(open); // rising
        Index closed = 0;
        while (closed < count && rounded(shares.eigenvalues()[closed]) <= 0.25) {
            ++closed;
        }
        if (closed > 0 && closed < count) {
            poor.combinations =
                combinations_beside(shares.eigenvectors().leftCols(closed).transpose(), members);
        }
        return poor;
    }

    static Eigen::VectorXd part_of(const Direction& direction,
                                   const std::vector<std::size_t>& members)
    {
        Eigen::VectorXd part(static_cast<Index>(members.size()));
        for (std::size_t j = 0; j < members.size(); ++j) {
            part[static_cast<Index>(j)] = direction.weights[static_cast<Index>(members[j])];
        }
        return part;
    }

    /// What is determined of the members of a group, by rows that span what is not open: all or
    /// nothing.
    std::vector<Combination> combinations_beside(Eigen::MatrixXd beside,
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
        for (Index j = 0; j < beside.cols(); ++j) { // weights of theta
            beside.col(j) /= sizes_[members[static_cast<std::size_t>(j)]];
        }
        std::vector<Combination> result;
        const auto rows = sparsest_rows(beside);
        for (Index row = 0; row < rows.rows(); ++row) {
            std::optional<Combination> found;
            if (const auto powers = small_powers(rows.row(row))) {
                found = determined_by({powers->begin(), powers->end()}, members, product);
            }
            const auto decimals = found ? std::nullopt : decimal_powers(rows.row(row));
            if (decimals) {
                found = determined_by(*decimals, members, product);
            }
            if (!found) {
                return {}; // the powers are not that simple
            }
            result.push_back(std::move(*found));
        }
        return result;
    }

    /// Nothing where the data do not determine it.
    std::optional<Combination> determined_by(const std::vector<double>& powers,
                                             const std::vector<std::size_t>& members,
                                             bool product) const
    {
        Combination combination{.unknowns = {}, .powers = {}, .error = 0.0, .product = product};
        Eigen::VectorXd along = Eigen::VectorXd::Zero(static_cast<Index>(unknowns_.size()));
        for (std::size_t j = 0; j < members.size(); ++j) {
            along[static_cast<Index>(members[j])] = powers[j] * sizes_[members[j]];
            if (powers[j] != 0.0) {
                combination.unknowns.push_back(members[j]);
                combination.powers.push_back(powers[j]);
            }
        }
        combination.error = error_within(eigenvectors_, reaches_, along);
        constexpr double most = 0.5; // of a product: beyond, it is an order of magnitude
        const bool found = rounded(combination.error / along.norm()) < findings_.level &&
                           !(product && rounded(combination.error) >= most);
        return found ? std::optional(std::move(combination)) : std::nullopt;
    }

    std::span<const Unknown> unknowns_;
    std::vector<double> sizes_;
    std::vector<Direction> eigenvectors_; ///< as they come
    std::vector<double> reaches_; ///< of these
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
        if (rounded(square) < 1e-4) {
            findings.without_effect.push_back(k);
        }
    }
    Finder(unknowns, std::move(sizes), eigenvectors_of(scaled, unknowns.size()), findings).find();
    return findings;
}

} // namespace percolith::runs::fit
