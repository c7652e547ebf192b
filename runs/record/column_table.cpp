#include "runs/record/column_table.hpp"

#include "runs/record/described.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <hdf5_hl.h>

namespace percolith::runs
{

using hdf5::checked;

hdf5::Properties compressed(std::size_t chunk_rows)
{
    hdf5::Properties creation(H5Pcreate(H5P_DATASET_CREATE));
    const hsize_t chunk = std::max<std::size_t>(chunk_rows, 1);
    checked(H5Pset_chunk(creation.id(), 1, &chunk));
    checked(H5Pset_shuffle(creation.id()));
    checked(H5Pset_deflate(creation.id(), 1));
    checked(H5Pset_attr_creation_order(creation.id(), H5P_CRT_ORDER_TRACKED));
    return creation;
}

hdf5::Group make_group(hid_t file, const std::string& name)
{
    const hdf5::Properties creation(H5Pcreate(H5P_GROUP_CREATE));
    checked(
        H5Pset_link_creation_order(creation.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
    return hdf5::Group(H5Gcreate2(file, name.c_str(), H5P_DEFAULT, creation.id(), H5P_DEFAULT));
}

hdf5::Dataset make_column(hid_t group, const Column& column, hid_t type,
                          const hdf5::Properties& creation)
{
    const hsize_t none = 0;
    const hsize_t unlimited = H5S_UNLIMITED;
    const hdf5::Space space(H5Screate_simple(1, &none, &unlimited));
    hdf5::Dataset dataset(H5Dcreate2(group, column.name.c_str(), type, space.id(), H5P_DEFAULT,
                                     creation.id(), H5P_DEFAULT));
    describe(dataset.id(), column);
    return dataset;
}

void attach_scale(const std::vector<hdf5::Dataset>& datasets, const std::string& name,
                  Dimensions& dimensions)
{
    const hid_t scale = datasets.front().id();
    dimensions.add(scale, name);
    std::for_each(datasets.begin() + 1, datasets.end(), [&](const hdf5::Dataset& dataset) {
        checked(H5DSattach_scale(dataset.id(), scale, 0));
    });
}

ColumnTable::ColumnTable(hid_t file, const std::string& group, std::vector<Column> columns,
                         Dimensions& dimensions, Packing packing)
    : group_(make_group(file, group)), columns_(std::move(columns)), dimensions_(dimensions),
      packer_(packing)
{
}

void ColumnTable::make_datasets(std::size_t chunk_rows)
{
    chunk_rows_ = chunk_rows;
    column_.resize(chunk_rows);
    const auto creation = compressed(chunk_rows);
    for (const auto& column : columns_) {
        datasets_.push_back(make_column(group_.id(), column, H5T_IEEE_F64LE, creation));
    }
    attach_scale(datasets_, columns_.front().name, dimensions_);
}

void ColumnTable::append(const RowBuffer& rows)
{
    if (rows.rows() == 0) {
        return;
    }
    if (datasets_.empty()) {
        const hdf5::Session session;
        make_datasets(rows.rows());
    }
    const hsize_t from = written_;
    written_ += rows.rows();
    for (std::size_t k = 0; k < datasets_.size(); ++k) {
        for (std::size_t row = 0; row < rows.rows(); ++row) {
            column_[row] = rows(row, k);
        }
        std::fill(column_.begin() + static_cast<std::ptrdiff_t>(rows.rows()), column_.end(), 0.0);
        const bool is_zero = std::all_of(column_.begin(), column_.end(), [](double x) {
            return std::bit_cast<std::uint64_t>(x) == 0;
        });
        const auto packed = is_zero ? std::span<const std::byte>{} : packer_.pack(column_);

        const hdf5::Session session;
        checked(H5Dset_extent(datasets_[k].id(), &written_));
        if (is_zero) {
            continue; // what was never written reads as 0
        }
        checked(
            H5Dwrite_chunk(datasets_[k].id(), H5P_DEFAULT, 0, &from, packed.size(), packed.data()));
    }
}

void ColumnTable::close()
{
    if (datasets_.empty()) {
        make_datasets(1);
    }
    for (auto& dataset : datasets_) {
        checked(dataset.close());
    }
    checked(group_.close());
}

void write_table(SealedFile& file, const std::string& name, const std::vector<Column>& columns,
                 std::size_t rows, const std::function<std::vector<double>(std::size_t)>& row)
{
    std::unique_ptr<ColumnTable> table;
    {
        const hdf5::Session session;
        table = std::make_unique<ColumnTable>(file.id(), name, columns, file.dimensions(),
                                              Packing::small);
    }
    RowBuffer buffer(columns.size(), rows);
    for (std::size_t k = 0; k < rows; ++k) {
        buffer.push(row(k));
    }
    table->append(buffer);
    const hdf5::Session session;
    table->close();
    table.reset();
}

} // namespace percolith::runs
