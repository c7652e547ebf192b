#pragma once
/// An .mpt as text: header, titles, and the numbers below each title.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace percolith::runs::cycler
{

struct MptColumn {
    std::string title; ///< UTF-8
    std::vector<double> values; ///< NaN where the field is empty or says that it is no number
    bool is_text = false; ///< some field is neither: `values` are void
};

struct MptText {
    std::vector<std::string> header; ///< UTF-8, without titles; empty where the file has none
    std::vector<MptColumn> columns;
    std::vector<long> line; ///< one a row
    bool has_decimal_commas = false;
    std::size_t no_numbers = 0; ///< fields that say NaN or the like
    /// Title and values of time/s where it holds dates: s since 1970-01-01; then its column is NaN.
    std::vector<double> dates;
    bool is_day_first = false; ///< how the dates were read
    bool is_order_certain = true; ///< whether only one order of day and month is possible

    const MptColumn* find(std::string_view title) const;
    /// What follows "name :" in the header; empty where it is not there.
    std::string header_value(std::string_view name) const;
};

/// Throws `InputError` as `read_mpt` does for text that is none of EC-Lab's. Columns that hold text
/// in the place of numbers are marked, unless `is_needed` says of their title that they must be
/// read.
MptText split_mpt(std::string_view bytes, const std::string& source,
                  bool (*is_needed)(std::string_view title));

/// A number as EC-Lab writes it: decimal point or comma, exponents of any length. NaN where
/// the text is empty or says that it is no number, nothing where it is other text.
std::optional<double> mpt_number(std::string_view text);

} // namespace percolith::runs::cycler
