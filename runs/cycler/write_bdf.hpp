#pragma once
/// A measured record in the Battery Data Format.

#include "runs/cycler/cycler_record.hpp"

#include <filesystem>

namespace percolith::runs::cycler
{

/// Test time, voltage, current, cycle count and step count, by BDF's names and signs: its charging
/// is our stripping of the working electrode, where that is the positive terminal. Numbers are the
/// shortest text that reads back as the same number. Written aside and renamed; throws
/// `OutputError`. A record of spectra alone has no rows to write: throws `InputError`.
void write_bdf(const CyclerRecord& record, const std::filesystem::path& file);

} // namespace percolith::runs::cycler
