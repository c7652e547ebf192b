#pragma once
/// Times such as 10:30: minutes and seconds, or hours and minutes as spreadsheets write them.

#include "runs/cycler/raw_record.hpp"

namespace percolith::runs::cycler
{

/// Whether a column of times is open (`Column::open_time`).
bool has_open_times(const RawRecord& raw);

/// The same record without open times, each in seconds by what the dates, a clock that is not open,
/// or the charge against the current tell; this is said. Throws `InputError` that names the first
/// row where nothing tells, or where these contradict each other.
RawRecord with_settled_times(const RawRecord& raw);

} // namespace percolith::runs::cycler
