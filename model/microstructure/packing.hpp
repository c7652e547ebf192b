#pragma once
/// Random packings of spheres that just jam.

#include "model/microstructure/random.hpp"
#include "model/microstructure/spheres.hpp"

#include <vector>

namespace percolith::microstructure
{

/// Spheres in the proportions of `radii`, placed at random, grown and pressed apart by elastic
/// repulsion until they barely hold each other: in the mean each contact is pressed in by
/// `packing_overlap` of its length. This is the jammed state of O'Hern et al. 2003
/// (DOI 10.1103/PhysRevE.68.011306) from an infinitely fast quench. All radii come out multiplied
/// by one factor; the box is what was asked for. `usual_fraction` is where such spheres are thought
/// to jam; the answer does not hang on it, the time does. Throws `std::invalid_argument` for fewer
/// than two spheres, lengths that are not positive, a box narrower than 1.3 of the largest spheres;
/// `std::runtime_error` where no size is found that just jams.
Spheres jammed_packing(const Box& box, std::vector<double> radii, double usual_fraction,
                       const RandomSource& source);

/// Depth of the mean contact over the distance of its centres.
inline constexpr double packing_overlap = 1e-3;

/// Contacts per sphere, without the rattlers: spheres that fewer than four others hold.
double contact_number(const Spheres& spheres, const std::vector<Neighbours>& contacts);

} // namespace percolith::microstructure
