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

std::size_t place_of_column(const std::vector<Column>& columns, const std::string& name)
{
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const Column& column) { return column.name == name; });
    if (found == columns.end()) {
        throw py::key_error(name);
    }
    return static_cast<std::size_t>(found - columns.begin());
}

py::array_t<double> column_of(const py::object& self, const std::string& name)
{
    const auto& table = self.cast<const NumberTable&>();
    return view(table.values[place_of_column(table.columns, name)], self);
}

py::array viewed_column(const ViewTable& table, const std::string& name)
{
    return table.arrays[place_of_column(table.columns, name)];
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
    py::class_<ViewTable>(module, "ViewTable", "Named columns of equal length.")
        .def_readonly("columns", &ViewTable::columns)
        .def("__len__", [](const ViewTable& t) { return t.arrays.front().size(); })
        .def("column", &viewed_column, py::arg("name"),
             "A read-only view of the column, without a copy. Raises KeyError.");
}

} // namespace percolith::runs::python
