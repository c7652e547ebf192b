#pragma once
/// Pictures, pages and tables of results.

#include <pybind11/pybind11.h>

namespace percolith::runs::python
{

/// Functions `plot`, `report`, `picture` and `export`.
void bind_figures(pybind11::module_& module);

} // namespace percolith::runs::python
