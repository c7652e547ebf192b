#include "runs/python/run.hpp"

#include "runs/case/quantity_option.hpp"
#include "runs/record/run_tables.hpp"
#include "runs/simulate/spectrum.hpp"

#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <array>
#include <filesystem>
#include <memory>
#include <string>

namespace percolith::runs::python
{

namespace py = pybind11;

namespace
{

const char* name_of(Outcome::Status status)
{
    return status == Outcome::Status::ended         ? "ended"
           : status == Outcome::Status::interrupted ? "interrupted"
                                                    : "failed";
}

std::shared_ptr<RunTables> open_run(const std::filesystem::path& file)
{
    const py::gil_scoped_release released;
    return std::make_shared<RunTables>(read_run_tables(file));
}

/// As the command `impedance` prints it, in Ohm m2.
NumberTable impedance_at(const RunTables& run, const std::string& at)
{
    const py::gil_scoped_release released;
    NumberTable table({{"frequency", "Hz", "frequency"},
                       {"real", "ohm m2", "real part of the cell's impedance, per area"},
                       {"imaginary", "ohm m2", "imaginary part, < 0 for a capacitance"},
                       {"working_real", "ohm m2", "real part, working electrode"},
                       {"working_imaginary", "ohm m2", "imaginary part, working electrode"},
                       {"counter_real", "ohm m2", "real part, counter electrode"},
                       {"counter_imaginary", "ohm m2", "imaginary part, counter electrode"}});
    for (const auto& p : spectrum(run, quantity_option("--at", at, "s", "h"), {})) {
        table.push(std::array{p.frequency, p.cell.real(), p.cell.imag(), p.working.real(),
                              p.working.imag(), p.counter.real(), p.counter.imag()});
    }
    return table;
}

} // namespace

void bind_run(py::module_& module)
{
    py::class_<EventRecord>(module, "Event", "Something that happened at an instant.")
        .def_readonly("time", &EventRecord::time, "s since the test began")
        .def_readonly("name", &EventRecord::name)
        .def_readonly("electrode", &EventRecord::electrode, "empty for the cell")
        .def_readonly("cycle", &EventRecord::cycle)
        .def_readonly("step", &EventRecord::step)
        .def_readonly("terminal", &EventRecord::terminal, "whether it ended the test")
        .def_readonly("text", &EventRecord::text)
        .def("__repr__", [](const EventRecord& e) {
            return "<Event " + e.name + (e.electrode.empty() ? "" : ", " + e.electrode) + " at " +
                   std::to_string(e.time) + " s>";
        });
    const auto head = [](auto member) {
        return [member](const RunTables& run) { return run.head().*member; };
    };
    py::class_<RunTables, std::shared_ptr<RunTables>>(module, "RunTables", "A run in memory.")
        .def_property_readonly("title", head(&RecordHeader::title))
        .def_property_readonly("case_text", head(&RecordHeader::case_text))
        .def_property_readonly("program_version", head(&RecordHeader::program_version))
        .def_property_readonly("commit", head(&RecordHeader::commit))
        .def_property_readonly("parameters", head(&RecordHeader::parameters))
        .def_property_readonly("area", [](const RunTables& r) { return r.head().area.si; })
        .def_property_readonly("has_series", &RunTables::keeps_series)
        .def_property_readonly("series", &RunTables::series,
                               py::return_value_policy::reference_internal)
        .def_property_readonly("cycles", &RunTables::cycles,
                               py::return_value_policy::reference_internal)
        .def_property_readonly("events", &RunTables::events)
        .def_property_readonly("status",
                               [](const RunTables& r) { return name_of(r.outcome().status); })
        .def_property_readonly("reason", [](const RunTables& r) { return r.outcome().reason; })
        .def_property_readonly("summary", [](const RunTables& r) { return r.outcome().summary; })
        .def("impedance", &impedance_at, py::arg("at"))
        .def("write", &write_run, py::arg("path"), py::call_guard<py::gil_scoped_release>());
    module.def("event_columns", &event_columns);
    module.def("open_run", &open_run, py::arg("file"));
}

} // namespace percolith::runs::python
