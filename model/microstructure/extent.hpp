#pragma once
/// How large the parts of a structure are.

#include "model/microstructure/overlap.hpp"
#include "model/microstructure/structure.hpp"

namespace percolith::microstructure
{

/// The longest part along any axis, in edges of `unit_box` (unit lengths) there: a body with the
/// gap that electrons cross, or a grain with its layers. A box must be wide against it, and a body
/// whose centre lies half of that off a film does not touch it.
double longest_part(const Structure& structure, const Vector& unit_box = {1.0, 1.0, 1.0});

} // namespace percolith::microstructure
