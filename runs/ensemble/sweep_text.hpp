#pragma once
/// A sweep and what it came to, for people and for programs.

#include "runs/case/sweep.hpp"
#include "runs/ensemble/map.hpp"

#include <string>

namespace percolith::runs::ensemble
{

/// The sweep said back in a few lines.
std::string as_text(const SweepCase& sweep);
std::string as_text(const SweepCase& sweep, const SweepTally& tally);
/// {"format": "percolith-sweep", ...}.
std::string as_json(const SweepCase& sweep);
std::string as_json(const SweepCase& sweep, const SweepTally& tally);

} // namespace percolith::runs::ensemble
