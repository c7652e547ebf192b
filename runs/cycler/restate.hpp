#pragma once
/// What a user says of the columns of a file whose reader needs no column map.

#include "runs/cycler/column_map.hpp"
#include "runs/cycler/raw_record.hpp"

#include <span>

namespace percolith::runs::cycler
{

/// Takes quantities out ("step_charge=none"), gives them to other columns ("voltage=Ece/V"), or
/// restates units ("current=I/mA [uA]"). Throws `InputError` for a column that is not there or a
/// unit of something else.
void restate(RawRecord& record, std::span<const ColumnChoice> choices);

} // namespace percolith::runs::cycler
