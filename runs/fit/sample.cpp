#include "runs/fit/sample.hpp"

#include "runs/fit/ensemble.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace percolith::runs::fit
{
namespace
{

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
