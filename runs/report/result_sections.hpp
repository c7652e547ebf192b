#pragma once
/// Pages on results other than runs.

#include "runs/record/fit.hpp"
#include "runs/record/map.hpp"
#include "runs/record/percolation.hpp"
#include "runs/report/blocks.hpp"

#include <filesystem>

namespace percolith::runs::report
{

/// A map of a sweep, or the tests of a prediction: every output over the axes, with its cliff.
Page page_of_map(const RecordedMap& map, const std::filesystem::path& file);
/// A fit: what the data determine, cells with their residuals, intervals, profiles.
Page page_of_fit(const FitRecord& fit, const std::filesystem::path& file);
/// A threshold, thresholds over what was varied, or conductivities of films.
Page page_of_percolation(const RecordedPercolation& result, const std::filesystem::path& file);

/// "file", "written by" and "sources", at the end of each.
void add_origin(Page& page, const std::filesystem::path& file, const std::string& version,
                const std::string& commit);

} // namespace percolith::runs::report
