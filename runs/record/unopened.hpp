#pragma once
/// Why a file does not open as HDF5, told apart by what it holds.

#include <filesystem>
#include <string>

namespace percolith::runs
{

struct Unopened {
    std::string wrong; ///< "this is text, not HDF5"
    std::string mend; ///< empty where only another file helps
};

/// Of a regular file that HDF5 refused with this complaint.
Unopened why_unopened(const std::filesystem::path& file, const std::string& complaint);

} // namespace percolith::runs
