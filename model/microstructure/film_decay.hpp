#pragma once
/// The correlation length from how rarely metal spans films below the threshold.

#include "model/microstructure/film_collapse.hpp"

#include <limits>
#include <span>

namespace percolith::microstructure
{

struct DecayFit {
    double length = std::numeric_limits<double>::quiet_NaN(); ///< xi_0/d; NaN where it is not told
    double enlargement = 1.0; ///< of its statistical error, where the films scatter more than that
};

/// xi_0 from the shares that span below V_P. Pieces of area d^2 that span are independent, so that
/// a film of width w has none with the chance exp(-n w^2), and
/// ln n = constant + 2 ln(1/xi) - (b + b_0)/xi: what a plane finds of another plane decays with no
/// further power.
/// Films thinner than 4 xi are left out, and those below 0.6 V_P.
DecayFit fit_correlation(std::span<const FilmPoint> points, double threshold, double offset);

} // namespace percolith::microstructure
