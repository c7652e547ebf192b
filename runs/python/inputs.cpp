#include "runs/python/inputs.hpp"

#include "runs/case/describe.hpp"
#include "runs/case/document.hpp"
#include "runs/case/laid_over.hpp"
#include "runs/case/reference.hpp"
#include "runs/simulate/outline.hpp"
#include "runs/simulate/ready_test.hpp"
#include "runs/simulate/run_case.hpp"

#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <string>
#include <utility>
#include <vector>

namespace percolith::runs::python
{

namespace py = pybind11;

namespace
{

using Overrides = std::vector<std::string>;

Written read_file(const std::filesystem::path& file, const Overrides& overrides)
{
    return read_written(file, overrides, Document::too_long);
}

Written of_text(const std::string& text, const std::string& name, const Overrides& overrides,
                const std::filesystem::path& folder)
{
    return written(text, name, overrides, folder);
}

Written with(Written all, const Overrides& more)
{
    all.overrides.insert(all.overrides.end(), more.begin(), more.end());
    return all;
}

std::shared_ptr<Case> case_of(const Written& written)
{
    return std::make_shared<Case>(read_by(parse_case, written));
}

std::string outline_of(const Case& given)
{
    const ReadyTest test(given);
    check_steps(given);
    return outline(given, test.facts());
}

/// Keys of a kind of file, as the command `describe` prints them for programs.
std::string described(const std::string& word, const std::string& kind)
{
    for (const auto& reference : key_references()) {
        if (kind == reference.kind) {
            return as_json(keys_with(word, reference.keys()));
        }
    }
    throw py::key_error(kind);
}

std::vector<std::string> kinds()
{
    std::vector<std::string> all;
    for (const auto& reference : key_references()) {
        all.emplace_back(reference.kind);
    }
    return all;
}

} // namespace

void bind_inputs(py::module_& module)
{
    py::class_<Entry>(module, "Entry", "A named value with its unit.")
        .def_readonly("name", &Entry::name)
        .def_readonly("value", &Entry::value, "a number in `unit`, or words")
        .def_readonly("unit", &Entry::unit, "\"1\" for a pure number, empty for words")
        .def_readonly("origin", &Entry::origin, "\"case\", \"default\", \"derived\", a source");
    py::class_<Written>(module, "Written", "A text as the user wrote it, and its overrides.")
        .def_static("read", &read_file, py::arg("file"), py::arg("overrides"))
        .def_static("of", &of_text, py::arg("text"), py::arg("name"), py::arg("overrides"),
                    py::arg("folder"))
        .def("overlaid", &with, py::arg("overrides"))
        .def("laid_over", &laid_over, "One text out of both.")
        .def_readonly("file", &Written::file)
        .def_readonly("text", &Written::text)
        .def_readonly("overrides", &Written::overrides)
        .def_readonly("folder", &Written::folder);
    py::class_<Case, std::shared_ptr<Case>>(module, "Case", "A case, read and checked.")
        .def_readonly("title", &Case::title)
        .def_readonly("values", &Case::values, "every parameter read, given or default")
        .def_property_readonly(
            "metal_volume_fraction",
            [](const Case& c) { return c.cell.electrolyte.composition.metal_volume_fraction; })
        .def("outline", &outline_of, "The case said back in a few lines.");
    module.def("describe", &described, py::arg("word"), py::arg("kind"));
    module.def("kinds", &kinds, "What `describe` has keys of.");
    module.def("read_case", &case_of, py::arg("written"));
}

} // namespace percolith::runs::python
