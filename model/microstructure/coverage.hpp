#pragma once
/// The share of a box that the first particles cover.

#include "model/microstructure/particles.hpp"

#include <span>
#include <vector>

namespace percolith::microstructure
{

/// Measured at 65 536 random points, each of which knows the first particle that covers it: to
/// sqrt(f (1 - f) / 65536), below 0.002.
class Coverage
{
public:
    Coverage(const ParticleSource& source, std::span<const Particle> all,
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
    std::vector<std::uint32_t> first_; ///< covering each covered point, rising
    std::size_t count_ = 0; ///< of particles
};

} // namespace percolith::microstructure
