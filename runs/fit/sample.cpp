#include "runs/fit/sample.hpp"

#include "model/microstructure/parallel.hpp"
#include "model/microstructure/random.hpp"
#include "runs/fit/decompose.hpp"

#include <Eigen/Core>
#include <fmt/format.h>

#include <algorithm>
#include <numbers>
#include <stdexcept>

namespace percolith::runs::fit
{
namespace
{

constexpr double infinity = std::numeric_limits<double>::infinity();
using microstructure::Purpose;
using microstructure::RandomSource;

/// Walkers and where they are.
class Ensemble
{
public:
    Ensemble(const Objective& objective, const SampleOptions& options, std::size_t walkers)
        : objective_(objective), options_(options), unknowns_(objective.unknowns()),
          random_(options.seed, 0, 0), theta_(walkers * unknowns_.size()),
          costs_(walkers, infinity), accepted_(walkers)
    {
    }

    std::size_t walkers() const { return costs_.size(); }
    const std::vector<double>& theta() const { return theta_; }
    const std::vector<double>& costs() const { return costs_; }
    std::size_t accepted() const
    {
        std::size_t sum = 0;
        for (const auto count : accepted_) {
            sum += count;
        }
        return sum;
    }

    /// Around the minimum, as wide as its curvature says: no wider than a tenth of the way
    /// where the curvature says nothing. Walkers that land where nothing is possible try again.
    void scatter(const Solution& minimum)
    {
        const auto spread = spread_at(minimum);
        constexpr std::uint64_t tries = 100;
        microstructure::run_parallel(walkers(), options_.threads, [&](std::size_t walker) {
            for (std::uint64_t turn = 0; turn < tries && std::isinf(costs_[walker]); ++turn) {
                // The last tries are close to the minimum.
                const double width = std::pow(0.9, static_cast<double>(turn));
                Eigen::VectorXd normal(spread.cols());
                for (Eigen::Index k = 0; k < normal.size(); ++k) {
                    normal[k] = normal_number(walker, turn * unknowns_.size() +
                                                          static_cast<std::uint64_t>(k));
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
            throw std::invalid_argument("the model cannot be computed around the minimum: no "
                                        "place to sample from");
        }
    }

    /// Both halves, one after the other.
    bool move(std::uint64_t step)
    {
        const auto half = walkers() / 2;
        for (const std::size_t first : {std::size_t{0}, half}) {
            const bool whole = microstructure::run_parallel(
                half, options_.threads,
                [&](std::size_t k) { move_one(step, first + k, half - first); }, options_.stop);
            if (!whole) {
                return false;
            }
        }
        return true;
    }

private:
    std::span<double> at(std::size_t walker)
    {
        return std::span(theta_).subspan(walker * unknowns_.size(), unknowns_.size());
    }

    double normal_number(std::uint64_t walker, std::uint64_t turn) const
    {
        const auto u = random_.uniforms(Purpose::place, walker, turn);
        return std::sqrt(-2.0 * std::log(u[0])) * std::cos(2.0 * std::numbers::pi * u[1]);
    }

    /// W with W W^T about the covariance, from singular values that are not too small.
    Eigen::MatrixXd spread_at(const Solution& minimum) const
    {
        std::vector<double> r(objective_.residuals());
        std::vector<double> jacobian(r.size() * unknowns_.size());
        if (!objective_.evaluate(minimum.theta, r, jacobian)) {
            return Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(unknowns_.size()), 1);
        }
        const auto own = decompose(jacobian, unknowns_.size());
        Eigen::MatrixXd W = own.right;
        for (Eigen::Index k = 0; k < W.cols(); ++k) {
            W.col(k) /= std::max(own.singular[k], 1e-3 * own.singular[0]);
        }
        for (Eigen::Index k = 0; k < W.rows(); ++k) {
            const auto& unknown = unknowns_[static_cast<std::size_t>(k)];
            const double start = minimum.theta[static_cast<std::size_t>(k)];
            const double range = highest(unknown) - lowest(unknown);
            const double widest = 0.1 * (std::isfinite(range) ? range : size_of(unknown, start));
            W.row(k) /= std::max(own.lengths[k], 1e-300);
            W.row(k) *= std::min(1.0, widest / std::max(W.row(k).norm(), 1e-300));
        }
        return W;
    }

    /// Infinite outside the bounds and where the model cannot be computed.
    double cost(std::span<const double> place) const
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
        double sum = 0.0;
        for (const double x : r) {
            sum += x * x;
        }
        return std::isfinite(sum) ? sum : infinity;
    }

    /// Along the line through a walker of the other half, which begins at `other_half`.
    void move_one(std::uint64_t step, std::size_t walker, std::size_t other_half)
    {
        constexpr double a = 2.0; // as recommended by Goodman and Weare
        const auto u = random_.uniforms(Purpose::direction, walker, step);
        const auto half = walkers() / 2;
        const auto partner =
            other_half + static_cast<std::size_t>(u[0] * static_cast<double>(half));
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

    const Objective& objective_;
    const SampleOptions& options_;
    std::span<const Unknown> unknowns_;
    RandomSource random_;
    std::vector<double> theta_;
    std::vector<double> costs_;
    std::vector<std::size_t> accepted_;
};

/// The chain without its first third: long enough to forget the start if the rest is long enough
/// to be of use.
void judge(Sample& result)
{
    result.dropped = result.chain.steps() / 3;
    const auto kept = static_cast<double>(result.chain.steps() - result.dropped);
    result.autocorrelation.clear();
    result.effective.clear();
    for (std::size_t k = 0; k < result.chain.unknowns(); ++k) {
        const double time = autocorrelation_time(result.chain, k, result.dropped);
        result.autocorrelation.push_back(time);
        result.effective.push_back(static_cast<double>(result.chain.walkers()) * kept / time);
    }
}

/// Fifty autocorrelation times, below which the time itself is not known (Foreman-Mackey et al.).
constexpr double memories = 50.0;

bool enough(const Sample& result, double independent)
{
    const auto kept = static_cast<double>(result.chain.steps() - result.dropped);
    return std::ranges::min(result.effective) >= independent &&
           kept >= memories * std::ranges::max(result.autocorrelation);
}

void warn(Sample& result, std::span<const Unknown> unknowns, double independent)
{
    const auto kept = static_cast<double>(result.chain.steps() - result.dropped);
    for (std::size_t k = 0; k < unknowns.size(); ++k) {
        const double time = result.autocorrelation[k];
        if (kept < memories * time) {
            result.warnings.push_back(fmt::format(
                "{}: {:.0f} steps are only {:.0f} times its memory of {:.0f} steps, at least 50 "
                "are needed: its quantiles may be wrong",
                unknowns[k].name, kept, kept / time, time));
        } else if (result.effective[k] < independent) {
            result.warnings.push_back(fmt::format("{}: {:.0f} independent samples, {:.0f} wanted",
                                                  unknowns[k].name, result.effective[k],
                                                  independent));
        }
    }
    if (result.accepted < 0.1) {
        result.warnings.push_back(fmt::format(
            "only {:.2g} % of the moves were accepted: the posterior may be of several pieces",
            100.0 * result.accepted));
    }
}

} // namespace

void Chain::append(std::span<const double> theta, std::span<const double> costs)
{
    theta_.insert(theta_.end(), theta.begin(), theta.end());
    minus_two_log_.insert(minus_two_log_.end(), costs.begin(), costs.end());
}

Sample sample(const Objective& objective, const Solution& minimum, const SampleOptions& options)
{
    const auto unknowns = objective.unknowns();
    auto walkers =
        options.walkers != 0 ? options.walkers : std::max<std::size_t>(32, 4 * unknowns.size());
    walkers = std::max(walkers + walkers % 2, 2 * unknowns.size() + 2);
    Sample result{.chain = Chain(walkers, unknowns.size())};
    if (unknowns.empty()) {
        return result;
    }
    Ensemble ensemble(objective, options, walkers);
    ensemble.scatter(minimum);
    // Judged at 300 steps and each time there are half as many more: judging costs as much as
    // moving.
    std::size_t next = 300;
    for (std::size_t step = 0; step < options.most_steps; ++step) {
        if (!ensemble.move(step)) {
            result.interrupted = true;
            break;
        }
        result.chain.append(ensemble.theta(), ensemble.costs());
        if (options.progress) {
            options.progress({step + 1, options.most_steps});
        }
        if (step + 1 == next) {
            judge(result);
            if (enough(result, options.independent)) {
                break;
            }
            next += next / 2;
        }
    }
    judge(result);
    result.accepted = static_cast<double>(ensemble.accepted()) /
                      static_cast<double>(std::max<std::size_t>(1, result.chain.steps() * walkers));
    warn(result, unknowns, options.independent);
    return result;
}

} // namespace percolith::runs::fit
