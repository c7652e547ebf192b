#pragma once
/// Progress on a terminal: time left on one line that rewrites itself; silence in a pipe.

#include <chrono>
#include <string>
#include <string_view>

namespace percolith::runs
{

class ProgressLine
{
public:
    ProgressLine();
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    /// Whether somebody watches and the last line is a fifth of a second old.
    bool due() const;
    /// Draws `words` and, where `share` of what was to be done since the beginning tells it, the
    /// time left: "..., at most 5 min left" with "at most" as `bound`. A share of 0 tells nothing.
    void show(const std::string& words, double share, std::string_view bound);

private:
    using Clock = std::chrono::steady_clock;
    bool on_terminal_;
    bool drawn_ = false;
    Clock::time_point began_;
    Clock::time_point last_;
};

} // namespace percolith::runs
