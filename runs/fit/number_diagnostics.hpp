#pragma once
/// Whether single numbers (resistances, charges, thicknesses, times of events) are where a fit puts
/// them.

#include "runs/fit/problem.hpp"

#include <span>
#include <string>
#include <vector>

namespace percolith::runs::fit
{

/// "resistance", "consumed charge", "thickness"
const char* name_of(PointKind kind);
/// "cell", "working", "counter"
const char* name_of(Part part);

/// What errors as stated would not leave, a sentence each: all of a cell's numbers together, then
/// each that is so far off that the largest of as many normal residuals is so in less than `level`
/// of all cases, five at most. Nothing where all is well.
///
/// `residuals` (model less measurement, in standard deviations) are those of the points, then of
/// the events; `parameters` are the unknowns spent on them.
std::vector<std::string> describe_numbers(const CellData& data, std::span<const double> residuals,
                                          double parameters, double level = 1e-3);

/// How likely squares as large as `sum`, or larger, are of noise with so many degrees of freedom.
double chance_of(double sum, double freedom);

} // namespace percolith::runs::fit
