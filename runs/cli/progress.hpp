#pragma once
/// Progress on a terminal: time left on one line that rewrites itself; silence in a pipe.

#include <chrono>
#include <cstdint>

namespace percolith::runs
{

class ProgressLine
{
public:
    /// `whole` is the test time at the protocol's end in s; infinite if only the cell decides.
    explicit ProgressLine(double whole);
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    /// Test time (s) and whole cycles so far. Draws at most five times a second.
    void operator()(double time, std::uint64_t cycles);

private:
    using Clock = std::chrono::steady_clock;
    double whole_;
    bool on_terminal_;
    bool drawn_ = false;
    Clock::time_point began_;
    Clock::time_point last_;
};

} // namespace percolith::runs
