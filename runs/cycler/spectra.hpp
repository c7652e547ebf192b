#pragma once
/// Impedance points of a record, sweep by sweep.

#include "runs/cycler/cycler_record.hpp"
#include "runs/cycler/raw_record.hpp"

#include <vector>

namespace percolith::runs::cycler
{

/// Which rows hold an impedance point: a frequency > 0.
std::vector<bool> impedance_rows(const RawRecord& raw);

/// The points in order; a new spectrum begins with each step and where the frequency turns back.
/// `start` is the time, in s by the file, that counts as 0. Throws `InputError` that names the row
/// for a point without impedance.
std::vector<Spectrum> spectra_of(const RawRecord& raw, double start);

} // namespace percolith::runs::cycler
