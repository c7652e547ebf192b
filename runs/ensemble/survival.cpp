#include "runs/ensemble/survival.hpp"

#include <boost/math/special_functions/erf.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace percolith::runs::ensemble
{
namespace
{

std::uint64_t total(const std::map<std::uint64_t, std::uint64_t>& counts)
{
    std::uint64_t sum = 0;
    for (const auto& [life, count] : counts) {
        sum += count;
    }
    return sum;
}

/// The interval of a share `alive` with Greenwood's sum `g` of variances.
void add_interval(SurvivalStep& step, double g, double z)
{
    if (!(step.alive > 0.0) || !(step.alive < 1.0)) {
        step.low = step.high = step.alive;
        return;
    }
    const double width = z * std::sqrt(g) / std::abs(std::log(step.alive));
    step.low = std::pow(step.alive, std::exp(width));
    step.high = std::pow(step.alive, std::exp(-width));
}

} // namespace

std::uint64_t Lives::size() const
{
    return total(ended_) + total(going_on_);
}

std::uint64_t Lives::ended() const
{
    return total(ended_);
}

std::uint64_t Lives::last() const
{
    const auto of = [](const auto& counts) { return counts.empty() ? 0 : counts.rbegin()->first; };
    return std::max(of(ended_), of(going_on_));
}

std::vector<SurvivalStep> Lives::curve(double confidence) const
{
    const double z = std::numbers::sqrt2 * boost::math::erf_inv(confidence);
    std::vector<SurvivalStep> steps;
    auto at_risk = size();
    auto left = going_on_.begin();
    double alive = 1.0;
    double g = 0.0;
    for (const auto& [life, count] : ended_) {
        // Who went on when last seen after as many cycles was still at risk then.
        for (; left != going_on_.end() && left->first < life; ++left) {
            at_risk -= left->second;
        }
        const auto risk = static_cast<double>(at_risk);
        const auto deaths = static_cast<double>(count);
        alive *= 1.0 - deaths / risk;
        g += deaths < risk ? deaths / (risk * (risk - deaths)) : 0.0;
        SurvivalStep step{.life = life, .alive = alive, .at_risk = at_risk};
        add_interval(step, g, z);
        steps.push_back(step);
        at_risk -= count;
    }
    return steps;
}

LifeQuantile Lives::quantile(double share, double confidence) const
{
    LifeQuantile found{.share = share};
    // A hair: shares are sums of fractions.
    const double left = 1.0 - share + 1e-12;
    for (const auto& step : curve(confidence)) {
        const auto first = [&](std::optional<std::uint64_t>& at, double alive) {
            if (!at && alive <= left) {
                at = step.life;
            }
        };
        first(found.low, step.low);
        first(found.life, step.alive);
        first(found.high, step.high);
    }
    return found;
}

} // namespace percolith::runs::ensemble
