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
                                  const std::vector<double>& at)
{
    auto twice = conductivities;
    twice.insert(twice.end(), conductivities.begin(), conductivities.end());
    const kinetics::Tabulated<> table({0.0, 1.0}, thicknesses, twice);
    const auto profile = table.profile(0.0);
    py::array_t<double> between(static_cast<py::ssize_t>(at.size()));
    double* into = between.mutable_data();
    for (const double thickness : at) {
        *into++ = std::exp(profile(std::log(thickness)));
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
