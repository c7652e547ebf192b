#pragma once
/// Auxiliary channels of an .ndax, thermometers for the most part: columns beside the cell's.

#include "runs/cycler/ndax_about.hpp"
#include "runs/cycler/raw_record.hpp"

namespace percolith::runs::cycler
{

/// Adds a column to `raw` for each auxiliary table, NaN where it has no value, and says what was
/// kept. A table that cannot be read is left out, with the reason. `raw.line` must be there.
void add_auxiliaries(const Archive& archive, const NdaxAbout& about, RawRecord& raw);

/// By its name.
bool is_auxiliary(const std::string& table);

} // namespace percolith::runs::cycler
