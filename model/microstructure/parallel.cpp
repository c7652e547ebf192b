#include "model/microstructure/parallel.hpp"

#include <algorithm>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace percolith::microstructure
{

unsigned thread_count(unsigned asked)
{
    return asked != 0 ? asked : std::max(1U, std::thread::hardware_concurrency());
}

bool run_parallel(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& work,
                  const std::atomic<bool>* stop)
{
    std::atomic<std::size_t> next{0};
    std::atomic<std::size_t> done{0};
    std::atomic<bool> failed{false};
    std::exception_ptr fault;
    std::mutex fault_lock;
    const auto stopped = [&] { return failed.load() || (stop != nullptr && stop->load()); };
    const auto serve = [&] {
        while (!stopped()) {
            const std::size_t mine = next.fetch_add(1);
            if (mine >= count) {
                return;
            }
            try {
                work(mine);
                done.fetch_add(1);
            } catch (...) {
                const std::scoped_lock alone(fault_lock);
                if (!failed.exchange(true)) {
                    fault = std::current_exception();
                }
            }
        }
    };
    const std::size_t wanted = std::min<std::size_t>(thread_count(threads), count);
    {
        std::vector<std::jthread> others;
        for (std::size_t k = 1; k < wanted; ++k) {
            others.emplace_back(serve);
        }
        serve();
    }
    if (fault) {
        std::rethrow_exception(fault);
    }
    return done.load() == count;
}

} // namespace percolith::microstructure
