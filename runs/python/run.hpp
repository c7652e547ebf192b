#pragma once
/// A run in memory, as Python sees it.

#include <pybind11/pybind11.h>

namespace percolith::runs::python
{

/// Classes `EventRecord` and `RunTables`, and function `open_run`.
void bind_run(pybind11::module_& module);

} // namespace percolith::runs::python
