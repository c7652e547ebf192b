#pragma once
/// Designs of tests that tell interphases apart.

#include <pybind11/pybind11.h>

namespace percolith::runs::python
{

/// Class `DesignAnswer`, function `design`.
void bind_designs(pybind11::module_& module);

} // namespace percolith::runs::python
