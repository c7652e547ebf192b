#pragma once
/// Pictures and pages of results.

#include <pybind11/pybind11.h>

namespace percolith::runs::python
{

/// Functions `plot` and `report`.
void bind_figures(pybind11::module_& module);

} // namespace percolith::runs::python
