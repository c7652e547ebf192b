#include "runs/record/word_table.hpp"

#include "runs/record/column_table.hpp"
#include "runs/record/number_text.hpp"
#include "runs/record/run_tables.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <hdf5_hl.h>
#include <limits>
#include <string_view>

namespace percolith::runs
{
namespace
{

using hdf5::checked;

constexpr std::size_t chunk_rows = 512;

/// Writes `rows` values behind the first `from` rows of a 1-D dataset.
void write_behind(const hdf5::Dataset& dataset, hsize_t from, hsize_t rows, hid_t type,
                  const void* values)
{
    const hsize_t extent = from + rows;
    checked(H5Dset_extent(dataset.id(), &extent));
    const hdf5::Space file(H5Dget_space(dataset.id()));
    checked(H5Sselect_hyperslab(file.id(), H5S_SELECT_SET, &from, nullptr, &rows, nullptr));
    const hdf5::Space memory(H5Screate_simple(1, &rows, nullptr));
    checked(H5Dwrite(dataset.id(), type, memory.id(), file.id(), H5P_DEFAULT, values));
}

template <class Row, class Get>
void append_words(TextColumn& column, std::span<const Row> rows, Get get)
{
    std::vector<std::string_view> words;
    words.reserve(rows.size());
    for (const auto& row : rows) {
        words.emplace_back(get(row));
    }
    column.append(words);
}

template <class Value, class Row, class Get>
void append_numbers(const hdf5::Dataset& dataset, hsize_t from, std::span<const Row> rows,
                    hid_t type, Get get)
{
    std::vector<Value> numbers;
    if (rows.empty()) {
        return;
    }
    numbers.reserve(rows.size());
    for (const auto& row : rows) {
        numbers.push_back(get(row));
    }
    write_behind(dataset, from, rows.size(), type, numbers.data());
}

std::string words_of(const Entry& entry)
{
    const auto* number = std::get_if<double>(&entry.value);
    return number == nullptr ? std::get<std::string>(entry.value) : number_text(*number);
}

double number_of(const Entry& entry)
{
    const auto* number = std::get_if<double>(&entry.value);
    return number == nullptr ? std::numeric_limits<double>::quiet_NaN() : *number;
}

} // namespace

EventTable::EventTable(hid_t file, Dimensions& dimensions)
    : group_(make_group(file, "events")), dimensions_(dimensions)
{
    const auto creation = compressed(chunk_rows);
    const auto number = [&](const Column& column, hid_t type) {
        numbers_.push_back(make_column(group_.id(), column, type, creation));
    };
    const auto words = [&](const Column& column) {
        words_.emplace_back(group_.id(), column, chunk_rows);
    };
    // In the order of `event_columns`; `append` has it too.
    const std::array<hid_t, 8> types{H5T_STD_I64LE, H5T_IEEE_F64LE, 0, 0, H5T_STD_I64LE,
                                     H5T_STD_I64LE, H5T_STD_I8LE,   0};
    const auto columns = event_columns();
    for (std::size_t k = 0; k < columns.size(); ++k) {
        if (types[k] != 0) {
            number(columns[k], types[k]);
        } else {
            words(columns[k]);
        }
    }
}

void EventTable::append(std::span<const EventRecord> events)
{
    if (events.empty()) {
        return;
    }
    auto number = static_cast<std::int64_t>(written_);
    const hsize_t from = written_;
    using Event = EventRecord;
    const auto* column = numbers_.data();
    append_numbers<std::int64_t>(*column++, from, events, H5T_NATIVE_INT64,
                                 [&](const Event&) { return number++; });
    append_numbers<double>(*column++, from, events, H5T_NATIVE_DOUBLE,
                           [](const Event& e) { return e.time; });
    append_numbers<std::int64_t>(*column++, from, events, H5T_NATIVE_INT64,
                                 [](const Event& e) { return e.cycle; });
    append_numbers<std::int64_t>(*column++, from, events, H5T_NATIVE_INT64,
                                 [](const Event& e) { return e.step; });
    append_numbers<std::int8_t>(*column++, from, events, H5T_NATIVE_INT8, [](const Event& e) {
        return e.terminal ? std::int8_t{1} : std::int8_t{0};
    });
    append_words(words_[0], events, [](const Event& e) -> auto& { return e.name; });
    append_words(words_[1], events, [](const Event& e) -> auto& { return e.electrode; });
    append_words(words_[2], events, [](const Event& e) -> auto& { return e.text; });
    written_ += events.size();
}

void EventTable::close()
{
    attach_scale(numbers_, "event", dimensions_);
    TextWidths widths(group_.id(), dimensions_);
    for (auto& column : words_) {
        checked(H5DSattach_scale(column.id(), numbers_.front().id(), 0));
        widths.attach(column.id(), column.width(), 1);
        column.close();
    }
    for (auto& dataset : numbers_) {
        checked(dataset.close());
    }
    checked(group_.close());
}

void write_entries(hid_t file, const std::string& name, const Column& scale,
                   std::span<const Entry> entries, Dimensions& dimensions)
{
    const auto group = make_group(file, name);
    const auto rows = std::max<std::size_t>(entries.size(), 1);
    std::vector<std::string> texts;
    for (const auto& entry : entries) {
        texts.push_back(words_of(entry));
    }
    TextColumn names(group.id(), scale, rows);
    append_words(names, entries, [](const Entry& e) -> auto& { return e.name; });
    const auto value = make_column(
        group.id(), {"value", "mixed", "value in the unit that unit names; NaN for words"},
        H5T_IEEE_F64LE, compressed(rows));
    append_numbers<double>(value, 0, entries, H5T_NATIVE_DOUBLE, number_of);
    TextColumn text(group.id(), {"text", "1", "value as text"}, rows);
    append_words(text, std::span<const std::string>(texts),
                 [](const std::string& each) -> auto& { return each; });
    TextColumn unit(group.id(), {"unit", "1", "unit of the value"}, rows);
    append_words(unit, entries, [](const Entry& e) -> auto& { return e.unit; });
    TextColumn origin(group.id(), {"origin", "1", "where the value comes from"}, rows);
    append_words(origin, entries, [](const Entry& e) -> auto& { return e.origin; });

    TextWidths widths(group.id(), dimensions);
    const int number = dimensions.add(names.id(), scale.name);
    widths.attach_to_scale(names.id(), number, names.width());
    checked(H5DSattach_scale(value.id(), names.id(), 0));
    for (const auto* column : {&text, &unit, &origin}) {
        checked(H5DSattach_scale(column->id(), names.id(), 0));
        widths.attach(column->id(), column->width(), 1);
    }
}

std::vector<Entry> read_entries(hid_t file, const std::string& name, const std::string& scale)
{
    const hdf5::Group group(H5Gopen2(file, name.c_str(), H5P_DEFAULT));
    const auto names = hdf5::read_texts(group.id(), scale);
    const auto texts = hdf5::read_texts(group.id(), "text");
    const auto units = hdf5::read_texts(group.id(), "unit");
    const auto origins = hdf5::read_texts(group.id(), "origin");
    const auto numbers =
        hdf5::read_rows<double>(group.id(), "value", H5T_NATIVE_DOUBLE, 0, names.size());
    if (texts.size() != names.size() || units.size() != names.size() ||
        origins.size() != names.size()) {
        throw hdf5::Error("the columns of /" + name + " differ in length");
    }
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < names.size(); ++i) {
        Entry entry{names[i], numbers[i], units[i], origins[i]};
        if (std::isnan(numbers[i]) && texts[i] != "nan") {
            entry.value = texts[i];
        }
        entries.push_back(std::move(entry));
    }
    return entries;
}

} // namespace percolith::runs
