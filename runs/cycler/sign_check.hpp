#pragma once
/// Which way a positive current flows.

#include "runs/cycler/raw_record.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace percolith::runs::cycler
{

/// Turns the current of `raw` so that charging is positive (and strips working, where that is the
/// positive terminal), by what the user stated, else by step types, else by which charge grows,
/// else by what the format fixes; adds what was found to `said`, and gives it. Throws `InputError`
/// that names the row for a current against the type of its step, for one within a rest, and for
/// one without sign in a row of which nothing tells the direction.
FileSign settle_signs(RawRecord& raw, std::span<const std::size_t> starts,
                      std::optional<FileSign> stated, std::vector<std::string>& said);

} // namespace percolith::runs::cycler
