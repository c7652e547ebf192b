#include "bench/whole_test.hpp"

#include "runs/protocol/parse.hpp"
#include "runs/record/record.hpp"
#include "runs/simulate/recorder.hpp"

#include <fmt/core.h>

namespace percolith::bench
{

namespace
{

/// Half cycles go in pairs.
runs::Protocol protocol_of(const Trial& trial)
{
    const auto text = fmt::format("Strip working at {0} A/m^2 for {1} s; Plate working at {0} "
                                  "A/m^2 for {1} s; repeat {2} times",
                                  trial.current, trial.half_cycle, trial.half_cycles / 2);
    return runs::parse_protocol(text, kinetics::Area<>{1e-4});
}

runs::RecordHeader header_of(const Trial& trial, Keep keep)
{
    return {.title = trial.name,
            .series = runs::series_columns(runs::physics_of(trial.cell)),
            .cycles = runs::cycle_columns(),
            .keep_series = keep == Keep::shape};
}

Outcome outcome_of(const runs::TestEnd& end)
{
    return {.thickness = end.cell.state.working.interphase_thickness.si,
            .largest_voltage = end.peak_voltage,
            .half_cycles = end.at.step};
}

} // namespace

Outcome run_test(const Trial& trial, Engine engine, Keep keep, const std::filesystem::path& file,
                 std::uintmax_t* file_size)
{
    const auto protocol = protocol_of(trial);
    const runs::TestSetup setup{.cell = trial.cell,
                                .initial = trial.start,
                                .protocol = protocol,
                                .limits = {trial.voltage_limit, -trial.voltage_limit},
                                .stop_when = {},
                                .engine = engine,
                                .tolerances = {trial.tolerance, trial.tolerance}};
    if (keep == Keep::nothing) {
        runs::TestSink nothing;
        return outcome_of(runs::simulate(setup, nothing));
    }
    runs::RunRecord record(file, header_of(trial, keep));
    const auto sink = runs::make_recorder(setup, record);
    const auto out = outcome_of(runs::simulate(setup, *sink));
    record.finish({});
    if (file_size != nullptr) {
        *file_size = std::filesystem::file_size(file);
    }
    return out;
}

} // namespace percolith::bench
