#include "runs/cli/interrupt.hpp"

#include <csignal>

namespace percolith::runs
{

namespace
{

// A signal handler can reach nothing else.
std::atomic<bool> raised{false};
std::atomic<int> which{0};

extern "C" void note_signal(int signal)
{
    which.store(signal);
    raised.store(true);
    std::signal(signal, SIG_DFL);
}

} // namespace

InterruptFlag::InterruptFlag()
{
    raised.store(false);
    which.store(0);
    std::signal(SIGINT, note_signal);
    std::signal(SIGTERM, note_signal);
}

InterruptFlag::~InterruptFlag()
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
}

const std::atomic<bool>& InterruptFlag::flag() const
{
    return raised;
}

int InterruptFlag::exit_status() const
{
    const int signal = which.load();
    return signal == 0 ? 0 : 128 + signal;
}

} // namespace percolith::runs
