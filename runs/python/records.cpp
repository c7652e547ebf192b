#include "runs/python/records.hpp"

#include "runs/cycler/import_file.hpp"
#include "runs/cycler/record_text.hpp"
#include "runs/output/keep_apart.hpp"
#include "runs/output/measured_output.hpp"
#include "runs/python/arrays.hpp"
#include "runs/record/measured.hpp"

#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace percolith::runs::python
{

namespace py = pybind11;

namespace
{

using cycler::CyclerRecord;
using Sentences = std::vector<std::string>;

std::shared_ptr<CyclerRecord> import_record(const std::filesystem::path& file,
                                            const cycler::ImportWords& words,
                                            const std::optional<std::filesystem::path>& path)
{
    std::optional<MeasuredOutput> output;
    if (path) {
        output.emplace(*path);
        keep_apart(*path, {file});
    }
    auto record = std::make_shared<CyclerRecord>(cycler::import_file(file, words));
    if (output) {
        output->write(*record);
    }
    return record;
}

std::shared_ptr<CyclerRecord> imported(const std::filesystem::path& file, const Sentences& columns,
                                       const std::optional<std::string>& area,
                                       const std::optional<std::string>& sign,
                                       const std::optional<std::filesystem::path>& output)
{
    const py::gil_scoped_release released;
    return import_record(file, {columns, area, sign}, output);
}

std::shared_ptr<CyclerRecord> open_record(const std::filesystem::path& file)
{
    const py::gil_scoped_release released;
    return std::make_shared<CyclerRecord>(read_measured(file));
}

Sentences write_record(const CyclerRecord& record, const std::filesystem::path& path)
{
    const MeasuredOutput output(path);
    keep_apart(path, {record.source});
    return output.write(record);
}

template <class Number>
py::array all_of(const std::vector<Number>& numbers, const py::object& owner)
{
    return strided_view(numbers.data(), numbers.size(), sizeof(Number), owner);
}

ViewTable series_of(const py::object& self)
{
    const auto& record = self.cast<const CyclerRecord&>();
    return {measured_columns().series,
            {all_of(record.time, self), all_of(record.voltage, self), all_of(record.current, self),
             all_of(record.cycle, self), all_of(record.step, self), all_of(record.line, self)}};
}

py::array counted_up(std::size_t count)
{
    return py::module_::import("numpy").attr("arange")(count);
}

ViewTable half_cycles_of(const py::object& self)
{
    const auto& halves = self.cast<const CyclerRecord&>().half_cycles;
    const auto member = [&](auto which) {
        const auto* first = halves.empty() ? nullptr : &(halves.front().*which);
        return strided_view(first, halves.size(), sizeof(cycler::HalfCycle), self);
    };
    using Half = cycler::HalfCycle;
    return {measured_columns().half_cycles,
            {counted_up(halves.size()), member(&Half::first), member(&Half::last),
             member(&Half::direction), member(&Half::charge)}};
}

/// (time, table) of each spectrum.
py::list spectra_of(const py::object& self)
{
    const auto& described = measured_columns().spectra; // point, spectrum and time come first
    const std::vector<Column> columns(described.begin() + 3, described.end());
    py::list spectra;
    for (const auto& spectrum : self.cast<const CyclerRecord&>().spectra) {
        spectra.append(py::make_tuple(
            spectrum.time, ViewTable{columns,
                                     {all_of(spectrum.frequency, self), all_of(spectrum.real, self),
                                      all_of(spectrum.imaginary, self)}}));
    }
    return spectra;
}

} // namespace

void bind_records(py::module_& module)
{
    py::class_<CyclerRecord, std::shared_ptr<CyclerRecord>>(module, "Record",
                                                            "A measured test, checked.")
        .def_readonly("source", &CyclerRecord::source)
        .def_readonly("source_format", &CyclerRecord::format)
        .def_readonly("file_rows", &CyclerRecord::file_rows)
        .def_readonly("left_out", &CyclerRecord::left_out)
        .def_readonly("said", &CyclerRecord::said)
        .def_readonly("area", &CyclerRecord::area, "m2; 0 where nobody said it")
        .def_property_readonly("series", &series_of)
        .def_property_readonly("half_cycles", &half_cycles_of)
        .def_property_readonly("spectra", &spectra_of)
        .def_property_readonly("json", [](const CyclerRecord& r) { return cycler::as_json(r); })
        .def_property_readonly("text", [](const CyclerRecord& r) { return cycler::as_text(r); })
        .def("write", &write_record, py::arg("path"), py::call_guard<py::gil_scoped_release>(),
             "What the format has no place for, a sentence each.");
    module.def("spectra_columns", [] { return measured_columns().spectra; });
    module.def("import_record", &imported, py::arg("file"), py::arg("columns"), py::arg("area"),
               py::arg("sign"), py::arg("output"));
    module.def("open_record", &open_record, py::arg("file"));
}

} // namespace percolith::runs::python
