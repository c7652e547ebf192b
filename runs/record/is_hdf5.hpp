#pragma once
/// What a file is, before anything in it is read.

#include <filesystem>

namespace percolith::runs
{

/// Whether `file` looks like HDF5 at all, by its first bytes.
bool is_hdf5(const std::filesystem::path& file);

/// Throws `InputError` for what is no whole HDF5 file of this program, in words that suit a command
/// which takes all of its results. More is said by the reader of each.
void require_result(const std::filesystem::path& file);

} // namespace percolith::runs
