#include "runs/cli/simulate_command.hpp"

#include "runs/case/case.hpp"
#include "runs/cli/exit.hpp"
#include "runs/cli/interrupt.hpp"
#include "runs/cli/output.hpp"
#include "runs/cli/progress.hpp"
#include "runs/output/keep_apart.hpp"
#include "runs/protocol/estimate.hpp"
#include "runs/record/record.hpp"
#include "runs/simulate/outline.hpp"
#include "runs/simulate/ready_test.hpp"
#include "runs/simulate/run_case.hpp"

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include <memory>
#include <optional>

namespace percolith::runs
{

namespace
{

struct SimulateOptions {
    std::string file;
    std::optional<std::string> output;
    std::string engine;
    std::vector<std::string> overrides;
    bool json = false;
};

std::vector<std::string> all_overrides(const SimulateOptions& options)
{
    auto overrides = options.overrides;
    if (options.engine.empty()) {
        return overrides;
    }
    for (const auto& given : overrides) {
        if (given.starts_with("solver.engine")) {
            throw InputError({}, "--engine", "contradicts --set " + given,
                             "give only one of the two");
        }
    }
    overrides.push_back("solver.engine=\"" + options.engine + "\"");
    return overrides;
}

TestEnd run_test(const ReadyTest& test, const Case& given, RunRecord* record,
                 const InterruptFlag& interrupt)
{
    ProgressLine line;
    const double whole = longest_duration(given.protocol); // infinite if only the cell decides
    const auto progress = [&](double time, std::uint64_t cycles) {
        if (line.due()) {
            line.show(fmt::format("{:.1f} h of the test, {} cycles", time / 3600.0, cycles),
                      time / whole, "at most");
        }
    };
    try {
        return run_into(test, record, &interrupt.flag(), progress);
    } catch (const SolverFailure& e) {
        if (record != nullptr) {
            record->finish(outcome_of(e));
        }
        throw;
    }
}

int run_simulate(const SimulateOptions& options)
{
    const auto given = read_case(options.file, all_overrides(options));
    const ReadyTest test(given);
    check_steps(given);
    const InterruptFlag interrupt;
    std::optional<RunRecord> record;
    if (options.output) {
        keep_apart(*options.output, inputs_of(given));
        record.emplace(*options.output, test.header());
    }
    const auto end = run_test(test, given, record ? &*record : nullptr, interrupt);
    const auto summary = summarize(test.setup(), end, test.facts());
    if (record) {
        record->finish(outcome_of(end, summary));
    }
    const auto written = record && !options.json
                             ? fmt::format("  written to {}\n", one_line(*options.output))
                             : std::string();
    print((options.json ? as_json(summary) : as_text(summary)) + written);
    return end.status == TestEnd::Status::interrupted ? interrupt.exit_status()
                                                      : static_cast<int>(Exit::ok);
}

int run_check(const SimulateOptions& options)
{
    const auto given = read_case(options.file, all_overrides(options));
    const ReadyTest test(given);
    check_steps(given);
    print(one_line(options.file) + ": sound\n" + outline(given, test.facts()));
    return static_cast<int>(Exit::ok);
}

void declare_case(CLI::App& app, SimulateOptions& options)
{
    app.add_option("CASE", options.file, "case file (TOML)")->required()->type_name("");
    app.add_option("--set", options.overrides,
                   "override one key of the case, as in --set cell.temperature=\"60 degC\"; "
                   "repeatable")
        ->expected(1)
        ->take_all()
        ->type_name("KEY=VALUE");
    app.add_option("--engine", options.engine, "sundials (reference) or odeint (fast)")
        ->check(CLI::IsMember({"sundials", "odeint"}))
        ->type_name("NAME");
}

} // namespace

Command simulate_command()
{
    return {"simulate", "run a case", [](CLI::App& app) -> std::function<int()> {
                const auto options = std::make_shared<SimulateOptions>();
                declare_case(app, *options);
                app.add_option("-o,--output", options->output,
                               "run file to write (HDF5); without it no file is written, only the "
                               "summary printed")
                    ->type_name("RUN.h5");
                app.add_flag("--json", options->json, "print the summary as JSON");
                return [options] { return run_simulate(*options); };
            }};
}

Command check_command()
{
    return {"check", "validate a case without running it",
            [](CLI::App& app) -> std::function<int()> {
                const auto options = std::make_shared<SimulateOptions>();
                declare_case(app, *options);
                return [options] { return run_check(*options); };
            }};
}

} // namespace percolith::runs
