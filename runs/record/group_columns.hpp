#pragma once
/// Columns of a group, read back. Included by the sources of this folder only.

#include "runs/record/hdf5.hpp"

#include <optional>
#include <string>
#include <vector>

namespace percolith::runs
{

/// Columns of one table, each as long as the first.
class GroupColumns
{
public:
    GroupColumns(hid_t file, const std::string& group)
        : group_(H5Gopen2(file, group.c_str(), H5P_DEFAULT))
    {
    }

    std::vector<double> operator()(const std::string& name)
    {
        const hdf5::Dataset dataset(H5Dopen2(group_.id(), name.c_str(), H5P_DEFAULT));
        const auto length = hdf5::length_of(dataset.id());
        if (rows_ && *rows_ != length) {
            throw hdf5::Error("the columns of a table differ in length");
        }
        rows_ = length;
        return hdf5::read_rows<double>(group_.id(), name, H5T_NATIVE_DOUBLE, 0, length);
    }
    /// An axis of a grid.
    std::vector<double> axis(const std::string& name)
    {
        rows_.reset();
        auto values = (*this)(name);
        rows_.reset();
        return values;
    }
    std::vector<double> grid(const std::string& name, std::size_t size)
    {
        const hdf5::Dataset dataset(H5Dopen2(group_.id(), name.c_str(), H5P_DEFAULT));
        if (hdf5::length_of(dataset.id()) != size) {
            throw hdf5::Error(name + " does not fit its axes");
        }
        std::vector<double> values(size);
        hdf5::checked(
            H5Dread(dataset.id(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()));
        return values;
    }

private:
    hdf5::Group group_;
    std::optional<std::size_t> rows_;
};

} // namespace percolith::runs
