#include "runs/record/run_tables.hpp"

#include "runs/record/read.hpp"
#include "runs/record/record.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

namespace percolith::runs
{
namespace
{

NumberTable table_of(const RecordedRun& run, RecordedRun::Table which)
{
    NumberTable table(run.columns(which));
    for (std::size_t k = 0; k < table.columns.size(); ++k) {
        table.values[k] = run.column(which, table.columns[k].name);
    }
    return table;
}

template <class Take> void each_row(const NumberTable& table, Take take)
{
    std::vector<double> row(table.values.size());
    for (std::size_t n = 0; n < table.rows(); ++n) {
        for (std::size_t k = 0; k < row.size(); ++k) {
            row[k] = table.values[k][n];
        }
        take(row);
    }
}

} // namespace

std::span<const double> NumberTable::column(std::string_view name) const
{
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const Column& column) { return column.name == name; });
    if (found == columns.end()) {
        throw std::out_of_range("no column is called " + std::string(name));
    }
    return values[static_cast<std::size_t>(found - columns.begin())];
}

void NumberTable::push(std::span<const double> row)
{
    if (row.size() != values.size()) {
        throw std::invalid_argument("a row does not have the width of its table");
    }
    for (std::size_t k = 0; k < row.size(); ++k) {
        values[k].push_back(row[k]);
    }
}

RunTables::RunTables(RecordHeader header)
    : head_(std::move(header)), series_(head_.keep_series ? head_.series : std::vector<Column>{}),
      cycles_(head_.cycles)
{
}

std::vector<Column> event_columns()
{
    return {{"event", "1", "number of the event, from 0"},
            {"time", "s", "instant of the event"},
            {"name", "1", "kind of event"},
            {"electrode", "1", "working, counter, or empty for the cell"},
            {"cycle", "1", "cycle in which it happened"},
            {"step", "1", "step of the protocol in which it happened"},
            {"terminal", "1", "1 if it ended the test"},
            {"text", "1", "what happened, in a sentence"}};
}

void write_run(const RunTables& run, const std::filesystem::path& file)
{
    RunRecord record(file, run.head());
    each_row(run.series(), [&](const auto& row) { record.sample(row); });
    each_row(run.cycles(), [&](const auto& row) { record.cycle(row); });
    for (const auto& event : run.events()) {
        record.event(event);
    }
    record.finish(run.outcome());
}

RunTables read_run_tables(const std::filesystem::path& file)
{
    const RecordedRun run(file);
    RunTables tables({.title = run.title(),
                      .case_text = run.case_text(),
                      .program_version = run.program_version(),
                      .commit = run.commit(),
                      .area = run.area(),
                      .parameters = run.parameters(),
                      .series = run.columns(RecordedRun::Table::series),
                      .cycles = run.columns(RecordedRun::Table::cycles),
                      .keep_series = run.has_series()});
    tables.series_ = table_of(run, RecordedRun::Table::series);
    tables.cycles_ = table_of(run, RecordedRun::Table::cycles);
    tables.events_ = run.events();
    tables.outcome_ = {run.status(), run.reason(), run.summary()};
    return tables;
}

} // namespace percolith::runs
