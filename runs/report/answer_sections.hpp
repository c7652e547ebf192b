#pragma once
/// Pages on what `percolith predict --json` and `percolith design -o` wrote.

#include "runs/report/blocks.hpp"

#include <filesystem>

namespace percolith::runs::report
{

/// Whether a file is such an answer, by its first letter: all other results are HDF5.
bool is_answer(const std::filesystem::path& file);

/// Throws `InputError` for JSON that is damaged, no answer, of a later version, or lacks a part.
Page page_of_answer(const std::filesystem::path& file);

/// The two kinds of answer.
Page page_of_prediction(const Json& answer, const std::filesystem::path& file);
Page page_of_design(const Json& answer, const std::filesystem::path& file);

/// "Where this comes from": the program, the file, what it was made of and what was laid over it.
/// Nothing of an answer of before it was kept.
void add_provenance(Page& page, const Json& answer, const std::filesystem::path& file,
                    const std::string& title);

/// The n-th number of each row; NaN for null, as JSON has no infinity.
double number_of(const Json& value);
std::vector<double> numbers_of(const Json& rows, const char* name);

} // namespace percolith::runs::report
