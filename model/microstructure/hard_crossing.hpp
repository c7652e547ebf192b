#pragma once
/// Percolation of hard cores that are added where there is room, through gaps that electrons cross.

#include "model/microstructure/domain_map.hpp"
#include "model/microstructure/particles.hpp"
#include "model/microstructure/threshold.hpp"

#include <vector>

namespace percolith::microstructure
{

/// Metal fractions (of the cores alone) at which a cluster first winds around the periodic box.
/// Candidates come at random and stay if their shells touch none that stayed before (random
/// sequential addition). Infinite where the box is full before: after 2000 candidates for each
/// that stayed. Layers on spheroids add to every semi-axis.
Crossing hard_crossing(const Particles& particles, double edge, const RandomSource& random);

/// Cores that fill the share `metal_fraction` of the source's box, added in the same way. Throws
/// `std::domain_error` where there is no room for them.
std::vector<Particle> pack_hard_cores(const Particles& particles, const ParticleSource& source,
                                      const DomainMap& domains, double metal_fraction);

} // namespace percolith::microstructure
