#pragma once
/// The share of a box that the first particles cover.

#include "model/microstructure/particles.hpp"

#include <span>
#include <vector>

namespace percolith::microstructure
{

/// Particles placed independently of each other cover 1 - exp(-sum of volumes / volume of the box)
/// in the mean. Where they are not, the share is measured at random points: each point knows the
/// first particle that covers it.
class Coverage
{
public:
    Coverage(const ParticleSource& source, std::span<const Particle> all, bool independent,
             const RandomSource& random);

    /// Of the first `count` particles.
    double fraction(std::size_t count) const;

private:
    std::vector<double> volume_; ///< of the first k + 1 particles over that of the box
    std::vector<std::uint32_t> first_; ///< covering each covered point, rising
    std::size_t points_ = 0;
};

} // namespace percolith::microstructure
