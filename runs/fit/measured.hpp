#pragma once
/// From a tester's file to what a fit needs of it.

#include "runs/cycler/column_map.hpp"
#include "runs/cycler/cycler_record.hpp"
#include "runs/cycler/interpret.hpp"
#include "runs/fit/problem.hpp"

#include <filesystem>
#include <limits>
#include <optional>
#include <vector>

namespace percolith::runs::fit
{

/// Which samples of a record count as voltages.
struct VoltageWindow {
    bool use = true;
    double from = 0.0; ///< s
    double to = std::numeric_limits<double>::infinity(); ///< s
    double after_switch = 0.0; ///< s since the current changed
    double below = std::numeric_limits<double>::infinity(); ///< V, of |V|
};

struct RecordReading {
    double area = 0.0; ///< m2, of the electrodes
    std::vector<cycler::ColumnChoice> columns{}; ///< of a tester's file
    std::optional<cycler::FileSign> sign{}; ///< of a tester's file; found where it is not said
    VoltageWindow window;
    Scatter scatter; ///< without a floor: one of 1e-4 of the largest current is used
};

/// Fills the current, the voltages and what is to be said of them into `data`. A record whose last
/// voltages are not below the window's becomes an event, unless `data` has the cell's end already;
/// voltages within that event's error of it are left out. Throws
/// `std::invalid_argument` for a record of fewer than two instants, or without voltages where they
/// are to be used.
void take(const cycler::CyclerRecord& record, const RecordReading& how, CellData& data);

/// The same from any file that import reads, or from the measured record that it wrote. Throws
/// `InputError`, too; `std::invalid_argument` also for a record of another area.
void read_measured(const std::filesystem::path& file, const RecordReading& how, CellData& data);

} // namespace percolith::runs::fit
