#pragma once
/// The cases and reference tables of this room, compiled in: an installed program validates
/// anywhere.

#include <span>
#include <string>
#include <string_view>

namespace percolith::validation
{

struct EmbeddedFile {
    std::string_view path; ///< within validation/: "twelve_cells/sei_lpsc.toml"
    std::string_view text;
};

std::span<const EmbeddedFile> embedded_files();

/// Throws `std::logic_error` for a file that is not there: a missing reference is a failure.
std::string_view file_text(std::string_view path);

} // namespace percolith::validation
