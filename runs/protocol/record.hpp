#pragma once
/// A measured current as protocol: CSV with a header that names quantities and units, such as
/// `time [s], current [mA]`, or a Battery Data Format file (`Test Time / s`, `Current / A`).

#include "runs/protocol/protocol.hpp"

#include <filesystem>
#include <optional>
#include <string_view>

namespace percolith::runs
{

/// What a positive number in the current column means.
enum class CurrentSign {
    strips_working, ///< this program's sign: anodic at the working electrode
    charge_positive, ///< BDF: charging the cell, with the working electrode as its positive
                     ///< terminal
    discharge_positive, ///< PyBaMM: discharging the same cell
};

/// Factor from a column's sign to the product's. Charging drives current into the positive
/// terminal, which oxidises there: with working as positive terminal it strips working. So
/// charge-positive numbers keep their sign and discharge-positive ones change it.
constexpr double to_strips_working(CurrentSign sign)
{
    return sign == CurrentSign::discharge_positive ? -1.0 : 1.0;
}

struct RecordOptions {
    kinetics::Area<> area; ///< of the electrode: A becomes A/m2
    /// Else charge_positive under BDF headers, strips_working otherwise.
    std::optional<CurrentSign> sign{};
    /// A longer time between two rows is a fault. Without it a gap is a time above 1000 times the
    /// usual one across which the current changes: a straight line there would invent charge.
    std::optional<kinetics::Time<>> longest_gap{};
};

/// Reads a record. Time is shifted to start at 0. Rows of one instant are a jump, from the first of
/// them to the last. `source` names it in messages.
/// Throws `InputError`, one line that names the row, for a header without time or current, a field
/// that is missing or no finite number, time that falls, a gap, or a last row cut
/// short; `std::invalid_argument` for an area that is not above 0.
MeasuredCurrent parse_record(std::string_view csv, std::string_view source,
                             const RecordOptions& options);

/// The same from a file. Throws `InputError` where it cannot be read.
MeasuredCurrent read_record(const std::filesystem::path& file, const RecordOptions& options);

} // namespace percolith::runs
