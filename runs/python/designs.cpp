#include "runs/python/designs.hpp"

#include "runs/case/design.hpp"
#include "runs/design/answer.hpp"
#include "runs/output/keep_apart.hpp"
#include "runs/plot/plot_files.hpp"
#include "runs/python/inputs.hpp"
#include "runs/python/watch.hpp"
#include "runs/record/part_file.hpp"

#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace percolith::runs::python
{

namespace py = pybind11;

namespace
{

/// A design that was computed, with what it was asked.
struct DesignAnswer {
    DesignCase asked;
    design::Answer answer;

    void figure(const std::string& path, const std::string& width) const
    {
        plot_design(answer, Drawing(path, width_in_mm(width)));
    }
    std::vector<std::filesystem::path> sheets(const std::filesystem::path& folder) const
    {
        if (!answer.chosen) {
            throw InputError({.file = asked.file}, "bench", design::binding_limit(answer),
                             "there is no test to write down");
        }
        return write_sheets(design::exam_of(answer, asked), asked.candidates, folder);
    }
};

/// An answer, and the work kept beside it for as long as it is not whole.
struct Output {
    TextFile file;
    WorkFolder folder;

    Output(const std::string& path, const DesignCase& asked)
        : file(path), folder(path, design::fingerprint_of(asked))
    {
    }
};

std::shared_ptr<DesignAnswer> compute_design(DesignCase asked,
                                             const std::optional<std::string>& path,
                                             unsigned threads, Watch& watch)
{
    std::optional<Output> output;
    if (path) {
        auto inputs = design::inputs_of(asked);
        keep_apart(*path, inputs);
        output.emplace(*path, asked);
    }
    const auto show = [&](const std::string& words, double share) {
        if (watch.due()) {
            watch.tell(share, words);
        }
    };
    try {
        auto answer = design::answer(asked, {.threads = threads,
                                             .stop = &watch.stop(),
                                             .kept = output ? &output->folder : nullptr,
                                             .progress = show});
        if (output) {
            output->file.write(design::as_json(answer));
            output->file.commit();
            output->folder.remove();
        }
        return std::make_shared<DesignAnswer>(DesignAnswer{std::move(asked), std::move(answer)});
    } catch (const design::Stopped&) {
        return nullptr; // the watcher raises
    }
}

std::shared_ptr<DesignAnswer> design_of(const Written& written,
                                        const std::optional<std::string>& output, unsigned threads,
                                        const py::object& progress)
{
    return watched(progress, [&](Watch& watch) {
        return compute_design(read_by(parse_design, written), output, threads, watch);
    });
}

} // namespace

void bind_designs(py::module_& module)
{
    py::class_<DesignAnswer, std::shared_ptr<DesignAnswer>>(module, "DesignAnswer",
                                                            "A design, computed.")
        .def_property_readonly("json",
                               [](const DesignAnswer& a) { return design::as_json(a.answer); })
        .def_property_readonly("text",
                               [](const DesignAnswer& a) { return design::as_text(a.answer); })
        .def_property_readonly("decides",
                               [](const DesignAnswer& a) { return a.answer.chosen.has_value(); })
        .def("figure", &DesignAnswer::figure, py::arg("path"), py::arg("width"),
             py::call_guard<py::gil_scoped_release>())
        .def("sheets", &DesignAnswer::sheets, py::arg("folder"),
             py::call_guard<py::gil_scoped_release>());
    module.def("design", &design_of, py::arg("written"), py::arg("output"), py::arg("threads"),
               py::arg("progress"));
}

} // namespace percolith::runs::python
