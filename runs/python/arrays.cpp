#include "runs/python/arrays.hpp"

#include <pybind11/stl.h>

#include <algorithm>
#include <string>

namespace percolith::runs::python
{

namespace py = pybind11;

py::array_t<double> view(std::span<const double> numbers, const std::vector<py::ssize_t>& shape,
                         const py::object& owner)
{
    py::array_t<double> array(shape, numbers.data(), owner);
    array.attr("setflags")(py::arg("write") = false);
    return array;
}

py::array_t<double> view(std::span<const double> numbers, const py::object& owner)
{
    return view(numbers, {static_cast<py::ssize_t>(numbers.size())}, owner);
}

namespace
{

py::array_t<double> column_of(const py::object& self, const std::string& name)
{
    const auto& table = self.cast<const NumberTable&>();
    const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                    [&](const Column& column) { return column.name == name; });
    if (found == table.columns.end()) {
        throw py::key_error(name);
    }
    return view(table.values[static_cast<std::size_t>(found - table.columns.begin())], self);
}

} // namespace

void bind_arrays(py::module_& module)
{
    py::class_<Column>(module, "Column", "Name, unit and meaning of a column.")
        .def_readonly("name", &Column::name)
        .def_readonly("unit", &Column::unit, "as UDUNITS writes it: \"A m-2\"; \"1\" for a number")
        .def_readonly("long_name", &Column::long_name)
        .def("__repr__", [](const Column& c) { return c.name + " [" + c.unit + "]"; });
    py::class_<NumberTable>(module, "NumberTable", "Named columns of equal length.")
        .def_readonly("columns", &NumberTable::columns)
        .def("__len__", &NumberTable::rows)
        .def("column", &column_of, py::arg("name"),
             "A read-only view of the column, without a copy. Raises KeyError.");
}

} // namespace percolith::runs::python
