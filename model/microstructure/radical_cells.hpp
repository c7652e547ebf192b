#pragma once
/// Cells around spheres that fill space: the radical (Laguerre) Voronoi tessellation.

#include "model/microstructure/spheres.hpp"

#include <vector>

namespace percolith::microstructure
{

struct Cells {
    std::vector<double> volume{}; ///< of each sphere's cell; 0 where others took all of it
    std::vector<Neighbours> faces{}; ///< cells that share a face, once for each face
};

/// A point belongs to the sphere with the least power: squared distance from the centre less
/// squared radius (Gellatly and Finney 1982, DOI 10.1016/0022-3093(82)90093-X). Computed by Voro++
/// (Rycroft 2009, DOI 10.1063/1.3215722). The box must be at least twice as wide as the widest
/// cell.
Cells radical_cells(const Spheres& spheres);

} // namespace percolith::microstructure
