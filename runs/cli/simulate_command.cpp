#include "runs/cli/simulate_command.hpp"

#include "runs/case/case.hpp"
#include "runs/cli/exit.hpp"
#include "runs/cli/interrupt.hpp"
#include "runs/cli/progress.hpp"
#include "runs/protocol/estimate.hpp"
#include "runs/record/record.hpp"
#include "runs/simulate/ready_test.hpp"
#include "runs/simulate/recorder.hpp"

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
    std::string output;
    std::string engine;
    std::vector<std::string> overrides;
    bool json = false;
};

std::vector<std::string> all_overrides(const SimulateOptions& options)
{
    auto overrides = options.overrides;
    if (!options.engine.empty()) {
        overrides.push_back("solver.engine=\"" + options.engine + "\"");
    }
    return overrides;
}

Outcome outcome(const TestEnd& end, const Summary& summary)
{
    const bool whole = end.status == TestEnd::Status::ended;
    return {.status = whole ? Outcome::Status::ended : Outcome::Status::interrupted,
            .reason = summary.ended_by,
            .summary = as_entries(summary)};
}

int run_simulate(const SimulateOptions& options)
{
    const auto given = read_case(options.file, all_overrides(options));
    const ReadyTest test(given);
    const InterruptFlag interrupt;
    std::optional<RunRecord> record;
    std::unique_ptr<TestSink> sink = std::make_unique<TestSink>();
    if (!options.output.empty()) {
        record.emplace(options.output, test.header());
        sink = make_recorder(test.setup(), *record);
    }
    TestEnd end;
    {
        ProgressLine line(longest_duration(given.protocol));
        end = simulate(test.setup(), *sink, &interrupt.flag(),
                       [&](double time, std::uint64_t cycles) { line(time, cycles); });
    }
    const auto summary = summarize(test.setup(), end, test.composition(), given.title);
    if (record) {
        record->finish(outcome(end, summary));
    }
    fmt::print("{}", options.json ? as_json(summary) : as_text(summary));
    if (record && !options.json) {
        fmt::print("  written to {}\n", options.output);
    }
    return end.status == TestEnd::Status::interrupted ? interrupt.exit_status()
                                                      : static_cast<int>(Exit::ok);
}

int run_check(const SimulateOptions& options)
{
    const auto given = read_case(options.file, all_overrides(options));
    const ReadyTest test(given);
    for (const auto& step : given.protocol.steps) {
        static_cast<void>(prepare(step, given.stop_when));
    }
    fmt::print("{}: sound\n", options.file);
    return static_cast<int>(Exit::ok);
}

void declare_case(CLI::App& app, SimulateOptions& options)
{
    app.add_option("CASE", options.file, "case file (TOML)")->required();
    app.add_option("--set", options.overrides, "override one key: dotted.key=value; repeatable")
        ->expected(1)
        ->take_all();
    app.add_option("--engine", options.engine, "sundials (reference) or odeint (fast)");
}

} // namespace

Command simulate_command()
{
    return {"simulate", "run a case", [](CLI::App& app) -> std::function<int()> {
                const auto options = std::make_shared<SimulateOptions>();
                declare_case(app, *options);
                app.add_option("-o,--output", options->output, "run file to write (HDF5)");
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
