#pragma once
/// Which bodies a voxel lies in, and so which voxels only seem to touch.

#include "model/microstructure/particles.hpp"
#include "model/microstructure/voxels.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace percolith::microstructure
{

/// Bodies whose distance is less than a voxel are drawn together, though they do not touch. So each
/// voxel remembers its bodies, and voxels of bodies that do not meet get a layer between them.
class BodyLayers
{
public:
    /// Notes that the voxel's centre lies in a body with that number, below 2^31. `core`: it lies
    /// in the body's hard core, which no other core overlaps.
    void note(std::size_t voxel, std::size_t body, bool core)
    {
        noted_.push_back({static_cast<std::uint32_t>(voxel),
                          static_cast<std::uint32_t>(body) | (core ? core_bit : 0U)});
    }

    /// Fills in `grid.layers`. Bodies are the particles grown by `growth`, in unit lengths; two
    /// that overlap meet. Between the cores of two that meet lies `between_cores`; between those
    /// that do not, insulator.
    void part(VoxelGrid& grid, const ParticleSource& source, std::span<const Particle> particles,
              double growth, std::uint8_t between_cores) const;

    /// Bytes while it works, for bodies that cover a point so often in the mean.
    static double memory(double voxels, double mean_cover);

private:
    static constexpr std::uint32_t core_bit = 1U << 31U;

    struct Noted {
        std::uint32_t voxel;
        std::uint32_t body;
    };
    std::vector<Noted> noted_;
};

} // namespace percolith::microstructure
