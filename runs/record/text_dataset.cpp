#include "runs/record/text_dataset.hpp"

#include "runs/record/described.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <hdf5_hl.h>

namespace percolith::runs
{

using hdf5::checked;

namespace
{

/// Bytes of width that share a chunk: about one short sentence.
constexpr hsize_t chunk_width = 32;

void describe_text(hid_t dataset, const Column& column)
{
    describe(dataset, column);
    hdf5::write_attribute(dataset, "_Encoding", std::string("utf-8"));
}

/// netCDF's own words for a dimension that no variable describes.
std::string without_variable(std::size_t length)
{
    char text[80];
    std::snprintf(text, sizeof text, "This is a netCDF dimension but not a netCDF variable.%10zu",
                  length);
    return text;
}

} // namespace

int Dimensions::add(hid_t dataset, const std::string& name)
{
    checked(H5DSset_scale(dataset, name.c_str()));
    hdf5::write_attribute(dataset, "_Netcdf4Dimid", next_);
    return next_++;
}

const TextWidths::Width& TextWidths::of(std::size_t width)
{
    auto& entry = widths_[width];
    if (entry.scale.id() < 0) {
        const hsize_t length = width;
        const hdf5::Space space(H5Screate_simple(1, &length, nullptr));
        entry.scale = hdf5::Dataset(H5Dcreate2(group_, ("string" + std::to_string(width)).c_str(),
                                               H5T_IEEE_F32BE, space.id(), H5P_DEFAULT, H5P_DEFAULT,
                                               H5P_DEFAULT));
        entry.number = dimensions_.add(entry.scale.id(), without_variable(width));
    }
    return entry;
}

void TextWidths::attach(hid_t dataset, std::size_t width, unsigned axis)
{
    checked(H5DSattach_scale(dataset, of(width).scale.id(), axis));
}

void TextWidths::attach_to_scale(hid_t scale, int number, std::size_t width)
{
    hdf5::write_attribute(scale, "_Netcdf4Coordinates", std::array{number, of(width).number});
}

TextColumn::TextColumn(hid_t group, const Column& column, std::size_t chunk_rows)
{
    const hdf5::Properties creation(H5Pcreate(H5P_DATASET_CREATE));
    const std::array<hsize_t, 2> chunk{chunk_rows, chunk_width};
    checked(H5Pset_chunk(creation.id(), 2, chunk.data()));
    checked(H5Pset_deflate(creation.id(), 1));
    checked(H5Pset_attr_creation_order(creation.id(), H5P_CRT_ORDER_TRACKED));
    const std::array<hsize_t, 2> extent{0, width_};
    const std::array<hsize_t, 2> unlimited{H5S_UNLIMITED, H5S_UNLIMITED};
    const hdf5::Space space(H5Screate_simple(2, extent.data(), unlimited.data()));
    dataset_ = hdf5::Dataset(H5Dcreate2(group, column.name.c_str(), H5T_C_S1, space.id(),
                                        H5P_DEFAULT, creation.id(), H5P_DEFAULT));
    describe_text(dataset_.id(), column);
}

void TextColumn::append(const std::vector<std::string_view>& texts)
{
    if (texts.empty()) {
        return;
    }
    std::size_t longest = 1;
    for (const auto text : texts) {
        longest = std::max(longest, text.size());
    }
    width_ = std::max(width_, longest);
    std::string characters(texts.size() * longest, '\0');
    for (std::size_t n = 0; n < texts.size(); ++n) {
        texts[n].copy(characters.data() + n * longest, longest);
    }
    const std::array<hsize_t, 2> from{rows_, 0};
    const std::array<hsize_t, 2> count{texts.size(), longest};
    rows_ += texts.size();
    const std::array<hsize_t, 2> extent{rows_, width_};
    checked(H5Dset_extent(dataset_.id(), extent.data()));
    const hdf5::Space file(H5Dget_space(dataset_.id()));
    checked(H5Sselect_hyperslab(file.id(), H5S_SELECT_SET, from.data(), nullptr, count.data(),
                                nullptr));
    const hdf5::Space memory(H5Screate_simple(2, count.data(), nullptr));
    checked(
        H5Dwrite(dataset_.id(), H5T_C_S1, memory.id(), file.id(), H5P_DEFAULT, characters.data()));
}

hdf5::Dataset write_text(hid_t group, const Column& column, std::string_view text,
                         TextWidths& widths)
{
    const std::string characters = text.empty() ? std::string(1, '\0') : std::string(text);
    const hsize_t length = characters.size();
    const hdf5::Space space(H5Screate_simple(1, &length, nullptr));
    hdf5::Dataset dataset(H5Dcreate2(group, column.name.c_str(), H5T_C_S1, space.id(), H5P_DEFAULT,
                                     H5P_DEFAULT, H5P_DEFAULT));
    checked(H5Dwrite(dataset.id(), H5T_C_S1, H5S_ALL, H5S_ALL, H5P_DEFAULT, characters.data()));
    describe_text(dataset.id(), column);
    widths.attach(dataset.id(), characters.size(), 0);
    return dataset;
}

} // namespace percolith::runs
