#pragma once
/// Signals that ask the program to end, as a flag that long work looks at.

#include <array>
#include <atomic>

namespace percolith::runs
{

/// While it lives, SIGINT, SIGTERM and SIGHUP (a terminal that closes) raise `flag()` instead of
/// ending the program; a second signal ends it at once. One that was ignored stays ignored, as
/// under nohup. One object at a time.
class InterruptFlag
{
public:
    InterruptFlag();
    ~InterruptFlag();
    InterruptFlag(const InterruptFlag&) = delete;
    InterruptFlag& operator=(const InterruptFlag&) = delete;

    const std::atomic<bool>& flag() const;
    /// 130 for SIGINT, 143 for SIGTERM, 129 for SIGHUP, 0 if none came.
    int exit_status() const;

private:
    using Handler = void (*)(int);
    std::array<Handler, 3> before_{};
};

} // namespace percolith::runs
