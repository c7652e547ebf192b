#pragma once
/// What an output is to be, by the ending of its name.

#include <filesystem>
#include <string>

namespace percolith::runs
{

/// ".h5", in small letters.
std::string ending_of(const std::filesystem::path& path);
/// Whether a figure may be named so: .svg, .png or .pdf.
bool is_picture(const std::filesystem::path& path);

} // namespace percolith::runs
