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
    /// While particle number `count` - 1 is added, `part` of it in 0..1 still missing.
    double fraction_before(std::size_t count, double part) const
    {
        return fraction(count) - part * (fraction(count) - fraction(count - 1));
    }
    /// Particles that cover at least this share; all where they do not.
    std::size_t count_for(double fraction) const;

private:
    std::vector<double> volume_; ///< of the first k + 1 particles over that of the box
    std::vector<std::uint32_t> first_; ///< covering each covered point, rising
    std::size_t points_ = 0;
    std::size_t count_ = 0; ///< of particles
};

} // namespace percolith::microstructure
