#pragma once
/// Puts finished chunks into their folder beside the computation: a disk that takes its time does
/// not hold up whoever computes.

#include "runs/record/work_folder.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

namespace percolith::runs::ensemble
{

/// Writes in the order in which chunks come; a second later at most they are on their way to the
/// disk. What waits when it goes is written before.
class ChunkWriter
{
public:
    /// `most_waiting` chunks may wait, so that memory is bounded; then `put` waits.
    ChunkWriter(WorkFolder& folder, std::size_t most_waiting);
    ChunkWriter(const ChunkWriter&) = delete;
    ChunkWriter& operator=(const ChunkWriter&) = delete;
    ~ChunkWriter() = default; // the thread is asked to stop and joined

    /// May be called from several threads at once. Throws what an earlier write threw.
    void put(std::size_t chunk, std::string bytes);
    /// Until all are written, not until they are on the disk: `WorkFolder::flush` is the caller's.
    /// Throws what a write threw; none follows it.
    void finish();

private:
    void work(const std::stop_token& ended);

    WorkFolder& folder_;
    std::size_t most_waiting_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<std::pair<std::size_t, std::string>> waiting_; ///< the first is being written
    std::exception_ptr fault_;
    std::jthread thread_; ///< last: it uses everything above
};

} // namespace percolith::runs::ensemble
