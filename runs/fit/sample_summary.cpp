#include "runs/fit/sample.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace percolith::runs::fit
{
namespace
{

/// One unknown of one walker after the steps that do not count, about its walkers' common mean.
std::vector<double> deviations(const Chain& chain, std::size_t unknown, std::size_t dropped)
{
    const auto steps = chain.steps() - dropped;
    std::vector<double> result(steps * chain.walkers());
    double mean = 0.0;
    for (std::size_t walker = 0; walker < chain.walkers(); ++walker) {
        for (std::size_t step = 0; step < steps; ++step) {
            result[walker * steps + step] = chain.theta(dropped + step, walker)[unknown];
            mean += result[walker * steps + step];
        }
    }
    mean /= static_cast<double>(result.size());
    for (double& x : result) {
        x -= mean;
    }
    return result;
}

/// Mean product of values `lag` steps apart.
double covariance_at(const std::vector<double>& x, std::size_t steps, std::size_t lag)
{
    double sum = 0.0;
    for (std::size_t begin = 0; begin < x.size(); begin += steps) {
        for (std::size_t k = begin; k + lag < begin + steps; ++k) {
            sum += x[k] * x[k + lag];
        }
    }
    return sum / static_cast<double>(x.size()); // biased, as usual: small where few pairs are left
}

} // namespace

double autocorrelation_time(const Chain& chain, std::size_t unknown, std::size_t dropped)
{
    constexpr double windows = 5.0;
    const auto steps = chain.steps() - dropped;
    if (steps < 2) {
        return static_cast<double>(std::max<std::size_t>(steps, 1));
    }
    const auto x = deviations(chain, unknown, dropped);
    const double variance = covariance_at(x, steps, 0);
    double time = 1.0;
    for (std::size_t lag = 1; lag < steps && variance > 0.0; ++lag) {
        time += 2.0 * covariance_at(x, steps, lag) / variance;
        if (static_cast<double>(lag) >= windows * time) {
            break;
        }
    }
    return std::max(time, 1.0);
}

std::vector<double> quantiles(const Sample& sample, const Unknown& unknown, std::size_t which,
                              std::span<const double> shares)
{
    std::vector<double> theta;
    for (std::size_t step = sample.dropped; step < sample.chain.steps(); ++step) {
        for (std::size_t walker = 0; walker < sample.chain.walkers(); ++walker) {
            theta.push_back(sample.chain.theta(step, walker)[which]);
        }
    }
    std::ranges::sort(theta);
    std::vector<double> result;
    for (const double share : shares) {
        // Between neighbours, on the scale that was sampled (Hyndman and Fan 1996, type 7, DOI
        // 10.1080/00031305.1996.10473566).
        const double place = std::clamp(share, 0.0, 1.0) * static_cast<double>(theta.size() - 1);
        const auto below = static_cast<std::size_t>(place);
        const auto above = std::min(below + 1, theta.size() - 1);
        const double part = place - static_cast<double>(below);
        result.push_back(unknown.value(theta[below] + part * (theta[above] - theta[below])));
    }
    return result;
}

CentralInterval central_interval(const Sample& sample, const Unknown& unknown, std::size_t which,
                                 double confidence)
{
    const double tail = 0.5 * (1.0 - confidence);
    const auto found = quantiles(sample, unknown, which, std::array{tail, 0.5, 1.0 - tail});
    return {found[0], found[1], found[2]};
}

std::vector<std::string> describe(const Sample& sample, std::span<const Unknown> unknowns,
                                  double confidence)
{
    std::vector<std::string> sentences;
    for (std::size_t k = 0; k < unknowns.size(); ++k) {
        const auto& unknown = unknowns[k];
        const auto ends = central_interval(sample, unknown, k, confidence);
        sentences.push_back(fmt::format(
            "posterior of {}: {:.4g} .. {:.4g}{}{} holds {:.3g} %, median {:.4g} ({:.0f} "
            "independent samples)",
            unknown.name, ends.low, ends.high, unknown.unit.empty() ? "" : " ", unknown.unit,
            100.0 * confidence, ends.median, sample.effective[k]));
    }
    for (const auto& warning : sample.warnings) {
        sentences.push_back("posterior: " + warning);
    }
    return sentences;
}

} // namespace percolith::runs::fit
