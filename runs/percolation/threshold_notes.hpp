#pragma once
/// What has to be known of a threshold beside its standard error.

#include "model/microstructure/threshold.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace percolith::runs
{

/// Sentences on what the standard error does not hold, or why there is none; empty where it holds
/// everything. `kind` is that of the structure, as in `structure_names`.
std::vector<std::string> threshold_notes(std::string_view kind,
                                         const microstructure::Threshold& answer);

} // namespace percolith::runs
