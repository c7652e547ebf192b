#pragma once
/// What follows from films of several thicknesses: the threshold of a film, the correlation length.

#include "model/microstructure/estimate.hpp"
#include "model/microstructure/film_collapse.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace percolith::microstructure
{

/// Films as the infinite structure with a lower threshold, the law of finite thickness in
/// `kinetics`: sigma/sigma_metal = amplitude (V_f - V_P(b))^t with
/// V_P(b) = V_P [1 - c (d/(b + b_0))^(1/nu)], fitted to films near V_P: from V_P to 1.3 V_P and up
/// to (V_f/V_P - 1)(b/d)^(1/nu) = 6.
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

/// What `can_scale` asks for, for those who must be told.
inline constexpr std::string_view scaling_needs =
    "three thicknesses, two realisations and six films with a metal fraction from V_P to 1.3 V_P "
    "and (V_f/V_P - 1)(b/d)^(1/nu) up to 6";

/// Whether `scale_films` has enough to work with: three thicknesses or more, two realisations or
/// more, and six kinds of films near V_P.
bool can_scale(const FilmPlan& plan, double threshold);

/// From the samples of a plan; nothing where fewer than six kinds of films near V_P conduct.
/// `known` is V_P as another computation has it; where that may be biased, as by coarse voxels, its
/// error should say so. Errors: realisations are drawn again with replacement, V_P within its
/// error, and the form is trusted to 3 % of sigma at each point. Throws `std::invalid_argument`
/// unless `can_scale`, 0 < V_P < 1 and there is one sample for each.
std::optional<FilmScaling> scale_films(const FilmPlan& plan, std::span<const FilmSample> samples,
                                       Estimate known);

/// xi = xi_0 |V_f - V_P|^-nu, in unit lengths: the share of the area at which metal spans a film
/// falls by a factor e with every xi of its thickness (Stauffer and Aharony,
/// DOI 10.1201/9781315274386, chapter 3). Infinite at V_P.
double correlation_length(const FilmScaling& scaling, double metal_fraction);
/// Thickness at which V_P(b) = V_f, in unit lengths: thinner films conduct as percolating ones.
/// Infinite from V_P on; 0 where none does.
double crossing_thickness(const FilmScaling& scaling, double metal_fraction);

} // namespace percolith::microstructure
