#pragma once
/// Pictures of the structure itself.

#include "model/microstructure/clusters.hpp"
#include "model/microstructure/voxels.hpp"

#include <filesystem>
#include <string>

namespace percolith::runs
{

/// A cut through the middle of the film, its normal upwards: metal that spans the film, other metal
/// paler, the rest light. The ending of `output` says the kind of picture (.svg, .png, .pdf).
/// Throws as `plot_run`.
void plot_slice(const microstructure::VoxelGrid& grid, const microstructure::Clusters& clusters,
                const std::string& title, const std::string& below,
                const std::filesystem::path& output);

} // namespace percolith::runs
