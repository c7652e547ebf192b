#pragma once
/// Checks for people and for programs.

#include "validation/validations.hpp"

#include <string>
#include <vector>

namespace percolith::validation
{

/// One validation that ran.
struct Report {
    Validation validation;
    std::vector<Check> checks;
    double seconds = 0.0; ///< it took
};

/// The checks of one validation, each with value, what is accepted, verdict and what it is worth.
std::string as_text(const Report& report);

/// How many checks of each kind passed or failed, and the known failures by name.
std::string totals_as_text(const std::vector<Report>& reports);

/// {"format": "percolith-validation", "version": 1, "validations": [...]}; bounds that are open are
/// null (docs/concepts/validation.md).
std::string as_json(const std::vector<Report>& reports);

/// Whether some check failed that was not known to.
bool any_failure(const std::vector<Report>& reports);

} // namespace percolith::validation
