#pragma once
/// Columns of numbers as NumPy arrays that look at the library's own memory.

#include "runs/record/run_tables.hpp"

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <span>
#include <vector>

namespace percolith::runs::python
{

/// A read-only array over `numbers`, without a copy; `owner` is kept alive for as long as it is.
pybind11::array_t<double> view(std::span<const double> numbers, const pybind11::object& owner);
/// The same with several axes, the last of which varies fastest.
pybind11::array_t<double> view(std::span<const double> numbers,
                               const std::vector<pybind11::ssize_t>& shape,
                               const pybind11::object& owner);

/// Classes `Column` and `NumberTable`.
void bind_arrays(pybind11::module_& module);

} // namespace percolith::runs::python
