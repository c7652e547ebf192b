#pragma once
/// From what a file says to what was measured: signs, units, times, steps and half cycles are
/// worked out and checked against each other.

#include "runs/cycler/cycler_record.hpp"
#include "runs/cycler/raw_record.hpp"

#include <optional>

namespace percolith::runs::cycler
{

struct InterpretOptions {
    std::optional<double> area{}; ///< m2, > 0; wins over what the file declares
    std::optional<FileSign> sign{}; ///< wins over what the file shows
};

/// Every row of `raw` is in the result: in the time series, in a spectrum, or counted as left out.
/// Throws `InputError`, one line that names the row, for what does not add up: times that run
/// backwards and no clock that does not, currents against the type of their step, charge or power
/// that no wrong unit explains, a voltage of no cell.
CyclerRecord interpret(const RawRecord& raw, const InterpretOptions& options);

} // namespace percolith::runs::cycler
