#include "runs/python/figures.hpp"

#include "runs/output/keep_apart.hpp"
#include "runs/percolation/compute.hpp"
#include "runs/percolation/picture.hpp"
#include "runs/plot/plot_files.hpp"
#include "runs/python/inputs.hpp"
#include "runs/record/export.hpp"
#include "runs/report/report.hpp"

#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace percolith::runs::python
{

namespace py = pybind11;

namespace
{

using Files = std::vector<std::filesystem::path>;
using Words = std::vector<std::string>;

PlotRequest requested(const std::string& mechanism, bool collapse, std::size_t across,
                      const Words& column_titles, const Words& row_titles, const Words& show,
                      const Words& axes, const Words& at)
{
    return {.mechanism = mechanism,
            .collapse = collapse,
            .map = {.outputs = show, .axes = axes, .fixed = at},
            .across = across,
            .grid = {.columns = column_titles, .rows = row_titles}};
}

void plot_results(const Files& files, const std::filesystem::path& output, const std::string& width,
                  const PlotRequest& request)
{
    const py::gil_scoped_release released;
    keep_apart(output, files);
    plot_files(files, request, Drawing(output, width_in_mm(width)));
}

void report_results(const Files& files, const std::filesystem::path& output)
{
    const py::gil_scoped_release released;
    keep_apart(output, files);
    write_report(files, output);
}

void picture_of(const Written& written, const std::filesystem::path& output,
                const std::string& fraction, const std::string& thickness,
                std::uint32_t realisation)
{
    const py::gil_scoped_release released;
    const auto given = read_by(parse_structure, written, StructurePurpose::picture);
    keep_apart(output, inputs_of(given));
    write_picture(given, {.fraction = fraction, .thickness = thickness, .realisation = realisation},
                  output);
}

void export_run(const std::filesystem::path& run, const std::string& table,
                const std::filesystem::path& output)
{
    const py::gil_scoped_release released;
    export_table(RecordedRun(run), table, output);
}

} // namespace

void bind_figures(py::module_& module)
{
    py::class_<PlotRequest>(module, "PlotRequest", "What is wanted of the files.")
        .def(py::init(&requested), py::kw_only(), py::arg("mechanism"), py::arg("collapse"),
             py::arg("across"), py::arg("column_titles"), py::arg("row_titles"), py::arg("show"),
             py::arg("axes"), py::arg("at"));
    module.def("plot", &plot_results, py::arg("files"), py::arg("output"), py::arg("width"),
               py::arg("request"));
    module.def("picture", &picture_of, py::arg("written"), py::arg("output"), py::arg("fraction"),
               py::arg("thickness"), py::arg("realisation"));
    module.def("export", &export_run, py::arg("run"), py::arg("table"), py::arg("output"));
    module.def("report", &report_results, py::arg("files"), py::arg("output"));
}

} // namespace percolith::runs::python
