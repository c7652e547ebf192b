#include "runs/record/data_group.hpp"

#include "runs/record/column_table.hpp"
#include "runs/record/described.hpp"
#include "runs/record/result_file.hpp"

#include <algorithm>
#include <functional>
#include <hdf5_hl.h>
#include <numeric>
#include <sstream>
#include <stdexcept>
#include <string_view>

namespace percolith::runs
{

using hdf5::checked;

namespace
{

constexpr hsize_t largest_chunk = 16384;

hdf5::Dataset write_numbers(hid_t group, const Column& column, std::span<const double> values,
                            const std::vector<hsize_t>& extent)
{
    if (values.size() !=
        std::accumulate(extent.begin(), extent.end(), hsize_t{1}, std::multiplies<>())) {
        throw std::invalid_argument(column.name + " does not fit its axes");
    }
    auto chunk = extent;
    for (std::size_t k = 0; k + 1 < chunk.size() && extent.back() >= largest_chunk; ++k) {
        chunk[k] = 1;
    }
    chunk.back() = std::min(chunk.back(), largest_chunk);
    const auto rank = static_cast<int>(extent.size());
    const auto creation = compressed(1);
    checked(H5Pset_chunk(creation.id(), rank, chunk.data()));
    const hdf5::Space space(H5Screate_simple(rank, extent.data(), nullptr));
    hdf5::Dataset dataset(H5Dcreate2(group, column.name.c_str(), H5T_IEEE_F64LE, space.id(),
                                     H5P_DEFAULT, creation.id(), H5P_DEFAULT));
    checked(
        H5Dwrite(dataset.id(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()));
    describe(dataset.id(), column);
    return dataset;
}

TextColumn text_column(hid_t group, const Column& column, const std::vector<std::string>& words)
{
    TextColumn texts(group, column, words.size());
    texts.append({words.begin(), words.end()});
    return texts;
}

template <class Value>
std::vector<Value> fitting(std::vector<Value> values, std::size_t count, const std::string& name)
{
    if (values.size() != count) {
        throw hdf5::Error(name + " does not fit its axes");
    }
    return values;
}

} // namespace

DataGroup::DataGroup(hid_t file, const std::string& name, Dimensions& dimensions)
    : group_(make_group(file, name)), dimensions_(dimensions), widths_(group_.id(), dimensions)
{
}

const Axis& DataGroup::axis(const Column& column, std::span<const double> values)
{
    auto scale = write_numbers(group_.id(), column, values, {values.size()});
    dimensions_.add(scale.id(), column.name);
    axes_.push_back({std::move(scale), values.size()});
    return axes_.back();
}

const Axis& DataGroup::counted(const Column& column, std::size_t count)
{
    std::vector<double> numbers(count);
    std::iota(numbers.begin(), numbers.end(), 0.0);
    return axis(column, numbers);
}

const Axis& DataGroup::axis(const Column& column, const std::vector<std::string>& words)
{
    auto texts = text_column(group_.id(), column, words);
    const int number = dimensions_.add(texts.id(), column.name);
    widths_.attach_to_scale(texts.id(), number, texts.width());
    texts.close();
    axes_.push_back(
        {hdf5::Dataset(H5Dopen2(group_.id(), column.name.c_str(), H5P_DEFAULT)), words.size()});
    return axes_.back();
}

void DataGroup::numbers(const Column& column, std::span<const double> values, const Axes& axes)
{
    std::vector<hsize_t> extent;
    for (const auto* axis : axes) {
        extent.push_back(axis->length);
    }
    const auto dataset = write_numbers(group_.id(), column, values, extent);
    for (unsigned k = 0; k < axes.size(); ++k) {
        checked(H5DSattach_scale(dataset.id(), axes[k]->scale.id(), k));
    }
}

void DataGroup::words(const Column& column, const std::vector<std::string>& words, const Axis& axis)
{
    auto texts = text_column(group_.id(), column, words);
    checked(H5DSattach_scale(texts.id(), axis.scale.id(), 0));
    widths_.attach(texts.id(), texts.width(), 1);
    texts.close();
}

void DataGroup::number(const Column& column, double value)
{
    write_number(group_.id(), column, value);
}

void DataGroup::text(const Column& column, const std::string& text)
{
    write_text(group_.id(), column, text, widths_);
}

GroupReader::GroupReader(hid_t file, const std::string& name)
    : name_("/" + name), group_(H5Gopen2(file, name.c_str(), H5P_DEFAULT))
{
}

bool GroupReader::has(const std::string& name) const
{
    return has_link(group_.id(), name);
}

std::vector<double> GroupReader::numbers(const std::string& name) const
{
    const hdf5::Dataset dataset(H5Dopen2(group_.id(), name.c_str(), H5P_DEFAULT));
    std::vector<double> values(hdf5::length_of(dataset.id()));
    if (!values.empty()) {
        checked(
            H5Dread(dataset.id(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()));
    }
    return values;
}

std::vector<double> GroupReader::numbers(const std::string& name, std::size_t count) const
{
    return fitting(numbers(name), count, name_ + "/" + name);
}

std::vector<std::string> GroupReader::words(const std::string& name) const
{
    return hdf5::read_texts(group_.id(), name);
}

std::vector<std::string> GroupReader::words(const std::string& name, std::size_t count) const
{
    return fitting(words(name), count, name_ + "/" + name);
}

std::string numbered(const char* name, std::size_t number)
{
    return name + std::to_string(number + 1);
}

std::string as_lines(const std::vector<std::string>& sentences)
{
    std::string text;
    for (const auto& sentence : sentences) {
        text += sentence + "\n";
    }
    return text;
}

std::vector<std::string> lines_of(const std::string& text)
{
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    return lines;
}

} // namespace percolith::runs
