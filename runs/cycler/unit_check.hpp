#pragma once
/// Units that a header states wrongly: current against the charge it passes, the power it takes and
/// the area it flows through.

#include "runs/cycler/raw_record.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace percolith::runs::cycler
{

struct UnitWitnesses {
    std::span<const double> time; ///< s, of each row
    std::span<const std::size_t> starts; ///< of the steps
    std::optional<double> area; ///< m2
};

/// Mends the current or the voltage of `raw` where two witnesses say that its header is wrong by a
/// power of 1000 and which header it is; adds what was found, and what nothing checks, to `said`.
/// In each step the charge must lie between the sums that the smaller and the larger current of
/// every interval give. Throws `InputError` that names the row where witnesses disagree and nothing
/// tells who is right, for a voltage of more than 10.5 V, and for more than 100 mA/cm2; neither
/// where the user stated the unit.
void check_units(RawRecord& raw, const UnitWitnesses& given, std::vector<std::string>& said);

} // namespace percolith::runs::cycler
