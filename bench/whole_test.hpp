#pragma once
/// Whole tests as the program runs them: protocol, cycles, events, record.

#include "bench/engines.hpp"

#include <cstdint>
#include <filesystem>

namespace percolith::bench
{

/// What a test leaves on disk.
enum class Keep {
    nothing,
    cycles, ///< the per-cycle table and the events alone
    shape, ///< also the time series
};

/// Runs `trial.half_cycles` half cycles of the trial as a protocol. What is kept replaces `file`;
/// its size, bytes, goes to `file_size`.
Outcome run_test(const Trial& trial, Engine engine, Keep keep, const std::filesystem::path& file,
                 std::uintmax_t* file_size = nullptr);

} // namespace percolith::bench
