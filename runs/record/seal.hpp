#pragma once
/// The checksum behind a run file. HDF5 checks some of its own bytes and not others, and over
/// damaged ones version 1.10 may crash or never come back: a reader asks here first.

#include <filesystem>

namespace percolith::runs
{

/// Appends the seal to an open, whole file: a line with the CRC-32 of every byte before it, which
/// HDF5 takes for unused space. Returns 0, or the `errno` of what failed.
int write_seal(int descriptor);

enum class Seal {
    absent, ///< another program wrote or changed the file
    holds,
    broken, ///< some byte is not what was written
};

/// Reads the whole file. A file that cannot be read has no seal.
Seal check_seal(const std::filesystem::path& file);

} // namespace percolith::runs
