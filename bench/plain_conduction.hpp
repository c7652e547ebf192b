#pragma once
/// Conduction of a grid's spanning cluster as one would do it without a thought about structure:
/// the named baseline of the microstructure engine.

#include "model/microstructure/voxels.hpp"

#include <cstddef>

namespace percolith::bench
{

struct PlainConduction {
    double conductivity = 0.0; ///< in units of the metal's
    std::size_t unknowns = 0;
    std::size_t iterations = 0;
};

/// All of the spanning metal, its dangling ends included, by Eigen's conjugate gradients with its
/// incomplete Cholesky factorization, to a residual of 1e-9.
PlainConduction conduct_plainly(const microstructure::VoxelGrid& grid);

} // namespace percolith::bench
