#include "runs/fit/ensemble.hpp"

#include "model/microstructure/parallel.hpp"
#include "runs/fit/decompose.hpp"

#include <algorithm>
#include <numbers>
#include <numeric>
#include <stdexcept>

namespace percolith::runs::fit
{
namespace
{

using microstructure::Purpose;

} // namespace

Ensemble::Ensemble(const Objective& objective, const SampleOptions& options, std::size_t walkers)
    : objective_(objective), options_(options), unknowns_(objective.unknowns()),
      random_(options.seed, 0, 0), theta_(walkers * unknowns_.size()), costs_(walkers, infinity),
      accepted_(walkers)
{
}

std::size_t Ensemble::accepted() const
{
    return std::accumulate(accepted_.begin(), accepted_.end(), std::size_t{0});
}

void Ensemble::scatter(const Solution& minimum)
{
    const auto spread = spread_at(minimum);
    constexpr std::uint64_t tries = 100;
    microstructure::run_parallel(walkers(), options_.threads, [&](std::size_t walker) {
        for (std::uint64_t turn = 0; turn < tries && std::isinf(costs_[walker]); ++turn) {
            // The last tries are close to the minimum.
            const double width = std::pow(0.9, static_cast<double>(turn));
            Eigen::VectorXd normal(spread.cols());
            for (Eigen::Index k = 0; k < normal.size(); ++k) {
                normal[k] =
                    normal_number(walker, turn * unknowns_.size() + static_cast<std::uint64_t>(k));
            }
            const Eigen::VectorXd away = width * (spread * normal);
            auto place = at(walker);
            for (std::size_t k = 0; k < unknowns_.size(); ++k) {
                place[k] = minimum.theta[k] + away[static_cast<Eigen::Index>(k)];
            }
            costs_[walker] = cost(place);
        }
    });
    if (std::ranges::any_of(costs_, [](double c) { return std::isinf(c); })) {
        throw std::invalid_argument("the model cannot be computed around the minimum: no place to "
                                    "sample from");
    }
}

bool Ensemble::move(std::uint64_t step)
{
    const auto half = walkers() / 2;
    for (const std::size_t first : {std::size_t{0}, half}) {
        const bool whole = microstructure::run_parallel(
            half, options_.threads, [&](std::size_t k) { move_one(step, first + k, half - first); },
            options_.stop);
        if (!whole) {
            return false;
        }
    }
    return true;
}

std::span<double> Ensemble::at(std::size_t walker)
{
    return std::span(theta_).subspan(walker * unknowns_.size(), unknowns_.size());
}

double Ensemble::normal_number(std::uint64_t walker, std::uint64_t turn) const
{
    const auto u = random_.uniforms(Purpose::place, walker, turn);
    return std::sqrt(-2.0 * std::log(u[0])) * std::cos(2.0 * std::numbers::pi * u[1]);
}

/// W with W W^T about the covariance, from singular values that are not too small.
Eigen::MatrixXd Ensemble::spread_at(const Solution& minimum) const
{
    std::vector<double> r(objective_.residuals());
    std::vector<double> jacobian(r.size() * unknowns_.size());
    const auto n = static_cast<Eigen::Index>(unknowns_.size());
    if (!objective_.evaluate(minimum.theta, r, jacobian)) {
        return Eigen::MatrixXd::Zero(n, 1);
    }
    const auto own = decompose(jacobian, unknowns_.size());
    const double largest = own.singular[0] > 0.0 ? own.singular[0] : 1.0;
    Eigen::MatrixXd W = own.right;
    for (Eigen::Index k = 0; k < n; ++k) {
        W.col(k) /= std::max(own.singular[k], 1e-3 * largest);
    }
    for (Eigen::Index k = 0; k < n; ++k) {
        const auto& unknown = unknowns_[static_cast<std::size_t>(k)];
        const double start = minimum.theta[static_cast<std::size_t>(k)];
        const double range = highest(unknown) - lowest(unknown);
        const double widest = 0.1 * (std::isfinite(range) ? range : size_of(unknown, start));
        const double width = W.row(k).norm() / std::max(own.lengths[k], 1e-100);
        W.row(k) *= std::min(width, widest) / W.row(k).norm();
    }
    return W;
}

/// Infinite outside the bounds and where the model cannot be computed.
double Ensemble::cost(std::span<const double> place) const
{
    for (std::size_t k = 0; k < unknowns_.size(); ++k) {
        if (!(place[k] >= lowest(unknowns_[k]) && place[k] <= highest(unknowns_[k]))) {
            return infinity;
        }
    }
    std::vector<double> r(objective_.residuals());
    if (!objective_.evaluate(place, r, {})) {
        return infinity;
    }
    const double sum = std::inner_product(r.begin(), r.end(), r.begin(), 0.0);
    return std::isfinite(sum) ? sum : infinity;
}

/// Along the line through a walker of the other half, which begins at `other_half`.
void Ensemble::move_one(std::uint64_t step, std::size_t walker, std::size_t other_half)
{
    constexpr double a = 2.0; // as Goodman and Weare recommend
    const auto u = random_.uniforms(Purpose::direction, walker, step);
    const auto half = walkers() / 2;
    const auto partner = other_half + static_cast<std::size_t>(u[0] * static_cast<double>(half));
    const double root = 1.0 + u[1] * (a - 1.0);
    const double z = root * root / a; // density proportional to 1 / sqrt(z)
    const auto from = at(walker);
    const auto other = at(partner);
    std::vector<double> place(from.size());
    for (std::size_t k = 0; k < place.size(); ++k) {
        place[k] = other[k] + z * (from[k] - other[k]);
    }
    const double there = cost(place);
    const double log_ratio = (static_cast<double>(unknowns_.size()) - 1.0) * std::log(z) -
                             0.5 * (there - costs_[walker]);
    if (std::log(u[2]) < log_ratio) {
        std::ranges::copy(place, from.begin());
        costs_[walker] = there;
        ++accepted_[walker];
    }
}

} // namespace percolith::runs::fit
