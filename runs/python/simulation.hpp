#pragma once
/// One case, simulated.

#include <pybind11/pybind11.h>

namespace percolith::runs::python
{

/// Function `simulate`.
void bind_simulation(pybind11::module_& module);

} // namespace percolith::runs::python
