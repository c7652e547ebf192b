#pragma once
/// Measured records in HDF5 (docs/files/measured.md), as xarray opens them.

#include "runs/cycler/cycler_record.hpp"
#include "runs/record/table.hpp"

#include <filesystem>
#include <vector>

namespace percolith::runs
{

struct MeasuredFormat {
    static constexpr const char* name = "percolith-measured";
    static constexpr int version = 1;
};

/// Columns of its groups, in the order of the file.
struct MeasuredColumns {
    std::vector<Column> series;
    std::vector<Column> half_cycles;
    std::vector<Column> spectra;
};
const MeasuredColumns& measured_columns();

/// Groups /series and /half_cycles, and /spectra where there are any; what was found and assumed is
/// kept as text. Written aside and renamed. Throws `OutputError`.
void write_measured(const cycler::CyclerRecord& record, const std::filesystem::path& file);

/// What `write_measured` wrote, number by number. Throws `InputError` for a file that is no
/// measured record, is damaged or of a later version.
cycler::CyclerRecord read_measured(const std::filesystem::path& file);

/// Whether the file calls itself a measured record.
bool is_measured(const std::filesystem::path& file);

} // namespace percolith::runs
