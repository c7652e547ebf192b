#pragma once
/// Files that hold something over time.

#include <filesystem>

namespace percolith::runs
{

/// Throws `InputError` for a result of another kind than a run or a measured record: what stands
/// side by side are courses over time. What is no result at all, its reader says.
void check_is_course(const std::filesystem::path& file);

} // namespace percolith::runs
