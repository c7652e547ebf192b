#pragma once
/// What a structure file asks for, as tasks, and their results as answers.

#include "runs/case/structure.hpp"
#include "runs/record/percolation.hpp"
#include "runs/tasks.hpp"

#include <filesystem>
#include <span>
#include <vector>

namespace percolith::runs
{

/// Thresholds of all variants, one after the other.
Tasks threshold_tasks(const StructureCase& given);
/// Throws `std::domain_error` where realisations never percolated. Of several variants that is an
/// answer, with NaN for numbers; it throws only if none of them percolates.
std::vector<ThresholdRecord> thresholds_of(const StructureCase& given,
                                           std::span<const double> results);

/// Conductivities of the films of the only variant.
Tasks film_tasks(const StructureCase& given);
FilmRecord films_of(const StructureCase& given, std::span<const double> results);

/// Throws `InputError` where the films make no table for the law `table`.
void require_table(const StructureCase& given);

/// The structure file and the files it names.
std::vector<std::filesystem::path> inputs_of(const StructureCase& given);

/// What `fingerprint_of` calls computations. Results of one serve every command that asks for it.
inline constexpr const char* threshold_computation = "threshold";
inline constexpr const char* film_computation = "conductivity";

/// What results say about themselves.
PercolationHeader header_of(const StructureCase& given);

/// Everything that fixes the results of `command`: program, input, overrides, images.
std::string fingerprint_of(const StructureCase& given, const std::string& command);

} // namespace percolith::runs
