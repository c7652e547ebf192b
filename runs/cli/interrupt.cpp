#include "runs/cli/interrupt.hpp"

#include <csignal>

namespace percolith::runs
{

namespace
{

constexpr std::array watched{SIGINT, SIGTERM, SIGHUP};

// A signal handler can reach nothing else.
std::atomic<bool> interrupted_by_signal{false};
std::atomic<int> which{0};

extern "C" void note_signal(int signal)
{
    which.store(signal);
    interrupted_by_signal.store(true);
    std::signal(signal, SIG_DFL);
}

} // namespace

InterruptFlag::InterruptFlag()
{
    interrupted_by_signal.store(false);
    which.store(0);
    for (std::size_t k = 0; k < watched.size(); ++k) {
        before_[k] = std::signal(watched[k], note_signal);
        if (before_[k] == SIG_IGN) {
            std::signal(watched[k], SIG_IGN);
        }
    }
}

InterruptFlag::~InterruptFlag()
{
    for (std::size_t k = 0; k < watched.size(); ++k) {
        std::signal(watched[k], before_[k]);
    }
}

const std::atomic<bool>& InterruptFlag::flag() const
{
    return interrupted_by_signal;
}

int InterruptFlag::exit_status() const
{
    const int signal = which.load();
    return signal == 0 ? 0 : 128 + signal;
}

} // namespace percolith::runs
