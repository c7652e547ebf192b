#pragma once
/// The HDF5 side of a run record: which groups, datasets and attributes there are
/// (docs/files/run.md).

#include "runs/record/column_table.hpp"
#include "runs/record/row_buffer.hpp"
#include "runs/record/sealed_file.hpp"
#include "runs/record/table.hpp"
#include "runs/record/word_table.hpp"

#include <filesystem>
#include <optional>
#include <span>

namespace percolith::runs
{

/// Used by one thread. Every member throws `OutputError` where the disk or HDF5 refuses; without
/// `close`, nothing is left.
class RunFile
{
public:
    RunFile(const std::filesystem::path& path, const RecordHeader& header);
    RunFile(const RunFile&) = delete;
    RunFile& operator=(const RunFile&) = delete;
    ~RunFile();

    void append_series(const RowBuffer& rows);
    void append_cycles(const RowBuffer& rows);
    void append_events(std::span<const EventRecord> events);
    void close(const Outcome& outcome);

private:
    void open(const RecordHeader& header);
    void release();

    SealedFile file_;
    std::optional<ColumnTable> series_;
    std::optional<ColumnTable> cycles_;
    std::optional<EventTable> events_;
};

} // namespace percolith::runs
