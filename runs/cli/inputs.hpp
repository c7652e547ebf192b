#pragma once
/// Files that a command reads must survive what it writes.

#include "runs/case/case.hpp"

#include <filesystem>
#include <vector>

namespace percolith::runs
{

/// The case file and the files it names.
std::vector<std::filesystem::path> inputs_of(const Case& given);

/// Throws `InputError` if `output` is one of `inputs`, under whatever name.
void keep_apart(const std::filesystem::path& output,
                const std::vector<std::filesystem::path>& inputs);

} // namespace percolith::runs
