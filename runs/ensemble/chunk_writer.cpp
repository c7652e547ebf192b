#include "runs/ensemble/chunk_writer.hpp"

#include <chrono>

namespace percolith::runs::ensemble
{

ChunkWriter::ChunkWriter(WorkFolder& folder, std::size_t most_waiting)
    : folder_(folder), most_waiting_(most_waiting),
      thread_([this](const std::stop_token& ended) { work(ended); })
{
}

void ChunkWriter::put(std::size_t chunk, std::string bytes)
{
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return fault_ || waiting_.size() < most_waiting_; });
    if (fault_) {
        std::rethrow_exception(fault_);
    }
    waiting_.emplace_back(chunk, std::move(bytes));
    changed_.notify_all();
}

void ChunkWriter::finish()
{
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return fault_ || waiting_.empty(); });
    if (fault_) {
        std::rethrow_exception(fault_);
    }
}

void ChunkWriter::work(const std::stop_token& ended)
{
    using Clock = std::chrono::steady_clock;
    constexpr std::chrono::seconds between_flushes{1};
    auto flushed = Clock::now();
    std::unique_lock lock(mutex_);
    while (changed_.wait(lock, ended, [&] { return !waiting_.empty(); }) && !fault_) {
        const auto& [chunk, bytes] = waiting_.front(); // others are only added behind it
        lock.unlock();
        std::exception_ptr fault;
        try {
            folder_.write_unflushed(chunk, bytes);
            if (Clock::now() - flushed >= between_flushes) {
                folder_.flush();
                flushed = Clock::now();
            }
        } catch (...) {
            fault = std::current_exception();
        }
        lock.lock();
        fault_ = fault;
        waiting_.pop_front();
        changed_.notify_all();
    }
}

} // namespace percolith::runs::ensemble
