#pragma once
/// The thread that writes a run file while the solver goes on.

#include "runs/record/row_buffer.hpp"
#include "runs/record/table.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <filesystem>
#include <mutex>
#include <thread>
#include <variant>
#include <vector>

namespace percolith::runs
{

class RunFile;

struct SeriesBlock {
    RowBuffer rows;
};
struct CyclesBlock {
    RowBuffer rows;
};
using EventsBlock = std::vector<EventRecord>;

/// Takes blocks in the order they are submitted. At most `waiting_blocks` wait, so that memory
/// stays bounded: a solver faster than the disk waits for it.
class Writer
{
public:
    using Block = std::variant<SeriesBlock, CyclesBlock, EventsBlock>;
    static constexpr std::size_t waiting_blocks = 3;

    /// Returns when the file is open. Throws `OutputError`.
    Writer(const std::filesystem::path& path, const RecordHeader& header);
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    /// Without `finish`, the file is gone.
    ~Writer();

    /// Throws the `OutputError` of any earlier block.
    void submit(Block block);
    /// An empty buffer of the time series, one that was written before if there is one.
    RowBuffer spare(std::size_t width, std::size_t rows);
    /// Returns when the file has its name. Throws `OutputError`.
    void finish(const Outcome& outcome);

private:
    enum class State { opening, writing, finished, failed };

    void work(const std::filesystem::path& path, const RecordHeader& header) noexcept;
    bool write_next(RunFile& file);
    void settle(State state, std::exception_ptr fault = nullptr);
    void wait_until_settled();

    std::mutex mutex_;
    std::condition_variable changed_;
    State state_ = State::opening;
    std::deque<Block> waiting_;
    std::vector<RowBuffer> spare_;
    const Outcome* outcome_ = nullptr; ///< set by `finish`, which waits
    bool abandoned_ = false;
    std::exception_ptr fault_;
    std::thread thread_;
};

} // namespace percolith::runs
