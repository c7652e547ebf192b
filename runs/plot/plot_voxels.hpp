#pragma once
/// Pictures of the structure itself.

#include "model/microstructure/clusters.hpp"
#include "model/microstructure/voxels.hpp"
#include "runs/plot/drawing.hpp"

#include <string>

namespace percolith::runs
{

/// A cut through the middle of the film, its normal upwards: metal that spans the film, other metal
/// paler, the rest light. Throws as `plot_run`.
void plot_slice(const microstructure::VoxelGrid& grid, const microstructure::Clusters& clusters,
                const std::string& title, const std::string& below, const Drawing& to);

} // namespace percolith::runs
