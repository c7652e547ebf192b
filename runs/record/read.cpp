#include "runs/record/read.hpp"

#include "runs/case/errors.hpp"
#include "runs/record/record.hpp"
#include "runs/record/result_file.hpp"
#include "runs/record/word_table.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <utility>

namespace percolith::runs
{
namespace
{

namespace fs = std::filesystem;
using hdf5::checked;

struct OpenTable {
    bool present = false;
    hdf5::Group group;
    std::vector<Column> columns;
    std::size_t rows = 0;
};

std::vector<std::string> members(hid_t group)
{
    std::vector<std::string> names;
    const auto add = [](hid_t, const char* name, const H5L_info_t*, void* into) -> herr_t {
        static_cast<std::vector<std::string>*>(into)->emplace_back(name);
        return 0;
    };
    checked(H5Literate(group, H5_INDEX_CRT_ORDER, H5_ITER_INC, nullptr, add, &names));
    return names;
}

OpenTable open_table(hid_t file, const std::string& name)
{
    OpenTable table;
    if (!has_link(file, name)) {
        return table;
    }
    table.present = true;
    table.group = hdf5::Group(H5Gopen2(file, name.c_str(), H5P_DEFAULT));
    for (const auto& column : members(table.group.id())) {
        const hdf5::Dataset dataset(H5Dopen2(table.group.id(), column.c_str(), H5P_DEFAULT));
        const auto rows = hdf5::length_of(dataset.id());
        if (!table.columns.empty() && rows != table.rows) {
            throw hdf5::Error("the columns of /" + name + " differ in length");
        }
        table.rows = rows;
        table.columns.push_back({column, hdf5::read_text_attribute(dataset.id(), "units"),
                                 hdf5::read_text_attribute(dataset.id(), "long_name")});
    }
    return table;
}

const ResultFormat& run_format()
{
    static const ResultFormat format{RecordFormat::name,   RecordFormat::version,
                                     "run file",           "a percolith run",
                                     "percolith simulate", "simulate the case again"};
    return format;
}

hdf5::File open_run(const fs::path& path)
{
    auto file = open_result(path, run_format());
    if (!hdf5::has_attribute(file.id(), "status")) {
        throw InputError({.file = path.string()}, "", "the run was never finished",
                         "simulate the case again");
    }
    return file;
}

std::vector<EventRecord> read_events(hid_t file)
{
    const hdf5::Group group(H5Gopen2(file, "events", H5P_DEFAULT));
    const auto names = hdf5::read_texts(group.id(), "name");
    const auto electrodes = hdf5::read_texts(group.id(), "electrode");
    const auto texts = hdf5::read_texts(group.id(), "text");
    const hsize_t rows = names.size();
    const auto integers = [&](const char* name) {
        return hdf5::read_rows<std::int64_t>(group.id(), name, H5T_NATIVE_INT64, 0, rows);
    };
    const auto times = hdf5::read_rows<double>(group.id(), "time", H5T_NATIVE_DOUBLE, 0, rows);
    const auto cycles = integers("cycle");
    const auto steps = integers("step");
    const auto terminals = integers("terminal");
    if (electrodes.size() != rows || texts.size() != rows) {
        throw hdf5::Error("the columns of /events differ in length");
    }
    std::vector<EventRecord> events;
    events.reserve(rows);
    for (std::size_t i = 0; i < rows; ++i) {
        events.push_back(
            {times[i], names[i], electrodes[i], cycles[i], steps[i], terminals[i] != 0, texts[i]});
    }
    return events;
}

} // namespace

struct RecordedRun::Open {
    fs::path path;
    hdf5::File file;
    std::array<OpenTable, 2> tables; ///< in the order of `Table`

    const OpenTable& table(Table which) const { return tables[static_cast<std::size_t>(which)]; }

