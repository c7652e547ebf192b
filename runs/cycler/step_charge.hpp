#pragma once
/// Charge that passed in each step: by the current, and by the columns that count it.

#include "runs/cycler/raw_record.hpp"

#include <span>
#include <string>
#include <vector>

namespace percolith::runs::cycler
{

/// The integral of |current| over a step, and bounds that hold for any monotone course between
/// rows.
struct ChargeByCurrent {
    double middle = 0.0; ///< C, trapezium rule
    double low = 0.0; ///< C, the smaller current of each interval
    double high = 0.0; ///< C, the larger one
    double largest_current = 0.0; ///< A
};

ChargeByCurrent charge_by_current(std::span<const double> time, std::span<const double> current);

/// What one or two columns (in and out) count of the same charge.
struct ChargeCounter {
    std::vector<const Column*> columns; ///< one, or charge in and charge out
    std::string called; ///< headings, for messages
    bool is_signed = false; ///< a net charge, which may fall
    double last_digit = 0.0; ///< C
};

/// All that the record holds.
std::vector<ChargeCounter> counters_of(const RawRecord& raw);

/// How far the counter rose in rows [first, end), whatever it began from; negative where it was
/// reset meanwhile, so that nobody knows.
double counted(const ChargeCounter& counter, std::size_t first, std::size_t end);

} // namespace percolith::runs::cycler
