#pragma once
/// Sweeps and predictions, and the maps that come of them.

#include <pybind11/pybind11.h>

namespace percolith::runs::python
{

/// Class `Map`, functions `read_map`, `sweep` and `predict`.
void bind_ensembles(pybind11::module_& module);

} // namespace percolith::runs::python
