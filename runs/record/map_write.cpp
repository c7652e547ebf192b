// The writing side of maps.

#include "runs/record/column_table.hpp"
#include "runs/record/data_group.hpp"
#include "runs/record/described.hpp"
#include "runs/record/map.hpp"
#include "runs/record/map_boxes.hpp"
#include "runs/record/sealed_file.hpp"

#include <algorithm>
#include <hdf5_hl.h>
#include <numeric>
#include <optional>

namespace percolith::runs
{

using hdf5::checked;

namespace
{

constexpr hsize_t largest_chunk = 16384;

/// As many of the last axes as fit: members that come one after the other share a chunk.
std::vector<hsize_t> chunk_of(const std::vector<hsize_t>& extent)
{
    std::vector<hsize_t> chunk(extent.size(), 1);
    hsize_t room = largest_chunk;
    for (auto k = extent.size(); k-- > 0 && room > 1;) {
        chunk[k] = std::min(extent[k], room);
        room = chunk[k] == extent[k] ? room / extent[k] : 1;
    }
    return chunk;
}

hdf5::Dataset make_array(hid_t file, const Column& column, hid_t type,
                         const std::vector<hsize_t>& extent)
{
    const auto rank = static_cast<int>(extent.size());
    const auto creation = compressed(1);
    checked(H5Pset_chunk(creation.id(), rank, chunk_of(extent).data()));
    const hdf5::Space space(H5Screate_simple(rank, extent.data(), nullptr));
    hdf5::Dataset dataset(H5Dcreate2(file, column.name.c_str(), type, space.id(), H5P_DEFAULT,
                                     creation.id(), H5P_DEFAULT));
    describe(dataset.id(), column);
    return dataset;
}

/// CF's words for what the numbers 0, 1, 2, ... of a dataset mean.
void write_flags(hid_t dataset, const std::vector<std::string>& words)
{
    std::string meanings;
    for (auto word : words) {
        std::ranges::replace(word, ' ', '_');
        meanings += (meanings.empty() ? "" : " ") + word;
    }
    std::vector<signed char> numbers(words.size());
    std::iota(numbers.begin(), numbers.end(), static_cast<signed char>(0));
    const hsize_t count = numbers.size();
    const hdf5::Space space(H5Screate_simple(1, &count, nullptr));
    const hdf5::Attribute attribute(
        H5Acreate2(dataset, "flag_values", H5T_STD_I8LE, space.id(), H5P_DEFAULT, H5P_DEFAULT));
    checked(H5Awrite(attribute.id(), H5T_NATIVE_SCHAR, numbers.data()));
    hdf5::write_attribute(dataset, "flag_meanings", meanings);
}

std::vector<std::string> names_of(const std::vector<MapAxis>& axes)
{
    std::vector<std::string> names;
    names.reserve(axes.size());
    for (const auto& axis : axes) {
        names.push_back(axis.column.name);
    }
    return names;
}

/// CF's list of names.
std::string joined(const std::vector<std::string>& names)
{
    std::string text;
    for (const auto& name : names) {
        text += (text.empty() ? "" : " ") + name;
    }
    return text;
}

} // namespace

struct MapFile::Parts {
    explicit Parts(const std::filesystem::path& path) : file(path) {}

    void write_header(const MapHeader& header);
    void make_dimensions(const MapHeader& header);
    void make_arrays(const MapHeader& header);
    void write(std::span<const double> rows);
    void write(std::span<const RefusedMember> refused);

