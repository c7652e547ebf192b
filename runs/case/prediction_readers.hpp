#pragma once
/// The readers of the sections of a prediction file.

#include "runs/case/prediction.hpp"
#include "runs/case/section.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string_view>

namespace percolith::runs
{

/// Whose beliefs are read.
struct BeliefRules {
    std::string_view whose = "the case"; ///< what messages call it
    /// Notes a fault and says so where nothing is to be believed of this key.
    bool (*refuses)(Section& s, std::string_view key) = nullptr;
};

/// More uncertain keys than anybody can tell apart; a Sobol sequence may need twice as many axes.
inline constexpr std::size_t most_inputs = 100;

/// [[uncertain]]: which keys are uncertain, and how; adds an axis to the plan for each. The case
/// must have been read.
void read_uncertain(Section& root, const std::optional<CellSource>& source, ensemble::Plan& plan,
                    const BeliefRules& rules = {});
/// Notes a fault where more than `most_inputs` are uncertain.
void check_inputs(Section& root, const ensemble::Plan& plan);
/// [posterior]: numbers that a fit has left, drawn together. The case must have been read.
void read_posterior(Section& root, const std::filesystem::path& folder, SweepCase& all);

} // namespace percolith::runs
