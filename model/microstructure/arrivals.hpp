#pragma once
/// From the number of elements to the density at which a place holds so many.

#include "model/microstructure/random.hpp"

#include <array>
#include <cstdint>

namespace percolith::microstructure
{

/// When the elements `counts` (from 1 on) of a Poisson process of one element per unit of time
/// arrive: sums of as many exponential waits, the same waits for all of them.
///
/// A box that is cut out of an endless structure holds a number that scatters by its square root,
/// and the chance to percolate at a density is that of such boxes. Taking number over volume for
/// the density instead shifts every box's threshold by about edge^(1/nu - 3), more than all other
/// corrections to scaling, and narrows the crossings by edge^(2/nu - 3): nu came out 5 % too large.
std::array<double, 4> arrivals(const std::array<std::uint64_t, 4>& counts,
                               const RandomSource& random);

} // namespace percolith::microstructure
