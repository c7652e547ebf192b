#pragma once
/// Datasets that say their unit and their meaning. Included by the sources of this folder only; all
/// of it within a `hdf5::Session`.

#include "runs/record/hdf5.hpp"
#include "runs/record/table.hpp"

namespace percolith::runs
{

/// Gives a dataset the attributes `units` and `long_name`.
void describe(hid_t dataset, const Column& column);

/// One number as a dataset without axes.
void write_number(hid_t group, const Column& column, double number);

} // namespace percolith::runs
