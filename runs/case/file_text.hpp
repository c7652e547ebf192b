#pragma once
/// Whole files as text, with a bound on their size.

#include <cstddef>
#include <filesystem>
#include <string>

namespace percolith::runs
{

/// The bytes of `file`. Throws `InputErrors` with one line that begins with the path where it
/// cannot be read, is no regular file, or holds more than `longest` bytes; `advice` says what to do
/// then.
std::string read_text_file(const std::filesystem::path& file, std::size_t longest,
                           std::string_view advice);

} // namespace percolith::runs
