#pragma once
/// Percolation of a simple cubic lattice: elements are occupied one by one in random order (Newman
/// and Ziff 2001, DOI 10.1103/PhysRevE.64.016706).

#include "model/microstructure/random.hpp"
#include "model/microstructure/structure.hpp"
#include "model/microstructure/threshold.hpp"

#include <cstdint>

namespace percolith::microstructure
{

/// Chance of an element to be occupied at which a cluster first winds around the periodic box of
/// edge^3 sites, along each axis. edge: 2 .. 800 (sites), 2 .. 560 (bonds); throws
/// `std::invalid_argument` beyond. 12 bytes per site, 20 for bonds.
Crossing lattice_crossing(CubicLattice::Element element, std::int32_t edge,
                          const RandomSource& random);

} // namespace percolith::microstructure
