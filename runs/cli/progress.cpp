#include "runs/cli/progress.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <string>

namespace percolith::runs
{

namespace
{

/// As people say it: "40 s", "12 min", "3.5 h", "20 days", "years".
std::string in_words(double seconds)
{
    if (seconds < 100.0) {
        return fmt::format("{:.0f} s", seconds);
    }
    if (seconds < 6000.0) {
        return fmt::format("{:.0f} min", seconds / 60.0);
    }
    if (seconds < 172800.0) {
        return fmt::format("{:.1f} h", seconds / 3600.0);
    }
    return seconds < 3e7 ? fmt::format("{:.0f} days", seconds / 86400.0) : std::string("years");
}

} // namespace

ProgressLine::ProgressLine(double whole)
    : whole_(whole), on_terminal_(isatty(STDERR_FILENO) == 1), began_(Clock::now()), last_(began_)
{
}

ProgressLine::~ProgressLine()
{
    if (drawn_) {
        std::fputs("\r\x1b[K", stderr);
        std::fflush(stderr);
    }
}

void ProgressLine::operator()(double time, std::uint64_t cycles)
{
    const auto now = Clock::now();
    if (!on_terminal_ || now - last_ < std::chrono::milliseconds(200)) {
        return;
    }
    last_ = now;
    drawn_ = true;
    std::string left;
    if (std::isfinite(whole_) && time > 0.0) {
        const double elapsed = std::chrono::duration<double>(now - began_).count();
        left = ", at most " + in_words(elapsed * (whole_ - time) / time) + " left";
    }
    fmt::print(stderr, "\r\x1b[K{:.1f} h of the test, {} cycles{}", time / 3600.0, cycles, left);
    std::fflush(stderr);
}

} // namespace percolith::runs
