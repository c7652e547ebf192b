#include "runs/python/percolation.hpp"

#include "runs/case/structure.hpp"
#include "runs/output/keep_apart.hpp"
#include "runs/output/percolation_output.hpp"
#include "runs/percolation/answer.hpp"
#include "runs/percolation/compute.hpp"
#include "runs/percolation/said_of.hpp"
#include "runs/python/inputs.hpp"
#include "runs/python/watch.hpp"
#include "runs/record/unfinished.hpp"

#include <fmt/core.h>
#include <pybind11/stl.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace percolith::runs::python
{

namespace py = pybind11;

namespace
{

/// What was computed of a structure: thresholds, or films.
template <class Results> struct Answer {
    StructureCase given;
    Results results;

    static constexpr bool is_films = std::is_same_v<Results, FilmRecord>;

    std::string json() const { return as_json(given, results); }
    std::string text() const { return as_text(given, results); }
    void write(const std::string& path) const
    {
        keep_apart(path, inputs_of(given));
        PercolationOutput(path, is_films).write(given, results);
    }
};

using Thresholds = std::vector<ThresholdRecord>;

/// What the commands of `percolation` do; `answer_of` turns the numbers of the tasks into results.
template <class Results, class AnswerOf>
std::shared_ptr<Answer<Results>>
compute(StructureCase given, const Tasks& tasks, const char* computation,
        const std::optional<std::string>& path, unsigned threads, Watch& watch, AnswerOf answer_of)
{
    std::optional<PercolationOutput> output;
    std::optional<Unfinished> kept;
    if (path) {
        keep_apart(*path, inputs_of(given));
        output.emplace(*path, Answer<Results>::is_films);
        kept.emplace(*path, fingerprint_of(given, computation), tasks.count, tasks.width);
    }
    const auto show = [&](const TaskProgress& now) {
        if (watch.due()) {
            watch.tell(now.share, fmt::format("{} of {} realisations", now.done, tasks.count));
        }
    };
    const auto numbers = said_of(given, [&] {
        return run_tasks(tasks, {threads, kept ? &*kept : nullptr, &watch.stop(), show});
    });
    if (!numbers) {
        return nullptr; // the watcher raises
    }
    auto results = said_of(given, [&] { return answer_of(*numbers); });
    if (output) {
        output->write(given, results);
        kept->remove();
    }
    return std::make_shared<Answer<Results>>(Answer<Results>{std::move(given), std::move(results)});
}

std::shared_ptr<Answer<Thresholds>> threshold(const Written& written,
                                              const std::optional<std::string>& output,
                                              unsigned threads, const py::object& progress)
{
    return watched(progress, [&](Watch& watch) {
        const auto given = read_by(parse_structure, written, StructurePurpose::threshold);
        return compute<Thresholds>(
            given, threshold_tasks(given), threshold_computation, output, threads, watch,
            [&](const auto& numbers) { return thresholds_of(given, numbers); });
    });
}

std::shared_ptr<Answer<FilmRecord>> films(const Written& written,
                                          const std::optional<std::string>& output,
                                          unsigned threads, const py::object& progress)
{
    return watched(progress, [&](Watch& watch) {
        const auto given = read_by(parse_structure, written, StructurePurpose::conductivity);
        return compute<FilmRecord>(given, film_tasks(given), film_computation, output, threads,
                                   watch,
                                   [&](const auto& numbers) { return films_of(given, numbers); });
    });
}

template <class Results> void bind_answer(py::module_& module, const char* name)
{
    using Own = Answer<Results>;
    py::class_<Own, std::shared_ptr<Own>>(module, name, "What was computed of a structure.")
        .def_property_readonly("json", &Own::json)
        .def_property_readonly("text", &Own::text)
        .def("write", &Own::write, py::arg("path"), py::call_guard<py::gil_scoped_release>());
}

} // namespace

void bind_percolation(py::module_& module)
{
    bind_answer<Thresholds>(module, "ThresholdAnswer");
    bind_answer<FilmRecord>(module, "FilmAnswer");
    module.def("threshold", &threshold, py::arg("written"), py::arg("output"), py::arg("threads"),
               py::arg("progress"));
    module.def("films", &films, py::arg("written"), py::arg("output"), py::arg("threads"),
               py::arg("progress"));
}

} // namespace percolith::runs::python
