#pragma once
/// Long work beside Python: its lock is released meanwhile, progress is told and Ctrl-C is heard.

#include <pybind11/pybind11.h>

#include <atomic>
#include <chrono>
#include <exception>
#include <future>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace percolith::runs::python
{

/// What the work sees of its watcher. From any thread.
class Watch
{
public:
    const std::atomic<bool>& stop() const { return stop_; }
    /// For work that is watched again after it was stopped.
    void restart() { stop_ = false; }
    /// How much is done, 0 .. 1 or NaN where nobody knows, and what is being done. Cheap unless
    /// somebody listens.
    void tell(double share, const std::string& words);
    /// Whether somebody listens and the last word is a tenth of a second old.
    bool due() const;

private:
    friend class Watcher;
    struct Word {
        double share = 0.0;
        std::string words;
    };

    std::atomic<bool> stop_{false};
    std::atomic<bool> wanted_{false};
    std::mutex mutex_;
    std::optional<Word> word_;
};

/// Python's side, in the thread that called and with its lock held.
class Watcher
{
public:
    /// `progress` is None or is called with (fraction, text).
    Watcher(Watch& watch, pybind11::object progress);

    /// Hears signals and passes progress on. What a signal or `progress` raises is kept, and the
    /// work asked to stop.
    void look();
    /// Raises what was kept; else says that all is done.
    void close();
    /// Whether something is to be raised.
    bool raises() const { return raised_ != nullptr; }

private:
    void pass_on();

    Watch& watch_;
    pybind11::object progress_;
    std::chrono::steady_clock::time_point last_{};
    std::exception_ptr raised_;
};

/// work(watch) in a thread of its own, and what it returns. Whatever else happens, the work has
/// ended when this returns or throws. KeyboardInterrupt and what `progress` raises come first.
template <class Work> auto watched(const pybind11::object& progress, Watch& watch, Work work)
{
    Watcher watcher(watch, progress);
    auto result = std::async(std::launch::async, [&] { return work(watch); });
    const auto over = [&] {
        const pybind11::gil_scoped_release released;
        constexpr auto pause = std::chrono::milliseconds(20);
        return result.wait_for(pause) == std::future_status::ready;
    };
    while (!over()) {
        watcher.look();
    }
    watcher.look();
    if (watcher.raises()) {
        watcher.close();
    }
    auto value = result.get();
    watcher.close();
    return value;
}

template <class Work> auto watched(const pybind11::object& progress, Work work)
{
    Watch watch;
    return watched(progress, watch, std::move(work));
}

} // namespace percolith::runs::python
