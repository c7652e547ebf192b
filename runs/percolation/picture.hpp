#pragma once
/// One film of a described structure as a picture, or as voxels.

#include "runs/case/structure.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace percolith::runs
{

/// Which film, as users write it.
struct PictureRequest {
    std::string fraction{}; ///< of metal; empty: the last of the structure file
    std::string thickness{}; ///< empty: the first of the structure file, or 20 unit lengths
    std::uint32_t realisation = 0;
};

/// A cut through the film, the cluster that spans it highlighted (.svg, .png, .pdf), or all voxels
/// for ParaView (.vti). Throws `InputError` for a film that cannot be made or has no room in
/// memory, under the name of the program's option where that is at fault; else as `plot_slice`.
void write_picture(const StructureCase& given, const PictureRequest& request,
                   const std::filesystem::path& output);

} // namespace percolith::runs