    explicit Open(const fs::path& file_path) : path(file_path) {}
    Open(const Open&) = delete;
    Open& operator=(const Open&) = delete;
    ~Open()
    {
        const hdf5::Session session;
        for (auto& each : tables) {
            each.group.close();
        }
        file.close();
    }
};

template <class Work> auto RecordedRun::guarded(Work work) const
{
    return guarded_reading(open_->path, run_format(), std::move(work));
}

RecordedRun::RecordedRun(const fs::path& file) : open_(std::make_unique<Open>(file))
{
    guarded([&] {
        open_->file = open_run(file);
        open_->tables = {open_table(open_->file.id(), "series"),
                         open_table(open_->file.id(), "cycles")};
    });
}

RecordedRun::RecordedRun(RecordedRun&&) noexcept = default;
RecordedRun& RecordedRun::operator=(RecordedRun&&) noexcept = default;
RecordedRun::~RecordedRun() = default;

const fs::path& RecordedRun::path() const
{
    return open_->path;
}

std::string RecordedRun::title() const
{
    return guarded([&] { return hdf5::read_text_attribute(open_->file.id(), "title"); });
}

std::string RecordedRun::case_text() const
{
    return guarded([&] { return hdf5::read_texts(open_->file.id(), "case").at(0); });
}

std::string RecordedRun::program_version() const
{
    return guarded([&] { return hdf5::read_text_attribute(open_->file.id(), "program_version"); });
}

std::string RecordedRun::commit() const
{
    return guarded([&] { return hdf5::read_text_attribute(open_->file.id(), "commit"); });
}

Outcome::Status RecordedRun::status() const
{
    const auto text =
        guarded([&] { return hdf5::read_text_attribute(open_->file.id(), "status"); });
    return text == "ended"         ? Outcome::Status::ended
           : text == "interrupted" ? Outcome::Status::interrupted
                                   : Outcome::Status::failed;
}

std::string RecordedRun::reason() const
{
    return guarded([&] { return hdf5::read_text_attribute(open_->file.id(), "reason"); });
}

kinetics::Area<> RecordedRun::area() const
{
    return guarded([&] {
        const hdf5::Dataset dataset(H5Dopen2(open_->file.id(), "electrode_area", H5P_DEFAULT));
        double area = 0.0;
        checked(H5Dread(dataset.id(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, &area));
        return kinetics::Area<>(area);
    });
}

bool RecordedRun::has_series() const
{
    return open_->table(Table::series).present;
}

const std::vector<Column>& RecordedRun::columns(Table table) const
{
    return open_->table(table).columns;
}

std::size_t RecordedRun::rows(Table table) const
{
    return open_->table(table).rows;
}

bool RecordedRun::has(Table table, std::string_view column) const
{
    const auto& all = columns(table);
    return std::any_of(all.begin(), all.end(),
                       [&](const Column& each) { return each.name == column; });
}

std::vector<double> RecordedRun::column(Table table, std::string_view name, std::size_t first,
                                        std::size_t count) const
{
    if (!has(table, name)) {
        throw InputError({.file = open_->path.string()},
                         table == Table::series ? "series" : "cycles",
                         "the run has no column \"" + std::string(name) + "\"",
                         table == Table::series && !has_series()
                             ? "it kept its per-cycle table alone; record the full shape"
                             : "simulate the case again");
    }
    const auto& open = open_->table(table);
    first = std::min(first, open.rows);
    count = std::min(count, open.rows - first);
    return guarded([&] {
        return hdf5::read_rows<double>(open.group.id(), std::string(name), H5T_NATIVE_DOUBLE, first,
                                       count);
    });
}

std::vector<EventRecord> RecordedRun::events() const
{
    return guarded([&] { return read_events(open_->file.id()); });
}

std::vector<Entry> RecordedRun::parameters() const
{
    return guarded([&] { return read_entries(open_->file.id(), "parameters", "parameter"); });
}

std::vector<Entry> RecordedRun::summary() const
{
    return guarded([&] { return read_entries(open_->file.id(), "summary", "quantity"); });
}

} // namespace percolith::runs
