#include "runs/simulate/ready_test.hpp"

#include "runs/simulate/columns.hpp"
#include "runs/version.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace percolith::runs
{

namespace
{

Tolerances tolerances(const SolverOptions& options)
{
    auto t = default_tolerances(options.engine);
    if (options.relative_tolerance) {
        t.relative = *options.relative_tolerance;
        t.absolute = *options.relative_tolerance;
    }
    return t;
}

const Entry* find(const std::vector<Entry>& values, std::string_view name)
{
    const auto found = std::find_if(values.begin(), values.end(),
                                    [&](const Entry& value) { return value.name == name; });
    return found == values.end() ? nullptr : &*found;
}

/// The conversion, if some electrode was given as the thickness of a foil.
std::optional<FoilConversion> foil_conversion(const std::vector<Entry>& values)
{
    const auto is_foil = [&](std::string_view key) {
        const auto* lithium = find(values, key);
        return lithium != nullptr && lithium->unit == "m";
    };
    const auto* capacity = find(values, "cell.foil_capacity");
    if (capacity == nullptr ||
        (!is_foil("cell.working.lithium") && !is_foil("cell.counter.lithium"))) {
        return std::nullopt;
    }
    return FoilConversion{std::get<double>(capacity->value), capacity->origin != "default"};
}

} // namespace

ReadyTest::ReadyTest(const Case& given)
    : case_(given), cell_(cells::assemble(given.cell)),
      setup_{.cell = cell_,
             .initial = cells::initial_state(given.cell),
             .protocol = given.protocol,
             .limits = {given.instrument.voltage_limit.si, -given.instrument.voltage_limit.si},
             .limit_stops = given.instrument.at_limit == AtLimit::stop,
             .stop_when = given.stop_when,
             .engine = given.solver.engine,
             .tolerances = tolerances(given.solver)}
{
}

CaseFacts ReadyTest::facts() const
{
    const auto& electrolyte = case_.cell.electrolyte;
    const auto& made = electrolyte.composition;
    return {.title = case_.title,
            .metal_volume_fraction = made.metal_volume_fraction,
            .reversible_fraction = made.reversible_fraction,
            .imposed_metal = made.imposed_metal,
            .notes = electrolyte.notes,
            .foil = foil_conversion(case_.values)};
}

RecordHeader ReadyTest::header() const
{
    auto parameters = case_.values;
    for (const auto& override : case_.overrides) {
        parameters.push_back(
            {"--set " + override.substr(0, override.find('=')), override, "", "--set"});
    }
    return {.title = case_.title,
            .case_text = case_.text,
            .program_version = std::string(version()),
            .commit = std::string(commit()),
            .area = case_.cell.area,
            .parameters = std::move(parameters),
            .series = series_columns(physics_of(cell_)),
            .cycles = cycle_columns(),
            .keep_series = case_.record.shape == RecordShape::full};
}

} // namespace percolith::runs
