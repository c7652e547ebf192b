#pragma once
/// The twelve cells as one figure, like the article's Fig. 2.

#include <filesystem>

namespace percolith::validation
{

/// Runs the cells and draws their voltages into `output` (.svg, .png or .pdf). Throws `OutputError`
/// where that cannot be written.
void draw_twelve_cells(const std::filesystem::path& output);

} // namespace percolith::validation
