#pragma once
/// Reads the run files that `RunRecord` writes.

#include "runs/record/table.hpp"

#include <cstddef>
#include <filesystem>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace percolith::runs
{

/// A run file, open for reading. Columns are read when they are asked for. Every member throws
/// `InputError` where the file is not what it says.
class RecordedRun
{
public:
    enum class Table { series, cycles };
    static constexpr std::size_t all_rows = std::numeric_limits<std::size_t>::max();

    /// Checks format and version before anything else. Throws `InputError` for a file that is not a
    /// run file, is damaged or unfinished, or was written by a later version.
    explicit RecordedRun(const std::filesystem::path& file);
    RecordedRun(RecordedRun&&) noexcept;
    RecordedRun& operator=(RecordedRun&&) noexcept;
    ~RecordedRun();

    const std::filesystem::path& path() const;
    std::string title() const;
    std::string case_text() const; ///< byte for byte
    std::string program_version() const;
    std::string commit() const;
    Outcome::Status status() const;
    std::string reason() const;
    kinetics::Area<> area() const;

    /// False where the run kept its per-cycle table alone.
    bool has_series() const;
    const std::vector<Column>& columns(Table table) const;
    std::size_t rows(Table table) const;
    bool has(Table table, std::string_view column) const;
    /// Rows [first, first + count) of a column, cut at the end of the table.
    std::vector<double> column(Table table, std::string_view name, std::size_t first = 0,
                               std::size_t count = all_rows) const;

    std::vector<EventRecord> events() const;
    std::vector<Entry> parameters() const;
    std::vector<Entry> summary() const;

private:
    struct Open;
    template <class Work> auto guarded(Work work) const;

    std::unique_ptr<Open> open_;
};

} // namespace percolith::runs
