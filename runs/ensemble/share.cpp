#include "runs/ensemble/share.hpp"

#include <boost/math/special_functions/erf.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace percolith::runs::ensemble
{

Share share_of(std::uint64_t count, std::uint64_t of, double confidence)
{
    const double z = std::numbers::sqrt2 * boost::math::erf_inv(confidence);
    const auto n = static_cast<double>(of);
    const double p = static_cast<double>(count) / n;
    const double middle = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
    const double half =
        z / (1.0 + z * z / n) * std::sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n));
    // Its ends at none and at all are exact, but for rounding.
    return {count, p, count == 0 ? 0.0 : std::max(0.0, middle - half),
            count == of ? 1.0 : std::min(1.0, middle + half)};
}

} // namespace percolith::runs::ensemble
