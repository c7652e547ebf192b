#pragma once
/// Parts of a fit that are the same in the program's JSON and in that of a file read again.

#include "runs/record/fit.hpp"

#include <nlohmann/json_fwd.hpp>

namespace percolith::runs
{

/// Null where it is not finite.
nlohmann::json finite_or_null(double value);

/// A number that is not free (docs/files/fit.md); moves of parameters that are not determined are
/// left out. `parameters` are the names of those it may move.
nlohmann::json json_of(const AssumedNumber& number, const std::vector<std::string>& parameters);

} // namespace percolith::runs
