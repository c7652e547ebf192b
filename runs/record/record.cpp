#include "runs/record/record.hpp"

#include "runs/record/writer.hpp"

#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace percolith::runs
{
namespace
{

/// Rows of the time series per chunk: 128 kB of a column, a few MB of a table.
constexpr std::size_t series_rows = 16384;
constexpr std::size_t cycles_rows = 4096;
constexpr std::size_t events_rows = 1024;

void require_columns(const std::vector<Column>& columns, std::string_view table,
                     std::string_view first)
{
    if (columns.empty() || columns.front().name != first) {
        throw std::invalid_argument("the first column of the " + std::string(table) + " is not " +
                                    std::string(first));
    }
    std::set<std::string_view> names;
    for (const auto& column : columns) {
        if (!names.insert(column.name).second) {
            throw std::invalid_argument("the " + std::string(table) + " has two columns " +
                                        column.name);
        }
    }
}

void require_sound(const RecordHeader& header)
{
    if (header.keep_series) {
        require_columns(header.series, "time series", "time");
    }
    require_columns(header.cycles, "per-cycle table", "cycle");
}

} // namespace

RunRecord::RunRecord(const std::filesystem::path& file, const RecordHeader& header)
    : keep_series_(header.keep_series), series_(header.series.size(), series_rows),
      cycles_(header.cycles.size(), cycles_rows)
{
    require_sound(header);
    writer_ = std::make_unique<Writer>(file, header);
}

RunRecord::RunRecord(RunRecord&&) noexcept = default;
RunRecord& RunRecord::operator=(RunRecord&&) noexcept = default;
RunRecord::~RunRecord() = default;

Writer& RunRecord::writer()
{
    if (!writer_) {
        throw std::logic_error("a finished record takes nothing more");
    }
    return *writer_;
}

void RunRecord::hand_over_series()
{
    auto next = writer().spare(series_.width(), series_rows);
    writer().submit(SeriesBlock{std::exchange(series_, std::move(next))});
}

void RunRecord::hand_over_cycles()
{
    RowBuffer next(cycles_.width(), cycles_rows);
    writer().submit(CyclesBlock{std::exchange(cycles_, std::move(next))});
}

void RunRecord::hand_over_events()
{
    writer().submit(std::exchange(events_, {}));
}

void RunRecord::cycle(std::span<const double> row)
{
    if (cycles_.full()) {
        hand_over_cycles();
    }
    cycles_.push(row);
}

void RunRecord::event(const EventRecord& happened)
{
    if (events_.size() == events_rows) {
        hand_over_events();
    }
    events_.push_back(happened);
}

void RunRecord::finish(const Outcome& outcome)
{
    if (keep_series_) {
        hand_over_series();
    }
    hand_over_cycles();
    hand_over_events();
    writer().finish(outcome);
    writer_.reset();
}

} // namespace percolith::runs
