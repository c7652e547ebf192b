#pragma once
/// Growth without a model: what exponent of time do the numbers themselves ask for?

#include "runs/fit/problem.hpp"
#include "runs/fit/trust.hpp"

#include <optional>
#include <string>
#include <vector>

namespace percolith::runs::fit
{

/// y = A t^n of points of one kind and part, or y = y_0 + A t^n where an offset is asked for.
struct FreeExponent {
    PointKind kind = PointKind::consumed_charge;
    Part part = Part::cell;
    std::size_t points = 0;
    double exponent = 0.0; ///< n: 1/2 where diffusion or electrons through the layer limit, 1 where
                           ///< the reaction does
    Interval interval; ///< by profile likelihood
    double misfit = 0.0; ///< sum of r^2
};

/// One for every kind and part with enough points at distinct times > 0: three, or four for
/// resistances, which begin at y_0 > 0.
std::vector<FreeExponent> free_exponents(const CellData& cell, double confidence);

/// "consumed charge grows with time to the power 0.49 .. 0.53 (95 %, 5 points)".
std::string describe(const FreeExponent& found, double confidence);

} // namespace percolith::runs::fit
