#pragma once
/// A fit for people, and for programs.

#include "runs/fit/fit_cells.hpp"

#include <string>
#include <vector>

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

/// What the data determine, a sentence each: slopes at the best fit, and what profiles add to them.
std::vector<std::string> findings_of(const MechanismFit& fit);

/// What the answer owes to numbers that count as known, a sentence each.
std::vector<std::string> assumptions_of(const MechanismFit& fit);

/// Parameters whose bounds set an end of it.
struct SetBy {
    std::vector<std::string> low;
    std::vector<std::string> high;
};
SetBy interval_set_by(const MechanismFit& fit, std::size_t unknown);

} // namespace percolith::runs::fit
