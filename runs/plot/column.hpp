#pragma once
/// Figures as wide as a journal's column.

#include "runs/plot/figure.hpp"

namespace percolith::runs
{

/// What fits the columns of all of them: ACS 82.5 and 178 mm, RSC 83 and 171, Wiley 85 and 180,
/// Nature 89 and 183, Elsevier 90 and 190.
inline constexpr double single_column = 82.0; ///< mm
inline constexpr double double_column = 170.0; ///< mm

/// The narrowest (mm) at which frames can still be read.
double least_width(const Figure& figure);

/// The figure at that width (mm). Letters, margins and heights keep their sizes and frames take
/// what is left across; keys get as many rows as they need, and notes that are longer than their
/// frame go. Titles of the figure go: they stand in a caption.
Figure in_a_column(Figure figure, double width);

} // namespace percolith::runs
