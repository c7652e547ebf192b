#pragma once
/// A run in memory: what a run file holds, column by column.

#include "runs/record/run_rows.hpp"
#include "runs/record/table.hpp"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace percolith::runs
{

/// Named columns of equal length, each in one piece of memory.
struct NumberTable {
    std::vector<Column> columns{};
    std::vector<std::vector<double>> values{}; ///< in the order of `columns`

    explicit NumberTable(std::vector<Column> named = {})
        : columns(std::move(named)), values(columns.size())
    {
    }
    std::size_t rows() const { return values.empty() ? 0 : values.front().size(); }
    /// Throws `std::out_of_range` for a name that no column has.
    std::span<const double> column(std::string_view name) const;
    /// Throws `std::invalid_argument` unless `row` has the width of the table.
    void push(std::span<const double> row);
};

/// A run that was computed or read from its file. Rows come by `RunRows`, the rest at the end.
class RunTables final : public RunRows
{
public:
    explicit RunTables(RecordHeader header);

    bool keeps_series() const override { return head_.keep_series; }
    void sample(std::span<const double> row) override { series_.push(row); }
    void cycle(std::span<const double> row) override { cycles_.push(row); }
    void event(const EventRecord& happened) override { events_.push_back(happened); }
    void finish(Outcome outcome) { outcome_ = std::move(outcome); }

    /// Its lists of columns are those of `series` and `cycles`.
    const RecordHeader& head() const { return head_; }
    const NumberTable& series() const { return series_; }
    const NumberTable& cycles() const { return cycles_; }
    const std::vector<EventRecord>& events() const { return events_; }
    const Outcome& outcome() const { return outcome_; }

private:
    friend RunTables read_run_tables(const std::filesystem::path& file);

    RecordHeader head_;
    NumberTable series_;
    NumberTable cycles_;
    std::vector<EventRecord> events_;
    Outcome outcome_;
};

/// Columns of the table of events, in the order of the file; `event` first.
std::vector<Column> event_columns();

/// The run file that holds the same. Throws `OutputError`.
void write_run(const RunTables& run, const std::filesystem::path& file);

/// All of a run file. Throws `InputError` where the file is not what it says.
RunTables read_run_tables(const std::filesystem::path& file);

} // namespace percolith::runs
