#pragma once
/// Where a picture goes, and how wide it is.

#include <concepts>
#include <filesystem>
#include <optional>

namespace percolith::runs
{

/// A file whose ending says the kind of picture: .svg, .png or .pdf.
struct Drawing {
    std::filesystem::path output;
    /// mm, of the column of a journal; then there are no titles, which stand in its caption.
    std::optional<double> width{};

    /// Of whatever a path can be made of.
    template <std::convertible_to<std::filesystem::path> File>
    Drawing(const File& file, std::optional<double> mm = {}) : output(file), width(mm)
    {
    }
};

} // namespace percolith::runs
