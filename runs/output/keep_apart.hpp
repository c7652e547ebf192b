#pragma once
/// Files that a command reads must survive what it writes.

#include <filesystem>
#include <vector>

namespace percolith::runs
{

/// Throws `InputError` if `output` is one of `inputs`, under whatever name.
void keep_apart(const std::filesystem::path& output,
                const std::vector<std::filesystem::path>& inputs);

} // namespace percolith::runs
