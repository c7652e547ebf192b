#pragma once
/// What the library throws, as exceptions of Python.

#include <pybind11/pybind11.h>

namespace percolith::runs::python
{

/// Faults of the input become `percolith.InputError`, those of outputs `percolith.OutputError`, and
/// a solver that gave up `percolith.SolverError`: the program's own words, with file, key and line.
void bind_errors(pybind11::module_& module);

} // namespace percolith::runs::python