    SealedFile file;
    std::optional<TextWidths> widths;
    std::vector<hsize_t> extent;
    std::vector<hdf5::Dataset> scales; ///< one a dimension
    std::vector<hdf5::Dataset> arrays; ///< one a number of a row
    bool numbered = false; ///< the only dimension is the number of the member
    std::uint64_t written = 0; ///< members
    hdf5::Dataset refused_members;
    std::optional<TextColumn> reasons; ///< with the first one
    hsize_t refusals = 0;
};

void MapFile::Parts::write_header(const MapHeader& header)
{
    file.create(
        {MapFormat::name, MapFormat::version, header.title, header.program_version, header.commit});
    const hid_t root = file.id();
    hdf5::write_attribute(root, "design", header.design);
    hdf5::write_attribute(root, "seed", std::to_string(header.seed));
    hdf5::write_attribute(root, "members", std::to_string(header.members));
    hdf5::write_attribute(root, "axes", as_lines(names_of(header.axes)));
    std::vector<std::string> outputs;
    outputs.reserve(header.outputs.size());
    for (const auto& output : header.outputs) {
        outputs.push_back(output.column.name);
    }
    hdf5::write_attribute(root, "outputs", as_lines(outputs));
    widths.emplace(root, file.dimensions());
    const auto text = [&](const char* name, const char* meaning, const std::string& what) {
        write_text(root, {name, "1", meaning}, what, *widths);
    };
    text("sweep", "sweep file, as it was read", header.sweep_text);
    text("sweep_overrides", "overrides given beside the sweep, one a line",
         as_lines(header.sweep_overrides));
    text("case", "case file, as it was read", header.case_text);
    text("case_overrides", "overrides of the case, one a line", as_lines(header.case_overrides));
}

void MapFile::Parts::make_dimensions(const MapHeader& header)
{
    if (!header.is_grid()) {
        extent = {header.members};
        scales.push_back(
            make_array(file.id(), {"member", "1", "number of the member"}, H5T_STD_I64LE, extent));
        file.dimensions().add(scales.back().id(), "member");
        numbered = true;
        return;
    }
    for (const auto& axis : header.axes) {
        extent.push_back(axis.values.size());
        scales.push_back(make_array(file.id(), axis.column, H5T_IEEE_F64LE, {extent.back()}));
        checked(H5Dwrite(scales.back().id(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT,
                         axis.values.data()));
        file.dimensions().add(scales.back().id(), axis.column.name);
    }
}

void MapFile::Parts::make_arrays(const MapHeader& header)
{
    const auto attach = [&](hdf5::Dataset dataset) {
        for (unsigned k = 0; k < scales.size(); ++k) {
            checked(H5DSattach_scale(dataset.id(), scales[k].id(), k));
        }
        arrays.push_back(std::move(dataset));
    };
    if (!header.is_grid()) {
        for (const auto& axis : header.axes) {
            attach(make_array(file.id(), axis.column, H5T_IEEE_F64LE, extent));
        }
    }
    for (const auto& output : header.outputs) {
        auto dataset = make_array(file.id(), output.column,
                                  output.words.empty() ? H5T_IEEE_F64LE : H5T_STD_I8LE, extent);
        if (!output.words.empty()) {
            write_flags(dataset.id(), output.words);
        }
        if (!header.is_grid()) {
            hdf5::write_attribute(dataset.id(), "coordinates", joined(names_of(header.axes)));
        }
        attach(std::move(dataset));
    }
}

void MapFile::Parts::write(std::span<const double> rows)
{
    const auto width = arrays.size();
    const auto count = rows.size() / width;
    std::vector<double> column(count);
    const auto boxes = boxes_of(extent, written, count);
    for (std::size_t k = 0; k < width; ++k) {
        for (std::size_t row = 0; row < count; ++row) {
            column[row] = rows[row * width + k];
        }
        write_boxes(arrays[k].id(), boxes, column);
    }
    if (numbered) {
        std::iota(column.begin(), column.end(), static_cast<double>(written));
        write_boxes(scales[0].id(), boxes, column);
    }
    written += count;
}

void MapFile::Parts::write(std::span<const RefusedMember> refused)
{
    if (refused.empty()) {
        return;
    }
    constexpr std::size_t chunk_rows = 1024;
    if (!reasons) {
        const Column number{"refused_member", "1", "number of a member without a test"};
        refused_members = make_column(file.id(), number, H5T_STD_I64LE, compressed(chunk_rows));
        file.dimensions().add(refused_members.id(), number.name);
        reasons.emplace(file.id(), Column{"refusal", "1", "why it could not be computed"},
                        chunk_rows);
    }
    std::vector<std::string_view> texts;
    std::vector<std::uint64_t> numbers;
    for (const auto& each : refused) {
        texts.emplace_back(each.reason);
        numbers.push_back(each.member);
    }
    const hsize_t count = numbers.size();
    const hsize_t now = refusals + count;
    checked(H5Dset_extent(refused_members.id(), &now));
    const hdf5::Space space(H5Dget_space(refused_members.id()));
    checked(H5Sselect_hyperslab(space.id(), H5S_SELECT_SET, &refusals, nullptr, &count, nullptr));
    const hdf5::Space memory(H5Screate_simple(1, &count, nullptr));
    checked(H5Dwrite(refused_members.id(), H5T_NATIVE_UINT64, memory.id(), space.id(), H5P_DEFAULT,
                     numbers.data()));
    reasons->append(texts);
    refusals = now;
}

MapFile::MapFile(const std::filesystem::path& path) : parts_(std::make_unique<Parts>(path)) {}

MapFile::~MapFile()
{
    const hdf5::Session session;
    parts_->arrays.clear();
    parts_->scales.clear();
    parts_->reasons.reset();
    parts_->refused_members.close();
    parts_->widths.reset();
}

void MapFile::begin(const MapHeader& header)
{
    parts_->file.guarded([&] {
        const hdf5::Session session;
        parts_->write_header(header);
        parts_->make_dimensions(header);
        parts_->make_arrays(header);
    });
}

void MapFile::append(std::span<const double> rows, std::span<const RefusedMember> refused)
{
    parts_->file.guarded([&] {
        const hdf5::Session session;
        parts_->write(rows);
        parts_->write(refused);
    });
}

void MapFile::finish()
{
    parts_->file.guarded([&] {
        const hdf5::Session session;
        if (parts_->reasons) {
            checked(H5DSattach_scale(parts_->reasons->id(), parts_->refused_members.id(), 0));
            parts_->widths->attach(parts_->reasons->id(), parts_->reasons->width(), 1);
            parts_->reasons->close();
        }
        parts_->refused_members.close();
        parts_->arrays.clear();
        parts_->scales.clear();
        parts_->widths.reset();
        parts_->file.close();
    });
    parts_->file.commit();
}

} // namespace percolith::runs
