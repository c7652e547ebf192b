#pragma once
/// Voxels for ParaView and other programs of VTK.

#include "model/microstructure/clusters.hpp"
#include "model/microstructure/voxels.hpp"

#include <filesystem>
#include <string>

namespace percolith::runs
{

/// Writes `grid` as VTK ImageData (.vti), XML with raw data appended: per voxel its phase, the
/// label of its cluster of metal (0 outside, else from 1) and whether that spans the film. Lengths
/// are in nm: ParaView's camera does not like metres of this size. Written aside and renamed.
/// Throws `OutputError`.
void write_vti(const microstructure::VoxelGrid& grid, const microstructure::Clusters& clusters,
               const std::string& title, const std::filesystem::path& output);

} // namespace percolith::runs
