#pragma once
/// What figures and pages look for in a run, whichever of its tables keeps it.

#include "runs/record/read.hpp"

#include <optional>
#include <string>
#include <vector>

namespace percolith::runs
{

/// The finer table that has time and all these columns, and rows.
std::optional<RecordedRun::Table> finer_table(const RecordedRun& run,
                                              const std::vector<std::string>& columns);

/// s, of the last row of the finer table; nothing where no instant was recorded.
std::optional<double> last_instant(const RecordedRun& run);

/// What one electrode still holds, C/m2, and the table it comes from.
struct LithiumLeft {
    RecordedRun::Table table;
    std::vector<double> metal;
    std::vector<double> host;
};

/// `side` is "working" or "counter". Lithium beyond the capacity of the host is metal; the
/// per-cycle table has the two apart.
std::optional<LithiumLeft> lithium_left(const RecordedRun& run, const char* side);

} // namespace percolith::runs
