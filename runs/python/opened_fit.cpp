// A fit that was computed before, from its file.

#include "runs/case/errors.hpp"
#include "runs/plot/plot.hpp"
#include "runs/python/arrays.hpp"
#include "runs/python/fits.hpp"
#include "runs/record/fit_json.hpp"

#include <nlohmann/json.hpp>
#include <pybind11/stl.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace percolith::runs::python
{

namespace py = pybind11;

namespace
{

using nlohmann::json;

struct OpenedFit {
    FitRecord record;
};

std::shared_ptr<OpenedFit> opened(const std::filesystem::path& file)
{
    const py::gil_scoped_release released;
    return std::make_shared<OpenedFit>(OpenedFit{read_fit_file(file)});
}

json parameter_of(const FittedParameter& one)
{
    return {{"name", one.name},
            {"key", one.key},
            {"unit", one.unit == "1" ? "" : one.unit},
            {"value", one.value},
            {"low", finite_or_null(one.low)},
            {"high", finite_or_null(one.high)},
            {"low_set_by", one.low_set_by},
            {"high_set_by", one.high_set_by},
            {"interval", one.profiled ? "profile" : "curvature"},
            {"logarithmic", one.logarithmic},
            {"error", finite_or_null(one.error)}};
}

/// What the file keeps of what the program's JSON says.
std::string json_of(const OpenedFit& fit)
{
    json all{{"title", fit.record.header.title}, {"confidence", fit.record.header.confidence}};
    all["mechanisms"] = json::array();
    for (const auto& mechanism : fit.record.mechanisms) {
        json one{{"name", mechanism.name},
                 {"converged", mechanism.converged},
                 {"data", fit.record.data},
                 {"minus_two_log_likelihood", mechanism.minus_two_log_likelihood},
                 {"findings", mechanism.findings},
                 {"assumptions", mechanism.assumptions},
                 {"assumed", json::array()},
                 {"parameters", json::array()}};
        std::vector<std::string> names;
        names.reserve(mechanism.parameters.size());
        for (const auto& parameter : mechanism.parameters) {
            one["parameters"].push_back(parameter_of(parameter));
            names.push_back(parameter.name);
        }
        for (const auto& number : mechanism.assumed) {
            one["assumed"].push_back(runs::json_of(number, names));
        }
        all["mechanisms"].push_back(std::move(one));
    }
    if (!fit.record.comparison.empty()) {
        all["verdict"] = fit.record.comparison;
    }
    return all.dump(2);
}

std::vector<std::string> cells_of(const OpenedFit& fit)
{
    std::vector<std::string> names;
    names.reserve(fit.record.cells.size());
    for (const auto& cell : fit.record.cells) {
        names.push_back(cell.name);
    }
    return names;
}

/// A figure by its ending.
void write_figure(const OpenedFit& fit, const std::string& path)
{
    plot_fit(fit.record, "", path);
}

} // namespace

py::dict fitted_arrays(const FitRecord& record, std::size_t mechanism, std::size_t cell,
                       const py::object& owner)
{
    const auto& measured = record.cells.at(cell);
    const auto& fitted = record.mechanisms.at(mechanism).cells.at(cell);
    py::dict arrays;
    arrays["time"] = view(measured.time, owner);
    arrays["voltage"] = view(measured.voltage, owner);
    arrays["current"] = view(measured.current, owner);
    arrays["model"] = view(fitted.voltage, owner);
    arrays["residual"] = view(fitted.residual, owner);
    return arrays;
}

void bind_opened_fits(py::module_& module)
{
    py::class_<OpenedFit, std::shared_ptr<OpenedFit>>(module, "OpenedFit", "A fit from its file.")
        .def_property_readonly("json", &json_of)
        .def_property_readonly("cells", &cells_of)
        .def(
            "arrays",
            [](const py::object& self, std::size_t mechanism, std::size_t cell) {
                return fitted_arrays(self.cast<const OpenedFit&>().record, mechanism, cell, self);
            },
            py::arg("mechanism"), py::arg("cell"))
        .def("write", &write_figure, py::arg("path"), py::call_guard<py::gil_scoped_release>());
    module.def("open_fit", &opened, py::arg("file"));
}

} // namespace percolith::runs::python
