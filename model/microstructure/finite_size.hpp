#pragma once
/// From finite boxes to the infinite structure, with an error that is honest.

#include "model/microstructure/threshold.hpp"

#include <limits>
#include <span>
#include <vector>

namespace percolith::microstructure
{

/// Chance that at the threshold a cluster winds around a periodic cube along one given axis. The
/// same for every isotropic structure in three dimensions, up to corrections that fall with the
/// box (Wang, Zhou, Zhang, Garoni and Deng 2013, DOI 10.1103/PhysRevE.87.052107: 0.2578).
inline constexpr double winding_chance = 0.2578;
/// Exponents of three-dimensional percolation, from the same source: 1/nu = 1.1410(15), and the
/// leading correction to scaling.
inline constexpr double inverse_nu = 1.1410;
inline constexpr double correction_exponent = 1.2;
inline constexpr double correlation_exponent = 1.0 / inverse_nu;

/// What stands where there is nothing to say.
inline constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

/// What the crossings of one size say: mean, width, and the fraction at which the share of
/// crossings below it is `winding_chance`. Errors by resampling whole realisations, whose three
/// axes belong together; with one realisation they are not known, NaN. All crossings must be
/// finite.
SizeEstimate estimate_size(double edge, std::span<const Crossing> crossings, std::uint64_t seed);

/// A straight line y = a + b x fitted to points with standard errors.
struct Line {
    double a = 0.0;
    double a_error = 0.0;
    double b = 0.0;
    double b_error = 0.0;
    double chi_squared = 0.0;
    int freedom = 0; ///< points less 2
    double goodness() const; ///< chance of a larger chi_squared; NaN without freedom
};
/// Weighted least squares; at least two points.
Line fit_line(std::span<const double> x, std::span<const double> y, std::span<const double> errors);

/// V_P of the infinite structure: the sizes' fractions against edge^-(1/nu + 1.2), at 0. nu: the
/// widths as edge^(-1/nu) (1 + b edge^-1.2), where b is 0 +- 1 before the data speak. Where the fit
/// is worse than its errors allow, they are enlarged until it is not. One size is its own V_P; of
/// several each must know its error.
Threshold extrapolate(std::vector<SizeEstimate> sizes);

} // namespace percolith::microstructure
