#pragma once
/// Measured structures: images with one value per voxel, from HDF5 or from a plain block of bytes.

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace percolith::runs
{

struct VoxelImage {
    std::array<std::int32_t, 3> shape{}; ///< voxels along x, y and z
    std::vector<float> values{}; ///< x innermost
};

enum class VoxelType { uint8, uint16, float32 };

/// Dataset of numbers with the axes z, y, x, as NumPy writes an array[z, y, x]. Throws
/// `InputErrors` with one line that names the file: no such file or dataset, another rank, no
/// numbers, a value that is not finite, damage, more than memory holds.
VoxelImage read_hdf5_image(const std::filesystem::path& file, const std::string& dataset);

/// Little-endian numbers without a header, x innermost. Throws as above, and for a file whose
/// length is not that of `shape`.
VoxelImage read_raw_image(const std::filesystem::path& file,
                          const std::array<std::int32_t, 3>& shape, VoxelType type);

/// CRC-32 of a file, to tell whether it is still the same; 0 where it cannot be read.
std::uint32_t checksum_of_file(const std::filesystem::path& file);

} // namespace percolith::runs
