#pragma once
/// How long a protocol may last, as far as its text says: for progress and for checks.

#include "runs/protocol/protocol.hpp"

#include <cstdint>

namespace percolith::runs
{

/// The longest a step may last in s, by its duration, its charge at constant current, its ramp or
/// its record; thresholds may end it earlier. Infinite where only thresholds end it.
double longest_duration(const Step& step);

/// The longest the whole protocol may last in s, repeats and durations of loops included; infinite
/// where a step or a loop has no bound. Throws `std::invalid_argument` for loops that do not nest.
double longest_duration(const Protocol& protocol);

/// Steps and whole cycles of the whole protocol with all repeats, at most 2^64 - 1.
/// Throws `std::invalid_argument` for loops that do not nest.
struct Extent {
    std::uint64_t steps = 0;
    std::uint64_t cycles = 0;
};
Extent extent(const Protocol& protocol);

} // namespace percolith::runs
