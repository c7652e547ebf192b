#pragma once
/// Neware's export in layers: lines of cycles, steps and records in turn, each layer one field
/// further to the right. The first three lines are the headers of the layers:
///
///     Cycle ID,...
///     ,Step ID,Step Name,...
///     ,,Record ID,Time(h:min:s.ms),Voltage(V),Current(mA),...
///     1,...
///     ,1,Rest,...
///     ,,1,0:00:00.000,3.2,0,...
///
/// Layout from the files that BEEP reads (https://github.com/TRI-AMDD/beep).

#include "runs/cycler/raw_record.hpp"
#include "runs/cycler/table_plan.hpp"
#include "runs/cycler/text_table.hpp"

#include <string>

namespace percolith::runs::cycler
{

/// Whether the first three lines of the table are such headers. Moves `table` forward.
bool is_layered(TextTable table);

/// Throws `InputError` for a record outside any step, and as the rows of every table do.
RawRecord read_layered(TextTable table, const std::string& source, const PlanOptions& options);

} // namespace percolith::runs::cycler
