#pragma once
/// What a file looks like before HDF5 is asked.

#include <filesystem>

namespace percolith::runs
{

/// Whether `file` looks like HDF5 at all, by its first bytes.
bool is_hdf5(const std::filesystem::path& file);

} // namespace percolith::runs
