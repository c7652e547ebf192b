// [posterior]: what a fit has left of its parameters, drawn together.

#include "runs/case/axis_numbers.hpp"
#include "runs/case/prediction_readers.hpp"
#include "runs/record/fit.hpp"

#include <algorithm>
#include <cmath>

namespace percolith::runs
{
namespace
{

using ensemble::Axis;

const FittedMechanism* mechanism_of(Section& s, const FitRecord& fit,
                                    const std::optional<std::string>& name)
{
    if (!name && fit.mechanisms.size() == 1) {
        return &fit.mechanisms.front();
    }
    const auto found = name ? std::ranges::find(fit.mechanisms, *name, &FittedMechanism::name)
                            : fit.mechanisms.end();
    if (found == fit.mechanisms.end()) {
        std::string names;
        for (const auto& mechanism : fit.mechanisms) {
            names += (names.empty() ? "\"" : ", \"") + mechanism.name + '"';
        }
        s.fault("mechanism", name ? "the fit has none of this name" : "missing",
                "name one of " + names);
        return nullptr;
    }
    return &*found;
}

/// The columns of a mechanism's sample that are laid over the case.
std::vector<std::size_t> columns_of(Section& s, const FittedMechanism& mechanism,
                                    const std::vector<std::string>& without)
{
    std::vector<std::size_t> columns;
    const auto& parameters = mechanism.parameters;
    for (std::size_t k = 0; k < parameters.size(); ++k) {
        const auto& key = parameters[k].key;
        if (std::ranges::find(without, key) != without.end()) {
            continue;
        }
        if (std::ranges::count(parameters, key, &FittedParameter::key) > 1) {
            s.fault("without", '"' + key + "\" has several values in the fit, one for each cell",
                    "leave it out, as in without = [\"" + key + "\"], and give this cell's own");
            return {};
        }
        columns.push_back(k);
    }
    for (const auto& key : without) {
        if (std::ranges::find(parameters, key, &FittedParameter::key) == parameters.end()) {
            s.fault("without", '"' + key + "\" is no parameter of the fit", "remove it");
        }
    }
    return columns;
}

void add_draws(Section& s, const FittedMechanism& mechanism,
               const std::vector<std::size_t>& columns, SweepCase& all)
{
    const auto width = mechanism.parameters.size();
    auto& draws = all.plan.draws;
    draws.width = columns.size();
    for (std::size_t row = 0; row * width < mechanism.samples.size(); ++row) {
        for (const auto column : columns) {
            draws.values.push_back(mechanism.samples[row * width + column]);
        }
    }
    for (std::size_t k = 0; k < columns.size(); ++k) {
        const auto& parameter = mechanism.parameters[columns[k]];
        Axis axis{.key = parameter.key, .unit = parameter.unit == "1" ? "" : parameter.unit};
        axis.drawn = k;
        if (std::ranges::find(all.plan.axes, axis.key, &Axis::key) != all.plan.axes.end()) {
            s.fault("without", '"' + axis.key + "\" is in [[uncertain]] too",
                    "leave it out here, or there");
        }
        check_number(s, "fit", *all.source, parameter.value, axis);
        complete_unit(axis);
        all.plan.axes.push_back(std::move(axis));
    }
}

} // namespace

void read_posterior(Section& root, const std::filesystem::path& folder, SweepCase& all)
{
    auto section = root.table_if_given("posterior");
    if (!section) {
        return;
    }
    auto& s = *section;
    const auto file =
        s.text({.name = "fit", .meaning = "what percolith fit wrote, with trust.samples"});
    const auto name = s.text_if_given({.name = "mechanism",
                                       .meaning = "which of the fit's mechanisms",
                                       .absent = "the only one"});
    const auto without =
        s.texts({.name = "without", .meaning = "keys of the fit that this case has its own for"});
    if (s.documenting() || file.empty() || !all.source) {
        return;
    }
    try {
        all.fit = folder / file;
        const auto fit = read_fit_file(*all.fit);
        const auto* mechanism = mechanism_of(s, fit, name);
        if (mechanism == nullptr) {
            return;
        }
        if (mechanism->samples.empty()) {
            s.fault("fit", "holds no sample of the posterior",
                    "fit again with samples = 1000 in its [trust]");
            return;
        }
        const auto before = s.faults();
        const auto columns = columns_of(s, *mechanism, without);
        if (s.faults() == before) {
            add_draws(s, *mechanism, columns, all);
        }
    } catch (const InputError& fault) {
        s.take_faults(fault);
    }
}

} // namespace percolith::runs
