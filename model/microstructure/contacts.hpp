#pragma once
/// All pairs of particles that overlap.

#include "model/microstructure/particles.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace percolith::microstructure
{

/// Two particles that overlap, by their numbers, and how the way from the newer to the older one
/// leaves the box.
struct ParticleContact {
    std::uint32_t newer = 0;
    std::uint32_t older = 0;
    std::array<std::int16_t, 3> step{0, 0, 0};
};

/// Contacts of the particles `first_new`, `first_new` + 1, ... with all that have a smaller number,
/// sorted by the newer one. A particle's number is its place in `all`; every body is grown by
/// `layer` (unit lengths). The box must be at least twice as long as the largest body on every
/// edge. The same on any number of threads.
std::vector<ParticleContact> find_contacts(const ParticleSource& source,
                                           std::span<const Particle> all, std::size_t first_new,
                                           double layer, unsigned threads);

} // namespace percolith::microstructure
