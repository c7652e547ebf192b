#include "runs/fit/diagnostics.hpp"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>

#include <algorithm>
#include <cmath>

namespace percolith::runs::fit
{
namespace
{

double two_sided(double z)
{
    return 2.0 * cdf(complement(boost::math::normal(), std::abs(z)));
}

/// Runs of one sign: their number is normal with known mean and variance where signs come in random
/// order.
double runs_chance(std::span<const double> r)
{
    double above = 0.0;
    double below = 0.0;
    double runs = 0.0;
    double last = 0.0;
    for (const double x : r) {
        if (x == 0.0) {
            continue;
        }
        (x > 0.0 ? above : below) += 1.0;
        runs += (x > 0.0) != (last > 0.0) || last == 0.0 ? 1.0 : 0.0;
        last = x;
    }
    const double n = above + below;
    if (above == 0.0 || below == 0.0) {
        // All on one side: 2^(1 - n).
        return n > 0.0 ? std::exp2(1.0 - n) : 1.0;
    }
    const double mean = 2.0 * above * below / n + 1.0;
    const double variance = (mean - 1.0) * (mean - 2.0) / (n - 1.0);
    return variance > 0.0 ? two_sided((runs - mean) / std::sqrt(variance)) : 1.0;
}

} // namespace

std::vector<Outlier> outliers(std::span<const double> r, double level)
{
    constexpr std::size_t most = 5;
    std::vector<Outlier> result;
    for (std::size_t k = 0; k < r.size(); ++k) {
        const double chance = std::min(1.0, static_cast<double>(r.size()) * two_sided(r[k]));
        if (chance < level) {
            result.push_back({k, chance});
        }
    }
    std::ranges::stable_sort(result, std::ranges::greater{},
                             [&](const Outlier& outlier) { return std::abs(r[outlier.sample]); });
    result.resize(std::min(result.size(), most));
    return result;
}

Diagnostics diagnose(const Leftovers& leftovers, double level)
{
    const auto r = leftovers.residuals;
    Diagnostics result;
    result.count = r.size();
    result.level = level;
    if (r.size() < 2) {
        return result;
    }
    const auto n = static_cast<double>(r.size());
    double square = 0.0;
    double neighbours = 0.0;
    double changes = 0.0;
    for (std::size_t k = 0; k < r.size(); ++k) {
        result.mean += r[k] / n;
        square += r[k] * r[k];
        if (k > 0) {
            neighbours += r[k] * r[k - 1];
            changes += (r[k] - r[k - 1]) * (r[k] - r[k - 1]);
        }
    }
    result.mean_chance = two_sided(result.mean * std::sqrt(n));
    const double freedom = std::max(1.0, n - leftovers.parameters);
    result.spread = std::sqrt(square / freedom);
    const boost::math::chi_squared distribution(freedom);
    result.spread_chance = std::min(
        1.0, 2.0 * std::min(cdf(distribution, square), cdf(complement(distribution, square))));
    result.runs_chance = runs_chance(r);
    if (square > 0.0) {
        result.lag_one = neighbours / square;
        result.durbin_watson = changes / square;
        result.lag_one_chance = two_sided(result.lag_one * std::sqrt(n));
    }
    result.outliers = outliers(r, level);
    result.stretches = stretches(r, level);
    return result;
}

} // namespace percolith::runs::fit
