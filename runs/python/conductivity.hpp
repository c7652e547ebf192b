#pragma once
/// What the library makes of a table of conductivities between its entries.

#include <pybind11/pybind11.h>

namespace percolith::runs::python
{

/// Function `table_between`.
void bind_conductivity(pybind11::module_& module);

} // namespace percolith::runs::python
