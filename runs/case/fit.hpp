#pragma once
/// A fit as the user wrote it, read and checked (docs/files/fit.md).

#include "runs/case/cell_source.hpp"
#include "runs/case/document.hpp"
#include "runs/case/errors.hpp"
#include "runs/case/written.hpp"
#include "runs/fit/problem.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace percolith::runs
{

struct FitCase : Written {
    std::string title;
    std::vector<CellSource> sources; ///< one a cell
    std::vector<fit::CellData> cells; ///< in the same order
    std::vector<fit::Parameter> parameters; ///< at least one
    std::vector<fit::Mechanism> mechanisms; ///< none: the cases as they are
    fit::Plan plan;
    std::vector<std::filesystem::path> inputs; ///< cases and records it names
};

/// Reads the fit in `file`, with `overrides` ("dotted.key=value") laid over it. Cases and records
/// are found relative to its folder. Throws `InputErrors` with one line for each fault.
FitCase read_fit(const std::filesystem::path& file, std::span<const std::string> overrides = {});

/// The same from its text; `name` stands in messages.
FitCase parse_fit(std::string_view text, const std::string& name,
                  std::span<const std::string> overrides = {},
                  const std::filesystem::path& folder = {});

/// Every key of a fit file, in the order in which they are read.
std::vector<KeyEntry> describe_fit();

} // namespace percolith::runs
