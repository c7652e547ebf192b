#include "runs/ensemble/distribution.hpp"

#include <boost/math/special_functions/erf.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace percolith::runs::ensemble
{
namespace
{

/// Share of a standard normal below x, exact in the lower tail.
double share_below(double x)
{
    return 0.5 * std::erfc(-x / std::numbers::sqrt2);
}

/// The standard normal quantile, between the ends `low` and `high` (standard deviations).
double normal_quantile(double p, double low, double high)
{
    if (low > 0.0) { // where shares above are exact
        return -normal_quantile(1.0 - p, -high, -low);
    }
    const double below = share_below(low);
    const double share = below + p * (share_below(high) - below);
    return std::clamp(-std::numbers::sqrt2 * boost::math::erfc_inv(2.0 * share), low, high);
}

} // namespace

double quantile(const Distribution& of, double p)
{
    using Kind = Distribution::Kind;
    double value = 0.0;
    switch (of.kind) {
    case Kind::uniform:
        value = of.low + p * (of.high - of.low);
        break;
    case Kind::log_uniform:
        value = of.low * std::exp(p * std::log(of.high / of.low));
        break;
    case Kind::normal:
        value = of.centre + of.spread * normal_quantile(p, (of.low - of.centre) / of.spread,
                                                        (of.high - of.centre) / of.spread);
        break;
    case Kind::log_normal: {
        const double width = std::log(of.spread);
        const auto scaled = [&](double end) {
            return end > 0.0 ? std::log(end / of.centre) / width
                             : -std::numeric_limits<double>::infinity();
        };
        value = of.centre * std::exp(width * normal_quantile(p, scaled(of.low), scaled(of.high)));
        break;
    }
    }
    return std::clamp(value, of.low, of.high); // rounding leads nowhere else
}

} // namespace percolith::runs::ensemble
