#pragma once
/// Effective conductivity of a voxel grid across the film.

#include "model/microstructure/clusters.hpp"
#include "model/microstructure/network.hpp"
#include "model/microstructure/voxels.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace percolith::microstructure
{

/// What a voxel grid conducts along axis 2.
struct VoxelConduction {
    double conductivity = 0.0; ///< S/m, or the unit of the phases' conductivities
    std::uint64_t spanning = 0; ///< voxels in clusters that conduct from face to face
    Conduction network{}; ///< how it was solved; its conductance is that of voxels of edge 1
    /// Of each voxel's centre, 0..1, where options ask for potentials; not a number where no
    /// current can come.
    std::vector<double> potential{};
};

/// Effective conductivity, where phase q conducts `conductivity[q]`, S/m, >= 0: the conductance of
/// the whole times thickness over area. Electrodes touch the two faces of axis 2. Between two
/// voxels lies the resistance of their two halves in series: exact for laminates, of first order in
/// the voxel's edge otherwise and from below: at contrast 10, grains of one voxel conduct up to a
/// seventh less than the same grains of four voxels, less even than the bounds of a continuum
/// allow. A layer between them takes the place of the two halves. Axes may have the length 1.
///
/// What conducts nothing is left out; the result is 0 where what is left does not connect the
/// faces. Throws std::invalid_argument for a conductivity that is not finite or negative, a phase
/// without one, an empty grid or one whose `phase` is not as long as its shape says;
/// std::runtime_error where the solver fails.
VoxelConduction conduct_voxels(const VoxelGrid& grid, std::span<const double> conductivity,
                               Sides sides = Sides::periodic, const ConductOptions& options = {});

/// The same for a conducting `phase` in a perfect insulator.
VoxelConduction conduct_alone(const VoxelGrid& grid, double conductivity,
                              std::uint8_t phase = metal, Sides sides = Sides::periodic,
                              const ConductOptions& options = {});

/// What conduct_voxels may take at most beside the grid itself, bytes: to refuse beforehand. Where
/// all phases conduct that is what it takes; a phase alone near its threshold takes much less.
std::size_t memory_of_conduction(const std::array<std::int32_t, 3>& shape);

/// The same for conduct_alone while the `phase` fills the share `fraction` of the grid.
std::size_t memory_of_conduction_alone(const std::array<std::int32_t, 3>& shape, double fraction);

} // namespace percolith::microstructure
