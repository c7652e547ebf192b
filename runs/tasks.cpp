#include "runs/tasks.hpp"

#include "model/microstructure/parallel.hpp"
#include "runs/machine_memory.hpp"
#include "runs/record/unfinished.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace percolith::runs
{
namespace
{

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds tick{200};
constexpr std::chrono::seconds between_chunks{1};

/// Tells how far the work is and writes finished results, whatever the workers are at.
class Attendant
{
public:
    Attendant(const TaskSurroundings& surroundings, TaskProgress progress)
        : surroundings_(surroundings), progress_(progress),
          thread_([this](const std::stop_token& ended) { attend(ended); })
    {
    }
    Attendant(const Attendant&) = delete;
    Attendant& operator=(const Attendant&) = delete;
    ~Attendant() = default; // the thread is asked to stop and joined

    void done(double share)
    {
        const std::scoped_lock alone(mutex_);
        ++progress_.done;
        progress_.share += share;
    }
    bool failed() const { return failed_.load(); }
    /// Throws what went wrong with keeping results.
    void finish()
    {
        thread_.request_stop();
        thread_.join();
        if (fault_) {
            std::rethrow_exception(fault_);
        }
    }

private:
    void attend(const std::stop_token& ended)
    {
        auto written = Clock::now();
        std::unique_lock lock(mutex_);
        while (!ended.stop_requested() && !failed()) {
            changed_.wait_for(lock, ended, tick, [] { return false; });
            const auto now = progress_;
            lock.unlock();
            if (surroundings_.progress) {
                surroundings_.progress(now);
            }
            if (surroundings_.kept != nullptr && Clock::now() - written >= between_chunks) {
                write();
                written = Clock::now();
            }
            lock.lock();
        }
    }
    void write() noexcept
    {
        try {
            surroundings_.kept->flush();
        } catch (...) {
            fault_ = std::current_exception();
            failed_.store(true);
        }
    }

    const TaskSurroundings& surroundings_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    TaskProgress progress_;
    std::atomic<bool> failed_{false};
    std::exception_ptr fault_;
    std::jthread thread_; ///< last: it uses everything above
};

/// How many tasks may run beside each other.
std::size_t beside_each_other(const Tasks& tasks, std::size_t waiting, unsigned threads)
{
    const double available = available_memory();
    if (tasks.memory > available) {
        throw std::invalid_argument("one realisation needs " + memory_text(tasks.memory) +
                                    " of memory, " + memory_text(available) +
                                    " are available; choose smaller boxes or films, or fewer "
                                    "voxels");
    }
    const double fit = tasks.memory > 0.0 ? available / tasks.memory : 1e9;
    return std::max<std::size_t>(
        1, std::min({waiting, std::size_t{threads}, static_cast<std::size_t>(std::min(fit, 1e9))}));
}

/// Results while they are computed, and which of them are there.
struct State {
    std::vector<double> results;
    std::vector<char> there;
};

bool all_there(const State& state, std::size_t from, std::size_t to)
{
    const auto* there = state.there.data();
    return std::all_of(there + from, there + to, [](char c) { return c != 0; });
}

/// What of some tasks is still to be computed, the largest first: then no core waits long at the
/// end.
std::vector<std::size_t> waiting_tasks(const Tasks& tasks, const State& state, std::size_t from,
                                       std::size_t to)
{
    std::vector<std::size_t> waiting;
    for (std::size_t k = from; k < to; ++k) {
        if (state.there[k] == 0) {
            waiting.push_back(k);
        }
    }
    std::stable_sort(waiting.begin(), waiting.end(),
                     [&](std::size_t a, std::size_t b) { return tasks.share(a) > tasks.share(b); });
    return waiting;
}

TaskProgress progress_of(const Tasks& tasks, const State& state)
{
    TaskProgress progress;
    for (std::size_t k = 0; k < tasks.count; ++k) {
        progress.done += state.there[k] != 0 ? 1 : 0;
        progress.before += state.there[k] != 0 ? tasks.share(k) : 0.0;
    }
    progress.share = progress.before;
    return progress;
}

/// Tasks `from` .. `to` - 1, which do not depend on each other.
void compute(const Tasks& tasks, const TaskSurroundings& surroundings, State& state,
             std::size_t from, std::size_t to)
{
    if (all_there(state, from, to)) {
        return;
    }
    const auto waiting = waiting_tasks(tasks, state, from, to);
    const auto threads = microstructure::thread_count(surroundings.threads);
    const auto beside = beside_each_other(tasks, waiting.size(), threads);
    const auto inside = std::max(1U, threads / static_cast<unsigned>(beside));
    Attendant attendant(surroundings, progress_of(tasks, state));
    const auto work = [&](std::size_t which) {
        if (attendant.failed()) {
            return;
        }
        const auto number = waiting[which];
        const std::span result(state.results.data() + number * tasks.width, tasks.width);
        tasks.work(number, inside, result);
        state.there[number] = 1;
        if (surroundings.kept != nullptr) {
            surroundings.kept->keep(number, result);
        }
        attendant.done(tasks.share(number));
    };
    std::exception_ptr fault;
    try {
        microstructure::run_parallel(waiting.size(), static_cast<unsigned>(beside), work,
                                     surroundings.stop);
    } catch (...) {
        fault = std::current_exception();
    }
    attendant.finish();
    if (fault) {
        std::rethrow_exception(fault);
    }
}

} // namespace

std::optional<std::vector<double>> run_tasks(const Tasks& tasks,
                                             const TaskSurroundings& surroundings)
{
    State state{std::vector<double>(tasks.count * tasks.width), std::vector<char>(tasks.count, 0)};
    if (surroundings.kept != nullptr) {
        state = {surroundings.kept->numbers(), surroundings.kept->there()};
    }
    for (std::size_t k = 0; tasks.done && k < tasks.count; ++k) {
        state.there[k] = state.there[k] != 0 || tasks.done(k) ? 1 : 0;
    }
    compute(tasks, surroundings, state, 0, tasks.first);
    if (all_there(state, 0, tasks.first)) {
        if (tasks.learn) {
            tasks.learn(std::span(state.results).first(tasks.first * tasks.width));
        }
        compute(tasks, surroundings, state, tasks.first, tasks.count);
    }
    if (all_there(state, 0, tasks.count)) {
        return std::move(state.results);
    }
    if (surroundings.kept != nullptr) {
        surroundings.kept->flush();
    }
    return std::nullopt;
}

} // namespace percolith::runs
