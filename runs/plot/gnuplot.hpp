#pragma once
/// Draws with the program gnuplot, started without a shell.

#include "runs/plot/figure.hpp"

#include <filesystem>

namespace percolith::runs
{

/// Draws into a file whose ending says the kind of picture: .svg, .png or .pdf. Written aside and
/// renamed. Throws `InputError` for another ending, `OutputError` where gnuplot is missing or the
/// file cannot be written.
void draw(const Figure& figure, const std::filesystem::path& output);

} // namespace percolith::runs
