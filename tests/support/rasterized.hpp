#pragma once
// Films as voxels.

#include "model/microstructure/particles.hpp"
#include "model/microstructure/rasterize.hpp"
#include "tests/support/structures.hpp"

#include <cstdint>

namespace percolith::tests
{

inline const microstructure::Slab slab{{48, 48, 24}, 4.0};

template <class Kind>
microstructure::VoxelGrid film(const Kind& kind, double fraction, std::uint32_t realisation = 0,
                               const microstructure::Slab& cut = slab)
{
    return microstructure::rasterize(kind, fraction, cut,
                                     microstructure::RandomSource(13, 1, realisation));
}

inline microstructure::Particles hard(double ratio, double tunnelling)
{
    auto particles = shaped(ratio);
    particles.contact =
        microstructure::HardCores{microstructure::unit_length(particles) * tunnelling, {}};
    return particles;
}

} // namespace percolith::tests
