#pragma once
/// What follows from films of several thicknesses: the threshold of a film, the correlation length.

#include "model/microstructure/film_collapse.hpp"

#include <span>

namespace percolith::microstructure
{

/// A number with one standard error.
struct Estimate {
    double value = 0.0;
    double error = 0.0;
};

/// Films as the infinite structure with a lower threshold, the law of finite thickness in
/// `kinetics`: sigma/sigma_metal = amplitude (V_f - V_P(b))^t with
/// V_P(b) = V_P [1 - c (d/(b + b_0))^(1/nu)], fitted to films from V_P to 1.3 V_P.
struct FilmScaling {
    Estimate threshold{}; ///< V_P: what was known before, sharpened by the films
    Estimate coefficient{}; ///< c
    Estimate offset{}; ///< b_0/d
    Estimate amplitude{};
    double misfit = 0.0; ///< root mean square of the fit's distances, relative to sigma
    /// xi_0/d; NaN unless three kinds of films below V_P span at times and not always.
    Estimate correlation{};
    Collapse collapse{}; ///< with these V_P and b_0
    double quality_error = 0.0; ///< standard error of its quality
    Collapse plain{}; ///< with the same V_P and b_0 = 0
};

/// Whether `scale_films` has enough to work with: three thicknesses or more, two realisations or
/// more, and six kinds of films that conduct from V_P to 1.3 V_P.
bool can_scale(const FilmPlan& plan, double threshold);

/// From the samples of a plan. `known` is V_P as another computation has it; where that may be
/// biased, as by coarse voxels, its error should say so. Errors: realisations are drawn again
/// with replacement, V_P within its error, and the form is trusted to 3 % of sigma at each point.
/// Throws `std::invalid_argument` unless `can_scale`, 0 < V_P < 1 and there is one sample for each.
FilmScaling scale_films(const FilmPlan& plan, std::span<const FilmSample> samples, Estimate known);

/// xi = xi_0 |V_f - V_P|^-nu, in unit lengths: the share of the area at which metal spans a film
/// falls by a factor e with every xi of its thickness (Stauffer and Aharony,
/// DOI 10.1201/9781315274386, chapter 3). Infinite at V_P.
double correlation_length(const FilmScaling& scaling, double metal_fraction);
/// Thickness at which V_P(b) = V_f, in unit lengths: thinner films conduct as percolating ones.
/// Infinite from V_P on; 0 where none does.
double limiting_thickness(const FilmScaling& scaling, double metal_fraction);

/// c and xi_0 of films, without films.
struct FilmNumbers {
    Estimate coefficient{}; ///< c
    Estimate correlation{}; ///< of xi over d |1 - V_f/V_P|^-nu
};
/// All isotropic structures share one scaling function, up to a factor of their own in
/// x that depends neither on sides nor on shape (Hsu, Lin and Hu 2001,
/// DOI 10.1103/PhysRevE.64.016127). The scatter of boxes,
/// V_P edge^(-1/nu), has that factor too, so that it gives c and xi_0 from those of lattice sites.
/// NaN where the scatter has no error, for aligned particles and for images.
FilmNumbers film_numbers(const Structure& structure, const Threshold& threshold);

} // namespace percolith::microstructure
