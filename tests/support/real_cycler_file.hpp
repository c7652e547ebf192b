#pragma once
// Files as testers wrote them. They belong to others and lie outside the sources: without them,
// their tests say so and end.

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace percolith::tests
{

/// Bytes of the file; empty, with a warning, where it is not there.
inline std::string real_cycler_file(const std::string& name)
{
    const auto path = std::filesystem::path(PERCOLITH_CYCLER_FILES) / name;
    if (std::string(PERCOLITH_CYCLER_FILES).empty() || !std::filesystem::exists(path)) {
        WARN("skipped: " << name << " is not in PERCOLITH_CYCLER_FILES (\""
                         << PERCOLITH_CYCLER_FILES << "\")");
        return {};
    }
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

} // namespace percolith::tests
