#pragma once
/// A sweep as the user wrote it, read and checked (docs/files/sweep.md).

#include "runs/case/cell_source.hpp"
#include "runs/case/document.hpp"
#include "runs/case/written.hpp"
#include "runs/ensemble/outputs.hpp"
#include "runs/ensemble/plan.hpp"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace percolith::runs
{

struct SweepCase : Written {
    std::string title;
    std::optional<CellSource> source; ///< the case with `set` laid over it; there once read
    ensemble::Plan plan;
    std::vector<ensemble::Output> outputs; ///< at least one
    bool predicts = false; ///< its tests make a prediction, which there is not without any
    std::optional<std::filesystem::path> fit{}; ///< whose posterior is drawn from
};

/// The file, its case and all files that these are made of.
std::vector<std::filesystem::path> inputs_of(const SweepCase& sweep);

/// Reads the sweep in `file`, with `overrides` ("dotted.key=value") laid over it. The case is found
/// relative to its folder. Throws `InputErrors` with one line for each fault.
SweepCase read_sweep(const std::filesystem::path& file,
                     std::span<const std::string> overrides = {});

/// The same from its text; `name` stands in messages.
SweepCase parse_sweep(std::string_view text, const std::string& name,
                      std::span<const std::string> overrides = {},
                      const std::filesystem::path& folder = {});

/// Every key of a sweep file, in the order in which they are read.
std::vector<KeyEntry> describe_sweep();

} // namespace percolith::runs
