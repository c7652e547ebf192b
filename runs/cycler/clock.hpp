#pragma once
/// The time of a test from the clocks that its file holds.

#include "runs/cycler/raw_record.hpp"

#include <span>
#include <string>
#include <vector>

namespace percolith::runs::cycler
{

/// Seconds from the first row, never falling; what was found is added to `said`. The total time of
/// the test if it never falls, else the times in the steps, added up, else dates. Throws
/// `InputError` that names the row where no clock rises, or where two of them disagree.
std::vector<double> test_times(const RawRecord& raw, std::span<const std::size_t> starts,
                               std::vector<std::string>& said);

} // namespace percolith::runs::cycler
