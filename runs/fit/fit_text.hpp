#pragma once
/// A fit for people, and for programs.

#include "runs/fit/fit_cells.hpp"

#include <string>

namespace percolith::runs::fit
{

std::string as_text(const FitCase& given, const Fit& fit);
std::string as_json(const FitCase& given, const Fit& fit);
std::string as_text(const FitCase& given, const DesignCheck& check);
std::string as_json(const FitCase& given, const DesignCheck& check);

/// The interval that is best founded: that of the profile, else that of the curvature.
struct BestInterval {
    Interval interval;
    bool profiled = false;
};
BestInterval best_interval(const MechanismFit& fit, std::size_t unknown);

} // namespace percolith::runs::fit
