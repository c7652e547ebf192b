#pragma once
/// Thresholds and conductivities of described structures.

#include <pybind11/pybind11.h>

namespace percolith::runs::python
{

/// Classes `ThresholdAnswer` and `FilmAnswer`, functions `threshold` and `films`.
void bind_percolation(pybind11::module_& module);

} // namespace percolith::runs::python
