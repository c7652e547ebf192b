#pragma once
/// A group of columns that grow together along one dimension scale.

#include "runs/record/hdf5.hpp"
#include "runs/record/pack.hpp"
#include "runs/record/row_buffer.hpp"
#include "runs/record/sealed_file.hpp"
#include "runs/record/table.hpp"
#include "runs/record/text_dataset.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace percolith::runs
{

/// The first column is the dimension scale; every other one is attached to it. Each block of rows
/// becomes one chunk of every dataset. The datasets are made with the first block, so that a short
/// run has small chunks and a long one large ones.
class ColumnTable
{
public:
    /// Makes the group. Within a `hdf5::Session`. `dimensions` must outlive the table.
    ColumnTable(hid_t file, const std::string& group, std::vector<Column> columns,
                Dimensions& dimensions, Packing packing);

    /// All blocks but the last must have as many rows as the first. Not within a `hdf5::Session`.
    void append(const RowBuffer& rows);

    /// Makes the datasets if no block came, and closes them. Within a `hdf5::Session`.
    void close();

private:
    void make_datasets(std::size_t chunk_rows);

    hdf5::Group group_;
    std::vector<Column> columns_;
    Dimensions& dimensions_;
    std::vector<hdf5::Dataset> datasets_;
    std::size_t chunk_rows_ = 0;
    hsize_t written_ = 0;
    Packer packer_;
    std::vector<double> column_; ///< one chunk of one column
};

/// Creation properties of a chunked, compressed dataset of `chunk_rows` rows per chunk.
hdf5::Properties compressed(std::size_t chunk_rows);
/// A group that keeps its members in the order they were made.
hdf5::Group make_group(hid_t file, const std::string& name);
/// An empty 1-D dataset that can grow, with `units` and `long_name`.
hdf5::Dataset make_column(hid_t group, const Column& column, hid_t type,
                          const hdf5::Properties& creation);
/// Names the first dataset as the dimension scale of all.
void attach_scale(const std::vector<hdf5::Dataset>& datasets, const std::string& name,
                  Dimensions& dimensions);

/// The table `name` of `rows` rows, each given by its number.
void write_table(SealedFile& file, const std::string& name, const std::vector<Column>& columns,
                 std::size_t rows, const std::function<std::vector<double>(std::size_t)>& row);

} // namespace percolith::runs
