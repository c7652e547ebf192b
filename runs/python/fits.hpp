#pragma once
/// Fits of measured cells, and their residuals as a function that any optimizer can drive.

#include "runs/record/fit.hpp"

#include <pybind11/pybind11.h>

#include <cstddef>

namespace percolith::runs::python
{

/// Classes `FitCase`, `FitAnswer` and `Residual`, functions `read_fit`, `fit` and `check_fit`.
void bind_fits(pybind11::module_& module);
/// Class `OpenedFit`, function `open_fit`.
void bind_opened_fits(pybind11::module_& module);

/// Measured and computed voltages of one cell, without a copy; `owner` keeps the record alive.
pybind11::dict fitted_arrays(const FitRecord& record, std::size_t mechanism, std::size_t cell,
                             const pybind11::object& owner);

} // namespace percolith::runs::python
