#pragma once
/// Writes one run into one HDF5 file that xarray opens (docs/files/run.md).

#include "runs/record/output_error.hpp"
#include "runs/record/row_buffer.hpp"
#include "runs/record/run_rows.hpp"
#include "runs/record/table.hpp"

#include <filesystem>
#include <memory>
#include <span>
#include <vector>

namespace percolith::runs
{

class Writer;

/// The file format, named and numbered beside its only writer.
/// Raise `version` whenever a reader of the old files would be wrong.
struct RecordFormat {
    static constexpr const char* name = "percolith-run";
    static constexpr int version = 2;
};

/// A run file in the making. Rows are copied into large chunks; a thread of its own transposes,
/// compresses and writes them, and a bounded queue keeps the memory bounded.
///
/// The file grows as PATH.part and takes its name in `finish`, so that PATH is either a whole
/// record or what it was before. Every member may throw `OutputError`; afterwards nothing of the
/// run is left on disk. One thread fills a record; several records may be filled at once.
class RunRecord final : public RunRows
{
public:
    /// Opens the output, or says at once why it cannot be written.
    /// Throws `std::invalid_argument` where the header contradicts itself (a column named twice, no
    /// time).
    RunRecord(const std::filesystem::path& file, const RecordHeader& header);
    RunRecord(RunRecord&&) noexcept;
    RunRecord& operator=(RunRecord&&) noexcept;
    /// Without `finish`, nothing is left.
    ~RunRecord() override;

    void sample(std::span<const double> row) override
    {
        if (!keep_series_) {
            return;
        }
        if (series_.full()) {
            hand_over_series();
        }
        series_.push(row);
    }

    void cycle(std::span<const double> row) override;
    void event(const EventRecord& happened) override;

    /// Writes what is left, marks the outcome, flushes to the disk and renames. Once.
    void finish(const Outcome& outcome);

    bool keeps_series() const override { return keep_series_; }

private:
    void hand_over_series();
    void hand_over_cycles();
    void hand_over_events();
    Writer& writer();

    bool keep_series_ = true;
    RowBuffer series_;
    RowBuffer cycles_;
    std::vector<EventRecord> events_;
    std::unique_ptr<Writer> writer_;
};

} // namespace percolith::runs
