#pragma once
/// Roots of falling functions between two bounds that enclose exactly one.

#include <boost/math/tools/toms748_solve.hpp>

#include <cstdint>

namespace percolith::kinetics::detail
{

/// Where `residual`, falling from `lower` to `upper`, vanishes, to about 2^-50. A bound where the
/// residual already has the sign of the other side is the root itself.
template <class Residual> double solve_between(const Residual& residual, double lower, double upper)
{
    const double at_lower = residual(lower);
    const double at_upper = residual(upper);
    if (!(at_lower > 0.0)) {
        return lower;
    }
    if (!(at_upper < 0.0)) {
        return upper;
    }
    std::uintmax_t evaluations = 200;
    const auto bracket = boost::math::tools::toms748_solve(
        residual, lower, upper, at_lower, at_upper, boost::math::tools::eps_tolerance<double>(50),
        evaluations);
    return 0.5 * (bracket.first + bracket.second);
}

} // namespace percolith::kinetics::detail
