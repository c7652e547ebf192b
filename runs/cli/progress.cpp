#include "runs/cli/progress.hpp"

#include <fmt/core.h>
#include <unistd.h>

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

ProgressLine::ProgressLine()
    : on_terminal_(isatty(STDERR_FILENO) == 1), began_(Clock::now()), last_(began_)
{
}

ProgressLine::~ProgressLine()
{
    if (drawn_) {
        std::fputs("\r\x1b[K", stderr);
        std::fflush(stderr);
    }
}

bool ProgressLine::due() const
{
    return on_terminal_ && Clock::now() - last_ >= std::chrono::milliseconds(200);
}

void ProgressLine::show(const std::string& words, double share, std::string_view bound)
{
    last_ = Clock::now();
    drawn_ = true;
    std::string left;
    if (share > 0.0) {
        const double elapsed = std::chrono::duration<double>(last_ - began_).count();
        left = fmt::format(", {} {} left", bound, in_words(elapsed * (1.0 - share) / share));
    }
    fmt::print(stderr, "\r\x1b[K{}{}", words, left);
    std::fflush(stderr);
}

} // namespace percolith::runs
