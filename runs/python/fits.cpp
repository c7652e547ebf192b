#include "runs/python/fits.hpp"

#include "runs/fit/fit_cells.hpp"
#include "runs/fit/fit_record.hpp"
#include "runs/fit/fit_text.hpp"
#include "runs/fit/mechanism_cases.hpp"
#include "runs/output/fit_output.hpp"
#include "runs/output/keep_apart.hpp"
#include "runs/python/arrays.hpp"
#include "runs/python/inputs.hpp"
#include "runs/python/watch.hpp"

#include <fmt/core.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace percolith::runs::python
{

namespace py = pybind11;

namespace
{

constexpr double unknown_share = std::numeric_limits<double>::quiet_NaN();

std::shared_ptr<FitCase> fit_case_of(const Written& written)
{
    const py::gil_scoped_release released;
    return std::make_shared<FitCase>(read_by(parse_fit, written));
}

/// A fit that was computed, with what it was asked.
struct FitAnswer {
    std::shared_ptr<FitCase> given;
    fit::Fit fit;
    FitRecord record;

    void write(const std::string& path) const
    {
        keep_apart(path, given->inputs);
        FitOutput(path).write(*given, fit);
    }
};

std::shared_ptr<FitAnswer> compute_fit(const std::shared_ptr<FitCase>& given,
                                       const std::optional<std::string>& output, unsigned threads,
                                       Watch& watch)
{
    std::optional<FitOutput> file;
    if (output) {
        auto inputs = given->inputs;
        inputs.emplace_back(given->file);
        keep_apart(*output, inputs);
        file.emplace(*output);
    }
    const auto show = [&](const fit::FitProgress& now) {
        if (watch.due()) {
            watch.tell(unknown_share, fmt::format("{}{}{}: step {}, misfit {:.6g}", now.mechanism,
                                                  now.mechanism.empty() ? "" : ", ", now.doing,
                                                  now.step, now.cost));
        }
    };
    auto fit =
        fit::fit_cells(*given, {.threads = threads, .stop = &watch.stop(), .progress = show});
    if (fit.interrupted) {
        return nullptr; // the watcher raises
    }
    if (file) {
        file->write(*given, fit);
    }
    auto record = fit::record_of(*given, fit);
    return std::make_shared<FitAnswer>(FitAnswer{given, std::move(fit), std::move(record)});
}

std::shared_ptr<FitAnswer> fit_of(const std::shared_ptr<FitCase>& given,
                                  const std::optional<std::string>& output, unsigned threads,
                                  const py::object& progress)
{
    return watched(progress,
                   [&](Watch& watch) { return compute_fit(given, output, threads, watch); });
}

std::string check_of(const std::shared_ptr<FitCase>& given, unsigned threads)
{
    return watched(py::none(), [&](Watch& watch) {
        const fit::FitOptions options{.threads = threads, .stop = &watch.stop()};
        return fit::as_json(*given, fit::check_design(*given, options));
    });
}

py::dict cell_arrays(const py::object& self, std::size_t mechanism, std::size_t cell)
{
    return fitted_arrays(self.cast<const FitAnswer&>().record, mechanism, cell, self);
}

/// The case of a cell with the numbers of the best fit laid over it.
Written best_case(const FitAnswer& answer, std::size_t mechanism, std::size_t cell)
{
    const auto& fitted = answer.fit.mechanisms.at(mechanism);
    const auto cases =
        fit::mechanism_cases(*answer.given, fit::mechanism_named(*answer.given, fitted.name));
    const Written& own = cases.sources.at(cell).as_written();
    Written written = own;
    for (std::size_t k = 0; k < fitted.parameters.size(); ++k) {
        const auto& parameter = fitted.parameters[k];
        const bool is_of_cell = std::ranges::find(parameter.cells, cell) != parameter.cells.end();
        if (is_of_cell && parameter.key != fit::current_factor_key) {
            written.overrides.push_back(as_override(
                {parameter.key, parameter.value(fitted.best.theta.at(k)), parameter.unit}));
        }
    }
    return written;
}

/// Residuals of a fit's cells over its parameters.
class Residual
{
public:
    /// Of the cases as they are where `mechanism` is empty.
    Residual(std::shared_ptr<FitCase> given, const std::string& mechanism, unsigned threads)
        : given_(std::move(given)), cases_(cases_of(*given_, mechanism)),
          objective_(cases_.sources, given_->cells, cases_.parameters, noise_of(*given_), threads,
                     &watch_.stop())
    {
    }

    const fit::CellsObjective& objective() const { return objective_; }

    /// r at theta, and dr/dtheta where `jacobian` is wanted; NaN where the model cannot be
    /// computed.
    py::array_t<double> evaluate(const std::vector<double>& theta, bool jacobian)
    {
        const auto unknowns = objective_.unknowns().size();
        if (theta.size() != unknowns) {
            throw InputError(
                {.file = given_->file}, "parameter",
                fmt::format("{} numbers are given for {} parameters", theta.size(), unknowns),
                "give one for each of names");
        }
        const auto rows = static_cast<py::ssize_t>(objective_.residuals());
        const auto columns = static_cast<py::ssize_t>(unknowns);
        py::array_t<double> r(rows);
        py::array_t<double> slopes({rows, columns});
        const std::span<double> into_r(r.mutable_data(), static_cast<std::size_t>(r.size()));
        const std::span<double> into_slopes(slopes.mutable_data(),
                                            jacobian ? static_cast<std::size_t>(slopes.size()) : 0);
        watch_.restart();
        const bool computed = watched(py::none(), watch_, [&](Watch&) {
            return objective_.evaluate(theta, into_r, into_slopes);
        });
        if (!computed) {
            std::fill(into_r.begin(), into_r.end(), unknown_share);
            std::fill(into_slopes.begin(), into_slopes.end(), unknown_share);
        }
        return jacobian ? slopes : r;
    }

private:
    static fit::MechanismCases cases_of(const FitCase& given, const std::string& mechanism)
    {
        return fit::mechanism_cases(given, fit::mechanism_named(given, mechanism));
    }

    static std::vector<double> noise_of(const FitCase& given)
    {
        std::vector<double> noise;
        noise.reserve(given.cells.size());
        for (const auto& cell : given.cells) {
            noise.push_back(cell.voltage.noise);
        }
        return noise;
    }

    std::shared_ptr<FitCase> given_;
    fit::MechanismCases cases_;
    Watch watch_;
    fit::CellsObjective objective_;
};

template <class Member> auto of_unknowns(Member member)
{
    return [member](const Residual& residual) {
        std::vector<std::remove_cvref_t<decltype(std::declval<fit::Unknown>().*member)>> all;
        for (const auto& unknown : residual.objective().unknowns()) {
            all.push_back(unknown.*member);
        }
        return all;
    };
}

void bind_residual(py::module_& module)
{
    py::class_<Residual>(module, "Residual", "Residuals over theta.")
        .def(py::init<std::shared_ptr<FitCase>, const std::string&, unsigned>(), py::arg("fit"),
             py::arg("mechanism"), py::arg("threads"))
        .def_property_readonly("names", of_unknowns(&fit::Unknown::name))
        .def_property_readonly("units", of_unknowns(&fit::Unknown::unit))
        .def_property_readonly("logarithmic", of_unknowns(&fit::Unknown::logarithmic))
        .def_property_readonly("start", of_unknowns(&fit::Unknown::start))
        .def_property_readonly("low", of_unknowns(&fit::Unknown::low))
        .def_property_readonly("high", of_unknowns(&fit::Unknown::high))
        .def_property_readonly("size", [](const Residual& r) { return r.objective().residuals(); })
        .def_property_readonly("data", [](const Residual& r) { return r.objective().data(); })
        .def_property_readonly("constant",
                               [](const Residual& r) { return r.objective().constant(); })
        .def("evaluate", &Residual::evaluate, py::arg("theta"), py::arg("jacobian"));
}

} // namespace

void bind_fits(py::module_& module)
{
    py::class_<FitCase, std::shared_ptr<FitCase>>(module, "FitCase", "A fit, read and checked.")
        .def_readonly("title", &FitCase::title)
        .def_property_readonly("cells",
                               [](const FitCase& given) {
                                   std::vector<std::string> names;
                                   names.reserve(given.cells.size());
                                   for (const auto& cell : given.cells) {
                                       names.push_back(cell.name);
                                   }
                                   return names;
                               })
        .def_property_readonly("mechanisms", [](const FitCase& given) {
            std::vector<std::string> names;
            names.reserve(given.mechanisms.size());
            for (const auto& mechanism : given.mechanisms) {
                names.push_back(mechanism.name);
            }
            return names;
        });
    py::class_<FitAnswer, std::shared_ptr<FitAnswer>>(module, "FitAnswer", "A fit, computed.")
        .def_property_readonly("json",
                               [](const FitAnswer& a) { return fit::as_json(*a.given, a.fit); })
        .def_property_readonly("text",
                               [](const FitAnswer& a) { return fit::as_text(*a.given, a.fit); })
        .def("arrays", &cell_arrays, py::arg("mechanism"), py::arg("cell"))
        .def("best_case", &best_case, py::arg("mechanism"), py::arg("cell"))
        .def("write", &FitAnswer::write, py::arg("path"), py::call_guard<py::gil_scoped_release>());
    module.def("read_fit", &fit_case_of, py::arg("written"));
    module.def("fit", &fit_of, py::arg("fit"), py::arg("output"), py::arg("threads"),
               py::arg("progress"));
    module.def("check_fit", &check_of, py::arg("fit"), py::arg("threads"), "As JSON.");
    bind_residual(module);
}

} // namespace percolith::runs::python
