#pragma once
/// Columns of numbers as NumPy arrays that look at the library's own memory.

#include "runs/record/run_tables.hpp"

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

namespace percolith::runs::python
{

/// A read-only array over `numbers`, without a copy; `owner` is kept alive for as long as it is.
pybind11::array_t<double> view(std::span<const double> numbers, const pybind11::object& owner);
/// The same with several axes, the last of which varies fastest.
pybind11::array_t<double> view(std::span<const double> numbers,
                               const std::vector<pybind11::ssize_t>& shape,
                               const pybind11::object& owner);

/// Numbers that lie `stride` bytes apart, as a read-only array; of size_t as of signed numbers,
/// which Python can reckon with.
template <class Number>
pybind11::array strided_view(const Number* first, std::size_t count, std::size_t stride,
                             const pybind11::object& owner)
{
    using Kind = std::conditional_t<std::is_same_v<Number, std::size_t>, std::int64_t, Number>;
    pybind11::array array(pybind11::dtype::of<Kind>(), {static_cast<pybind11::ssize_t>(count)},
                          {static_cast<pybind11::ssize_t>(stride)}, first, owner);
    array.attr("setflags")(pybind11::arg("write") = false);
    return array;
}

/// Named columns of equal length that lie in the memory of something else.
struct ViewTable {
    std::vector<Column> columns;
    std::vector<pybind11::array> arrays; ///< in the order of `columns`
};

/// Classes `Column`, `NumberTable` and `ViewTable`.
void bind_arrays(pybind11::module_& module);

} // namespace percolith::runs::python
