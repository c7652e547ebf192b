#pragma once
/// Where an answer comes from: which program made it, and from what.

#include "runs/case/written.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace percolith::runs
{

struct Provenance {
    std::string program_version{};
    std::string commit{};
    std::string input{}; ///< text of the file that asked, byte for byte
    std::vector<std::string> overrides{}; ///< "dotted.key=value", laid over it
    std::vector<std::string>
        inputs{}; ///< that file, and all that it is made of, seen from its folder
};

/// A file as it is called from a folder: a result says the same wherever it was made.
std::string name_beside(const std::filesystem::path& file, const std::filesystem::path& folder);

/// Of this program.
Provenance provenance_of(const Written& asked, const std::vector<std::filesystem::path>& inputs);

} // namespace percolith::runs
