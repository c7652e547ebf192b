#pragma once
/// A mechanism laid over the cases of a fit.

#include "runs/case/fit.hpp"

#include <string>
#include <vector>

namespace percolith::runs::fit
{

/// Cases as the mechanism has them, and the parameters that it leaves free.
struct MechanismCases {
    std::vector<CellSource> sources; ///< one a cell
    std::vector<Parameter> parameters;
};

/// Throws `InputError` where nothing is left free, or where the mechanism contradicts a case.
MechanismCases mechanism_cases(const FitCase& given, const Mechanism& mechanism);

/// The mechanism of that name; for an empty one the cases as they are. Throws `InputError`.
Mechanism mechanism_named(const FitCase& given, const std::string& name);

} // namespace percolith::runs::fit
