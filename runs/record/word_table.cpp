#include "runs/record/word_table.hpp"

#include "runs/record/column_table.hpp"
#include "runs/record/number_text.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

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
void append_words(const hdf5::Dataset& dataset, hsize_t from, std::span<const Row> rows, Get get)
{
    std::vector<const char*> words;
    words.reserve(rows.size());
    for (const auto& row : rows) {
        words.push_back(get(row).c_str());
    }
    write_behind(dataset, from, rows.size(), hdf5::text_type().id(), words.data());
}

template <class Value, class Row, class Get>
void append_numbers(const hdf5::Dataset& dataset, hsize_t from, std::span<const Row> rows,
                    hid_t type, Get get)
{
    std::vector<Value> numbers;
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

EventTable::EventTable(hid_t file)
{
    const auto group = make_group(file, "events");
    const auto creation = compressed(chunk_rows);
    const auto words = hdf5::text_type();
    const auto add = [&](const Column& column, hid_t type) {
        datasets_.push_back(make_column(group.id(), column, type, creation));
    };
    add({"event", "1", "number of the event, from 0"}, H5T_STD_I64LE);
    add({"time", "s", "instant of the event"}, H5T_IEEE_F64LE);
    add({"name", "1", "kind of event"}, words.id());
    add({"electrode", "1", "working, counter, or empty for the cell"}, words.id());
    add({"cycle", "1", "cycle in which it happened"}, H5T_STD_I64LE);
    add({"step", "1", "step of the protocol in which it happened"}, H5T_STD_I64LE);
    add({"terminal", "1", "1 if it ended the test"}, H5T_STD_I8LE);
    add({"text", "1", "what happened, in a sentence"}, words.id());
    attach_scale(datasets_, "event");
}

void EventTable::append(std::span<const EventRecord> events)
{
    if (events.empty()) {
        return;
    }
    auto number = static_cast<std::int64_t>(written_);
    const hsize_t from = written_;
    using Event = EventRecord;
    const auto* column = datasets_.data();
    append_numbers<std::int64_t>(*column++, from, events, H5T_NATIVE_INT64,
                                 [&](const Event&) { return number++; });
    append_numbers<double>(*column++, from, events, H5T_NATIVE_DOUBLE,
                           [](const Event& e) { return e.time; });
    append_words(*column++, from, events, [](const Event& e) -> auto& { return e.name; });
    append_words(*column++, from, events, [](const Event& e) -> auto& { return e.electrode; });
    append_numbers<std::int64_t>(*column++, from, events, H5T_NATIVE_INT64,
                                 [](const Event& e) { return e.cycle; });
    append_numbers<std::int64_t>(*column++, from, events, H5T_NATIVE_INT64,
                                 [](const Event& e) { return e.step; });
    append_numbers<std::int8_t>(*column++, from, events, H5T_NATIVE_INT8, [](const Event& e) {
        return e.terminal ? std::int8_t{1} : std::int8_t{0};
    });
    append_words(*column++, from, events, [](const Event& e) -> auto& { return e.text; });
    written_ += events.size();
}

void EventTable::close()
{
    for (auto& dataset : datasets_) {
        checked(dataset.close());
    }
}

void write_entries(hid_t file, const std::string& name, const Column& scale,
                   std::span<const Entry> entries)
{
    const auto group = make_group(file, name);
    const auto creation = compressed(std::max<std::size_t>(entries.size(), 1));
    const auto words = hdf5::text_type();
    std::vector<hdf5::Dataset> datasets;
    const auto add = [&](const Column& column, hid_t type) {
        datasets.push_back(make_column(group.id(), column, type, creation));
    };
    add(scale, words.id());
    add({"value", "mixed", "value in the unit that unit names; NaN for words"}, H5T_IEEE_F64LE);
    add({"text", "1", "value as text"}, words.id());
    add({"unit", "1", "unit of the value"}, words.id());
    add({"origin", "1", "where the value comes from"}, words.id());
    attach_scale(datasets, scale.name);
    if (entries.empty()) {
        return;
    }
    append_words(datasets[0], 0, entries, [](const Entry& e) -> auto& { return e.name; });
    append_numbers<double>(datasets[1], 0, entries, H5T_NATIVE_DOUBLE, number_of);
    std::vector<std::string> texts;
    for (const auto& entry : entries) {
        texts.push_back(words_of(entry));
    }
    append_words(datasets[2], 0, std::span<const std::string>(texts),
                 [](const std::string& text) -> auto& { return text; });
    append_words(datasets[3], 0, entries, [](const Entry& e) -> auto& { return e.unit; });
    append_words(datasets[4], 0, entries, [](const Entry& e) -> auto& { return e.origin; });
}

} // namespace percolith::runs
