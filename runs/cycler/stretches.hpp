#pragma once
/// Steps, cycles and half cycles of a record.

#include "runs/cycler/cycler_record.hpp"
#include "runs/cycler/raw_record.hpp"

#include <span>

namespace percolith::runs::cycler
{

/// Fills `step`, `cycle` and `half_cycles` of `record` from its time and current, and adds what was
/// found to `said`. `raw` has the same rows.
void find_stretches(const RawRecord& raw, std::span<const std::size_t> starts,
                    CyclerRecord& record);

} // namespace percolith::runs::cycler
