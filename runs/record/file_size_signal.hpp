#pragma once
/// A reached limit on file sizes is an error of the write, not the end of the program.

#include <csignal>
#include <ctime>

namespace percolith::runs
{

/// While one of these is alive, the signal that goes with such a limit (SIGXFSZ) does not reach
/// this thread, nor a program it starts: the write fails with EFBIG instead.
class FileSizeSignalBlocked
{
public:
    FileSizeSignalBlocked()
    {
        sigemptyset(&signal_);
        sigaddset(&signal_, SIGXFSZ);
        pthread_sigmask(SIG_BLOCK, &signal_, &before_);
    }
    FileSizeSignalBlocked(const FileSizeSignalBlocked&) = delete;
    FileSizeSignalBlocked& operator=(const FileSizeSignalBlocked&) = delete;
    ~FileSizeSignalBlocked()
    {
        if (sigismember(&before_, SIGXFSZ) == 0) {
            const timespec at_once{};
            sigtimedwait(&signal_, nullptr, &at_once); // takes what a failed write left pending
            pthread_sigmask(SIG_SETMASK, &before_, nullptr);
        }
    }

private:
    sigset_t signal_{};
    sigset_t before_{};
};

} // namespace percolith::runs
