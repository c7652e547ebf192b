#include "runs/python/conductivity.hpp"

#include "kinetics/conductivity/tabulated.hpp"

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <cmath>
#include <vector>

namespace percolith::runs::python
{

namespace py = pybind11;

namespace
{

/// Conductivities (S/m) at the thicknesses `at` (m), of a table at one metal fraction.
py::array_t<double> table_between(const std::vector<double>& thicknesses,
                                  const std::vector<double>& conductivities,
                                  const py::array_t<double>& at)
{
    auto twice = conductivities;
    twice.insert(twice.end(), conductivities.begin(), conductivities.end());
    const kinetics::Tabulated<> table({0.0, 1.0}, thicknesses, twice);
    const auto profile = table.profile(0.0);
    const auto wanted = at.unchecked<1>();
    py::array_t<double> between(wanted.shape(0));
    auto into = between.mutable_unchecked<1>();
    for (py::ssize_t k = 0; k < wanted.shape(0); ++k) {
        into(k) = std::exp(profile(std::log(wanted(k))));
    }
    return between;
}

} // namespace

void bind_conductivity(py::module_& module)
{
    module.def("table_between", &table_between, py::arg("thicknesses"), py::arg("conductivities"),
               py::arg("at"));
}

} // namespace percolith::runs::python
