#include "runs/python/ensembles.hpp"

#include "runs/case/prediction.hpp"
#include "runs/case/sweep.hpp"
#include "runs/ensemble/chunks.hpp"
#include "runs/ensemble/prediction.hpp"
#include "runs/ensemble/sweep_text.hpp"
#include "runs/output/ensemble_output.hpp"
#include "runs/plot/plot_files.hpp"
#include "runs/python/arrays.hpp"
#include "runs/python/inputs.hpp"
#include "runs/python/watch.hpp"
#include "runs/record/map.hpp"

#include <fmt/core.h>
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

/// Computes the members and writes their map; nothing where it was stopped, its chunks kept.
std::optional<ensemble::SweepTally> compute(const SweepCase& asked, const std::string& output,
                                            unsigned threads, Watch& watch,
                                            const EnsembleOutput::WithChunks& with_chunks = {})
{
    EnsembleOutput out(asked, asked.file, output);
    const auto show = [&](const TaskProgress& now) {
        if (watch.due()) {
            const auto members = static_cast<double>(out.chunks().members);
            watch.tell(now.share, fmt::format("{:.0f} of {} members", now.share * members,
                                              out.chunks().members));
        }
    };
    const bool whole =
        ensemble::run_chunks(asked, out.chunks(), out.folder(),
                             {.threads = threads, .stop = &watch.stop(), .progress = show});
    return whole ? std::optional(out.finish(with_chunks)) : std::nullopt;
}

/// Its answer as JSON and as text.
py::tuple sweep(const Written& written, const std::string& output, unsigned threads,
                const py::object& progress)
{
    std::string json;
    std::string text;
    watched(progress, [&](Watch& watch) {
        const auto asked = read_by(parse_sweep, written);
        if (const auto tally = compute(asked, output, threads, watch)) {
            json = ensemble::as_json(asked, *tally);
            text = ensemble::as_text(asked, *tally);
        }
        return true;
    });
    return py::make_tuple(json, text);
}

std::shared_ptr<ensemble::Prediction> predict(const Written& written, const std::string& output,
                                              const std::optional<std::string>& figure,
                                              unsigned threads, const py::object& progress)
{
    return watched(progress, [&](Watch& watch) {
        const auto asked = read_by(parse_prediction, written);
        std::shared_ptr<ensemble::Prediction> prediction;
        compute(asked, output, threads, watch,
                [&](const ensemble::Chunking& chunks, const WorkFolder& folder) {
                    prediction = std::make_shared<ensemble::Prediction>(
                        ensemble::predict(asked, chunks, folder));
                    if (figure) {
                        plot_prediction(*prediction, *figure);
                    }
                });
        return prediction;
    });
}

void draw_prediction(const ensemble::Prediction& prediction, const std::string& path,
                     const std::string& width)
{
    plot_prediction(prediction, Drawing(path, width_in_mm(width)));
}

std::shared_ptr<RecordedMap> open_map(const std::filesystem::path& file)
{
    const py::gil_scoped_release released;
    return std::make_shared<RecordedMap>(read_map(file));
}

std::vector<py::ssize_t> shape_of(const RecordedMap& map)
{
    std::vector<py::ssize_t> shape;
    if (map.header.is_grid()) {
        for (const auto& axis : map.header.axes) {
            shape.push_back(static_cast<py::ssize_t>(axis.values.size()));
        }
    } else {
        shape.push_back(static_cast<py::ssize_t>(map.header.members));
    }
    return shape;
}

/// (column, values) of each axis: along its dimension on a grid, member by member elsewhere.
py::list axes_of(const py::object& self)
{
    const auto& map = self.cast<const RecordedMap&>();
    py::list axes;
    for (std::size_t k = 0; k < map.header.axes.size(); ++k) {
        const auto& axis = map.header.axes[k];
        const auto& values = map.header.is_grid() ? axis.values : map.coordinates[k];
        axes.append(py::make_tuple(axis.column, view(values, self)));
    }
    return axes;
}

/// (column, words, values) of each output; of words, values are places in them.
py::list outputs_of(const py::object& self)
{
    const auto& map = self.cast<const RecordedMap&>();
    py::list outputs;
    for (std::size_t k = 0; k < map.outputs.size(); ++k) {
        const auto& output = map.header.outputs[k];
        outputs.append(
            py::make_tuple(output.column, output.words, view(map.outputs[k], shape_of(map), self)));
    }
    return outputs;
}

} // namespace

void bind_ensembles(py::module_& module)
{
    py::class_<RecordedMap, std::shared_ptr<RecordedMap>>(module, "Map", "A labelled array.")
        .def_property_readonly("title", [](const RecordedMap& m) { return m.header.title; })
        .def_property_readonly("design", [](const RecordedMap& m) { return m.header.design; })
        .def_property_readonly("members", [](const RecordedMap& m) { return m.header.members; })
        .def_property_readonly("axes", &axes_of)
        .def_property_readonly("outputs", &outputs_of)
        .def_property_readonly("refused", [](const RecordedMap& m) {
            py::dict refused;
            for (const auto& each : m.refused) {
                refused[py::int_(each.member)] = each.reason;
            }
            return refused;
        });
    py::class_<ensemble::Prediction, std::shared_ptr<ensemble::Prediction>>(
        module, "PredictionAnswer", "A prediction, computed.")
        .def_property_readonly("json",
                               [](const ensemble::Prediction& p) { return ensemble::as_json(p); })
        .def_property_readonly("text",
                               [](const ensemble::Prediction& p) { return ensemble::as_text(p); })
        .def("figure", &draw_prediction, py::arg("path"), py::arg("width"),
             py::call_guard<py::gil_scoped_release>());
    module.def("open_map", &open_map, py::arg("file"));
    module.def("sweep", &sweep, py::arg("written"), py::arg("output"), py::arg("threads"),
               py::arg("progress"));
    module.def("predict", &predict, py::arg("written"), py::arg("output"), py::arg("figure"),
               py::arg("threads"), py::arg("progress"));
}

} // namespace percolith::runs::python
