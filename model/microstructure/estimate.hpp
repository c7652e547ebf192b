#pragma once
/// A number and how well it is known.

#include <limits>

namespace percolith::microstructure
{

/// A number with one standard error.
struct Estimate {
    double value = 0.0;
    double error = 0.0;
};

/// Where nothing tells the number.
inline constexpr Estimate unknown{std::numeric_limits<double>::quiet_NaN(),
                                  std::numeric_limits<double>::quiet_NaN()};

} // namespace percolith::microstructure
