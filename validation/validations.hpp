#pragma once
/// What is validated: one function per folder of this room, gathered in a table.

#include "validation/check.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace percolith::validation
{

std::vector<Check> closed_forms();
std::vector<Check> composition();
std::vector<Check> ledger_and_convergence();
std::vector<Check> twelve_cells();
std::vector<Check> rest_and_cycling();
std::vector<Check> alloy_reserve();
std::vector<Check> threshold_window();
std::vector<Check> pressure_and_contact();
std::vector<Check> percolation_of_structures();
std::vector<Check> conflicts();

struct Validation {
    std::string_view name; ///< of its folder
    std::string_view about;
    std::vector<Check> (*run)();
};

/// In the order in which they are reported.
std::span<const Validation> validations();

} // namespace percolith::validation
