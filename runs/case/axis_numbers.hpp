#pragma once
/// Numbers that a key of the case is to take, as ensembles' files write them. Included by the
/// sources of this folder only.

#include "runs/case/cell_source.hpp"
#include "runs/case/section.hpp"
#include "runs/ensemble/plan.hpp"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace percolith::runs
{

/// The case in `file` with `set` laid over it, to be varied: by the fast engine unless `set` names
/// another. Nothing where that failed, the faults noted in `s`.
std::optional<CellSource> varied_case(Section& s, const std::filesystem::path& file,
                                      std::span<const std::string> set);

/// Reads `case` and `set` of an ensemble's file: the case it varies.
std::optional<CellSource> read_varied_case(Section& root, const std::filesystem::path& folder);

/// The number of `text`, in the axis' unit; the first number of an axis gives it.
std::optional<double> number_on(Section& s, std::string_view key, const std::string& text,
                                std::optional<std::string>& unit);

/// Lays one number over the case: it must be a number of it and within its range, or `at` is at
/// fault. Finds the axis' SI unit. What else the case says of it is the member's to answer for.
/// `whose` is what messages call the case.
void check_number(Section& s, std::string_view at, const CellSource& source, double value,
                  ensemble::Axis& axis, std::string_view whose = "the case");

/// What an axis has for an SI unit where no number of it went with the rest of the case.
void complete_unit(ensemble::Axis& axis);

} // namespace percolith::runs
