#pragma once
/// A prediction as the user asked for it, read and checked (docs/files/prediction.md): what is
/// believed of a case's numbers before the test.

#include "kinetics/quantity.hpp"
#include "runs/case/sweep.hpp"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace percolith::runs
{

struct PredictionCase : SweepCase {
    double confidence = 0.95; ///< of all intervals
    /// Capacity per area of the cathode of the full cell to be; nothing where none is asked about.
    std::optional<kinetics::ArealCharge<>> cathode_capacity;
};

/// Reads the prediction in `file`, with `overrides` ("dotted.key=value") laid over it. The case and
/// the fit are found relative to its folder. Throws `InputErrors` with one line for each fault.
PredictionCase read_prediction(const std::filesystem::path& file,
                               std::span<const std::string> overrides = {});

/// The same from its text; `name` stands in messages.
PredictionCase parse_prediction(std::string_view text, const std::string& name,
                                std::span<const std::string> overrides = {},
                                const std::filesystem::path& folder = {});

/// Every key of a prediction file, in the order in which they are read.
std::vector<KeyEntry> describe_prediction();

} // namespace percolith::runs
