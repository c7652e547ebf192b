#pragma once
/// What is believed of a number that is not known: one of four distributions, cut off where asked.

#include <limits>

namespace percolith::runs::ensemble
{

struct Distribution {
    enum class Kind {
        uniform, ///< between `low` and `high`
        log_uniform, ///< its logarithm is uniform
        normal,
        log_normal, ///< its logarithm is normal
    };
    Kind kind = Kind::uniform;
    double centre = 0.0; ///< mean of a normal one, median of a log-normal one
    double spread = 1.0; ///< standard deviation; a factor > 1 for a log-normal one
    double low = -std::numeric_limits<double>::infinity(); ///< what lies beyond never occurs
    double high = std::numeric_limits<double>::infinity();
};

/// The number below which the share `p` in (0, 1) lies. Logarithmic kinds: > 0.
double quantile(const Distribution& of, double p);

} // namespace percolith::runs::ensemble
