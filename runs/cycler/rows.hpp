#pragma once
/// Steps of the interpretation that several of its parts take: choosing rows, numbers in words, the
/// fault of a row.

#include "runs/cycler/raw_record.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace percolith::runs::cycler
{

/// The same record with these rows alone.
RawRecord with_rows(const RawRecord& raw, std::span<const std::size_t> rows);

/// Throws the `InputError` of a row.
[[noreturn]] void refuse_row(const RawRecord& raw, std::size_t row, std::string_view wrong,
                             std::string_view mend);

/// "line 17": where a row stands, for sentences.
std::string at_line(const RawRecord& raw, std::size_t row);

/// A number with four digits and its unit: "0.2486 mA".
std::string in_words(double number, std::string_view unit);

/// The middle value; 0 for none.
double median(std::vector<double> values);

double largest_magnitude(std::span<const double> values);

/// The smallest distance above 0 between neighbours: about the last digit that was written.
double smallest_step(std::span<const double> values);

/// First rows of the steps of the test: where the numbers of cycle or step change, where the time
/// in the step begins again; without any of these where the step's kind or the current's sign
/// changes. Row 0 is one of them.
std::vector<std::size_t> step_starts(const RawRecord& raw);

/// Row after the last one of the step that begins at starts[k].
inline std::size_t step_end(std::span<const std::size_t> starts, std::size_t k, std::size_t rows)
{
    return k + 1 < starts.size() ? starts[k + 1] : rows;
}

} // namespace percolith::runs::cycler
