#include "runs/record/writer.hpp"

#include "runs/record/run_file.hpp"

#include <csignal>
#include <optional>
#include <utility>

namespace percolith::runs
{
namespace
{

/// While one of these is alive, no signal is delivered to this thread or to the ones it starts: a
/// reached limit on file sizes (SIGXFSZ) becomes an error of the write, and an interrupt goes to
/// the solver's thread.
class SignalsBlocked
{
public:
    SignalsBlocked()
    {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    SignalsBlocked(const SignalsBlocked&) = delete;
    SignalsBlocked& operator=(const SignalsBlocked&) = delete;
    ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

private:
    sigset_t before_{};
};

template <class... Cases> struct Overload : Cases... {
    using Cases::operator()...;
};
template <class... Cases> Overload(Cases...) -> Overload<Cases...>;

} // namespace

Writer::Writer(const std::filesystem::path& path, const RecordHeader& header)
{
    {
        const SignalsBlocked blocked;
        thread_ = std::thread([&] { work(path, header); });
    }
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return state_ != State::opening; });
    if (fault_) {
        lock.unlock();
        thread_.join();
        std::rethrow_exception(fault_);
    }
}

Writer::~Writer()
{
    {
        const std::scoped_lock lock(mutex_);
        abandoned_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void Writer::work(const std::filesystem::path& path, const RecordHeader& header) noexcept
{
    try {
        // The file goes before anyone hears of a fault: then nothing of it is left.
        {
            std::optional<RunFile> file(std::in_place, path, header);
            settle(State::writing);
            while (write_next(*file)) {
            }
            if (outcome_ != nullptr) {
                file->close(*outcome_);
            }
        }
        settle(State::finished);
    } catch (...) {
        settle(State::failed, std::current_exception());
    }
}

bool Writer::write_next(RunFile& file)
{
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !waiting_.empty() || outcome_ != nullptr || abandoned_; });
    if (waiting_.empty() || abandoned_) {
        return false;
    }
    auto block = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    changed_.notify_all();

    std::visit(Overload{[&](SeriesBlock& series) { file.append_series(series.rows); },
                        [&](CyclesBlock& cycles) { file.append_cycles(cycles.rows); },
                        [&](EventsBlock& events) { file.append_events(events); }},
               block);
    if (auto* series = std::get_if<SeriesBlock>(&block)) {
        series->rows.clear();
        lock.lock();
        spare_.push_back(std::move(series->rows));
    }
    return true;
}

void Writer::settle(State state, std::exception_ptr fault)
{
    {
        const std::scoped_lock lock(mutex_);
        state_ = state;
        fault_ = std::move(fault);
    }
    changed_.notify_all();
}

void Writer::submit(Block block)
{
    std::unique_lock lock(mutex_);
    changed_.wait(lock,
                  [&] { return waiting_.size() < waiting_blocks || state_ != State::writing; });
    if (fault_) {
        std::rethrow_exception(fault_);
    }
    waiting_.push_back(std::move(block));
    lock.unlock();
    changed_.notify_all();
}

RowBuffer Writer::spare(std::size_t width, std::size_t rows)
{
    const std::scoped_lock lock(mutex_);
    if (spare_.empty()) {
        return {width, rows};
    }
    auto buffer = std::move(spare_.back());
    spare_.pop_back();
    return buffer;
}

void Writer::finish(const Outcome& outcome)
{
    {
        const std::scoped_lock lock(mutex_);
        outcome_ = &outcome;
    }
    changed_.notify_all();
    thread_.join();
    if (fault_) {
        std::rethrow_exception(fault_);
    }
}

} // namespace percolith::runs
