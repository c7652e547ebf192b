#pragma once
/// A fit as the data that its file keeps.

#include "runs/fit/fit_cells.hpp"
#include "runs/record/fit.hpp"

namespace percolith::runs::fit
{

/// A number that is not free, as the file and the JSON keep it.
AssumedNumber record_of(const Assumed& number);

FitRecord record_of(const FitCase& given, const Fit& fit);

} // namespace percolith::runs::fit
