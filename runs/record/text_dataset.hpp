#pragma once
/// Texts in a run file: characters in rows of one width, as netCDF keeps them. Texts of variable
/// length would live in HDF5's global heap, which has no checksum, and over a damaged one HDF5 1.10
/// turns in circles. Included by the sources of this folder only.

#include "runs/record/hdf5.hpp"
#include "runs/record/table.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace percolith::runs
{

/// Numbers the dimensions of one file. netCDF-4 needs the numbers where texts are themselves a
/// dimension scale, whose second axis HDF5 lets no scale be attached to.
class Dimensions
{
public:
    /// Makes `dataset` the dimension scale `name`; returns its number.
    int add(hid_t dataset, const std::string& name);

private:
    int next_ = 0;
};

/// The second axes of the texts of one group: a dimension "stringN" for each width N in use.
class TextWidths
{
public:
    TextWidths(hid_t group, Dimensions& dimensions) : group_(group), dimensions_(dimensions) {}

    /// Names axis `axis` of a dataset of texts that are `width` bytes wide.
    void attach(hid_t dataset, std::size_t width, unsigned axis);
    /// The same for axis 1 of texts that are the dimension scale `number` themselves.
    void attach_to_scale(hid_t scale, int number, std::size_t width);

private:
    struct Width {
        hdf5::Dataset scale;
        int number = 0;
    };
    const Width& of(std::size_t width);

    hid_t group_;
    Dimensions& dimensions_;
    std::map<std::size_t, Width> widths_;
};

/// A column of texts that grows, row by row and, for a longer text than before, in width.
class TextColumn
{
public:
    TextColumn(hid_t group, const Column& column, std::size_t chunk_rows);

    void append(const std::vector<std::string_view>& texts);

    hid_t id() const { return dataset_.id(); }
    std::size_t width() const { return width_; }
    /// Once nothing more comes.
    void close() { hdf5::checked(dataset_.close()); }

private:
    hdf5::Dataset dataset_;
    std::size_t rows_ = 0;
    std::size_t width_ = 1;
};

/// One text as a dataset with one axis.
hdf5::Dataset write_text(hid_t group, const Column& column, std::string_view text,
                         TextWidths& widths);

} // namespace percolith::runs
