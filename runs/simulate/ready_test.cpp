#include "runs/simulate/ready_test.hpp"

#include "runs/simulate/columns.hpp"
#include "runs/version.hpp"

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

CompositionFacts ReadyTest::composition() const
{
    const auto& made = case_.cell.electrolyte.composition;
    return {made.metal_volume_fraction, made.reversible_fraction, made.imposed_metal};
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
