#pragma once
/// What the boxes that give a threshold say of films.

#include "model/microstructure/estimate.hpp"
#include "model/microstructure/threshold.hpp"

namespace percolith::microstructure
{

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
