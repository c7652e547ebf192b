#include "runs/python/watch.hpp"

#include <utility>

namespace percolith::runs::python
{

namespace py = pybind11;

void Watch::tell(double share, const std::string& words)
{
    const std::scoped_lock alone(mutex_);
    word_ = Word{share, words};
    wanted_.store(false, std::memory_order_relaxed);
}

bool Watch::due() const
{
    return wanted_.load(std::memory_order_relaxed);
}

Watcher::Watcher(Watch& watch, py::object progress) : watch_(watch), progress_(std::move(progress))
{
    watch_.wanted_ = !progress_.is_none();
}

void Watcher::look()
{
    if (raises()) {
        return;
    }
    try {
        if (PyErr_CheckSignals() != 0) {
            throw py::error_already_set();
        }
        pass_on();
    } catch (...) {
        raised_ = std::current_exception();
        watch_.stop_ = true;
    }
}

void Watcher::pass_on()
{
    constexpr auto pause = std::chrono::milliseconds(100);
    if (progress_.is_none() || std::chrono::steady_clock::now() - last_ < pause) {
        return;
    }
    std::optional<Watch::Word> word;
    {
        const std::scoped_lock alone(watch_.mutex_);
        word = std::exchange(watch_.word_, std::nullopt);
    }
    if (word) {
        progress_(word->share, word->words);
        last_ = std::chrono::steady_clock::now();
    }
    watch_.wanted_ = true;
}

void Watcher::close()
{
    if (raised_) {
        std::rethrow_exception(raised_);
    }
    if (!progress_.is_none()) {
        progress_(1.0, "done");
    }
}

} // namespace percolith::runs::python
