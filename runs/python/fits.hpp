#pragma once
/// Fits of measured cells, and their residuals as a function that any optimizer can drive.

#include <pybind11/pybind11.h>

namespace percolith::runs::python
{

/// Classes `FitCase`, `FitAnswer` and `Residual`, functions `read_fit`, `fit` and `check_fit`.
void bind_fits(pybind11::module_& module);

} // namespace percolith::runs::python
