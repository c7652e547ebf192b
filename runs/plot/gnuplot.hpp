#pragma once
/// Draws with the program gnuplot, started without a shell.

#include "runs/plot/drawing.hpp"
#include "runs/plot/figure.hpp"

namespace percolith::runs
{

/// Draws into a file that is written aside and renamed. Throws `InputError` for another ending of
/// its name and for a width at which nothing could be seen, `OutputError` where gnuplot is missing
/// or the file cannot be written.
void draw(const Figure& figure, const Drawing& to);

} // namespace percolith::runs
