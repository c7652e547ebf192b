#pragma once
/// Tables in text: Neware's exports, flat and in layers, the Battery Data Format, and plain CSV.

#include "runs/cycler/column_map.hpp"
#include "runs/cycler/raw_record.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace percolith::runs::cycler
{

struct TextOptions {
    std::vector<ColumnChoice> choices{}; ///< what the user said of the columns
    std::optional<double> area{}; ///< m2, for columns of current density
};

/// Finds out by its headings what the table is, and reads it. Lines before the header are left out
/// and counted. Throws `InputError`, one line that names the line, for an empty file, two
/// encodings, a header that lacks a time, a voltage or a current, and every row that cannot be
/// read.
RawRecord read_text(std::string_view bytes, const std::string& source, const TextOptions& options);

} // namespace percolith::runs::cycler
