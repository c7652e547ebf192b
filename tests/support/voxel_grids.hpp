#pragma once
// Small grids of voxels, and what they conduct.

#include "model/microstructure/conduct_voxels.hpp"
#include "model/microstructure/random.hpp"

#include <array>
#include <cstdint>

namespace percolith::tests
{

// What the solver leaves of its tolerance.
constexpr double solved = 1e-9;

inline microstructure::VoxelGrid made(std::array<std::int32_t, 3> shape, auto&& phase_at)
{
    microstructure::VoxelGrid grid{.shape = shape};
    for (std::int32_t k = 0; k < shape[2]; ++k) {
        for (std::int32_t j = 0; j < shape[1]; ++j) {
            for (std::int32_t i = 0; i < shape[0]; ++i) {
                grid.phase.push_back(static_cast<std::uint8_t>(phase_at(i, j, k)));
            }
        }
    }
    return grid;
}

inline microstructure::VoxelGrid random_grid(std::int32_t length, double share, std::uint64_t seed)
{
    const microstructure::RandomSource random(seed, 0, 0);
    std::uint64_t drawn = 0;
    return made({length, length, length}, [&](auto, auto, auto) {
        return random.uniforms(microstructure::Purpose::kind, drawn++)[0] < share
                   ? microstructure::metal
                   : microstructure::insulator;
    });
}

inline double conductivity(const microstructure::VoxelGrid& grid, double insulating,
                           double metallic, const microstructure::ConductOptions& options = {})
{
    const std::array<double, 2> both{insulating, metallic};
    return microstructure::conduct_voxels(grid, both, microstructure::Sides::periodic, options)
        .conductivity;
}

} // namespace percolith::tests
