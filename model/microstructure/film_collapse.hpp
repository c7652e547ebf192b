#pragma once
/// Films of several thicknesses on one curve.

#include "model/microstructure/films.hpp"
#include "model/microstructure/finite_size.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace percolith::microstructure
{

/// t in three dimensions: the conductivity of the infinite structure rises as (V_f - V_P)^t. This
/// engine finds 2.0 within 0.1 on the lattice, and so do others (Stauffer and Aharony,
/// Introduction to Percolation Theory, DOI 10.1201/9781315274386, chapter 5).
inline constexpr double conduction_exponent = 2.0;

/// Films of one fraction and thickness, in the structure's unit lengths d and in units of the
/// metal's conductivity; what the insulator conducts is left out.
struct FilmPoint {
    double metal_fraction = 0.0; ///< V_f
    double thickness = 0.0; ///< b/d
    double width = 0.0; ///< over d
    double conductivity = 0.0; ///< sigma/sigma_metal, mean over realisations
    double standard_error = 0.0; ///< NaN with one realisation
    double spanning_share = 0.0; ///< of the realisations
    double realisations = 0.0;
};
/// In the order of the plan. Throws `std::invalid_argument` unless there is one sample for each.
/// `weight`, where it is given, says how often each realisation counts, realisations within
/// thicknesses: those of one thickness are the same structure at every fraction.
std::vector<FilmPoint> film_points(const FilmPlan& plan, std::span<const FilmSample> samples,
                                   std::span<const std::uint32_t> weight = {});

/// What is put into x = (V_f - V_P) ((b + b_0)/d)^(1/nu) and
/// y = sigma/sigma_metal ((b + b_0)/d)^(t/nu).
struct ScalingRule {
    double threshold = 0.0; ///< V_P
    double offset = 0.0; ///< b_0/d: a film conducts as if its electrodes stood that far apart more
    double nu = correlation_exponent;
    double exponent = conduction_exponent; ///< t
};
struct ScaledPoint {
    double x = 0.0;
    double y = 0.0;
    double error = 0.0; ///< of y
};
ScaledPoint scaled(const FilmPoint& point, const ScalingRule& rule);

/// How well the curves of different thicknesses fall on each other.
struct Collapse {
    double quality = 0.0; ///< mean square of their distances, in standard errors: 1 where they do
    double spread = 0.0; ///< root mean square of the same distances relative to y, weighted
    std::uint32_t comparisons = 0; ///< with none, the other two are NaN
};
/// Each point against the straight line between its neighbours of every other thickness, in
/// y^(1/t), which is nearly straight itself. Fractions outside 0.6 .. 1.3 V_P are left out, and
/// those at which fewer than five films span: their errors are not known well enough. Sources:
/// Bhattacharjee and Seno 2001, arXiv cond-mat/0102515; with errors, Houdayer and Hartmann 2004,
/// DOI 10.1103/PhysRevB.70.014418.
Collapse collapse(std::span<const FilmPoint> points, const ScalingRule& rule);

/// V_f/V_P between which films are taken for critical.
inline constexpr double lowest_critical = 0.6;
inline constexpr double highest_critical = 1.3;
/// So few realisations that span, or do not, say little of a share.
inline constexpr double fewest_realisations = 5.0;

} // namespace percolith::microstructure
