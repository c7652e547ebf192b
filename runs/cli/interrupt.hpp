#pragma once
/// SIGINT and SIGTERM as a flag that long work looks at.

#include <atomic>

namespace percolith::runs
{

/// While it lives, SIGINT and SIGTERM raise `flag()` instead of ending the program; a second signal
/// ends it at once. One at a time.
class InterruptFlag
{
public:
    InterruptFlag();
    ~InterruptFlag();
    InterruptFlag(const InterruptFlag&) = delete;
    InterruptFlag& operator=(const InterruptFlag&) = delete;

    const std::atomic<bool>& flag() const;
    /// 130 for SIGINT, 143 for SIGTERM, 0 if none came.
    int exit_status() const;
};

} // namespace percolith::runs
