#pragma once
/// The readers of the sections of a fit file.

#include "runs/case/fit.hpp"
#include "runs/case/section.hpp"

#include <filesystem>

namespace percolith::runs
{

/// [[cell]]: its case, its record, what else was measured on it.
void read_fit_cells(Section& root, const std::filesystem::path& folder, FitCase& all);
/// [[parameter]]: which keys may move, from where and how far.
void read_fit_parameters(Section& root, FitCase& all);
/// [[mechanism]].
void read_fit_mechanisms(Section& root, FitCase& all);

} // namespace percolith::runs
