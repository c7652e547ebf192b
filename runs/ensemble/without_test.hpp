#pragma once
/// Ensembles of which no member has a test: there is nothing to say but why.

#include "runs/case/errors.hpp"
#include "runs/ensemble/chunks.hpp"

#include <optional>
#include <string>

namespace percolith::runs::ensemble
{

/// Why the first member has no test, where none has; else nothing. Reads chunks up to the first
/// test. Throws `OutputError`.
std::optional<std::string> why_none(const SweepCase& sweep, const Chunking& chunks,
                                    const WorkFolder& folder);

/// The same before anything is run: why the first member is no cell, where none of the first
/// thousand is one. A cell may still refuse to run.
std::optional<std::string> why_no_cell(const SweepCase& sweep);

/// On one line: a prediction from no test, and why the first has none.
InputError no_test(const SweepCase& sweep, const std::string& refusal);

} // namespace percolith::runs::ensemble
