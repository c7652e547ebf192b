#include "runs/cli/fit_command.hpp"

#include "runs/cli/exit.hpp"
#include "runs/cli/interrupt.hpp"
#include "runs/cli/output.hpp"
#include "runs/cli/progress.hpp"
#include "runs/fit/fit_text.hpp"
#include "runs/output/fit_output.hpp"
#include "runs/output/keep_apart.hpp"

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include <memory>
#include <mutex>
#include <optional>

namespace percolith::runs
{

namespace
{

struct FitCommandOptions {
    std::string file;
    std::optional<std::string> output;
    std::vector<std::string> overrides;
    unsigned threads = 0;
    bool check = false;
    bool json = false;
};

int run_check(const FitCommandOptions& options, const FitCase& given)
{
    const auto check = fit::check_design(given, {.threads = options.threads});
    print(options.json ? fit::as_json(given, check) : fit::as_text(given, check));
    return static_cast<int>(Exit::ok);
}

int run_fit(const FitCommandOptions& options)
{
    const auto given = read_fit(options.file, options.overrides);
    if (options.check) {
        return run_check(options, given);
    }
    const InterruptFlag interrupt;
    std::optional<FitOutput> output;
    if (options.output) {
        auto inputs = given.inputs;
        inputs.emplace_back(given.file);
        keep_apart(*options.output, inputs);
        output.emplace(*options.output);
    }
    ProgressLine line;
    std::mutex showing;
    const auto show = [&](const fit::FitProgress& now) {
        const std::scoped_lock alone(showing);
        if (line.due()) {
            line.show(fmt::format("{}{}{}: step {}, misfit {:.6g}", now.mechanism,
                                  now.mechanism.empty() ? "" : ", ", now.doing, now.step, now.cost),
                      0.0, "");
        }
    };
    const auto fit = fit::fit_cells(
        given, {.threads = options.threads, .stop = &interrupt.flag(), .progress = show});
    if (fit.interrupted) {
        std::fprintf(stderr, "fit: interrupted, nothing is kept\n");
        return interrupt.exit_status();
    }
    if (output) {
        output->write(given, fit);
    }
    print(options.json ? fit::as_json(given, fit) : fit::as_text(given, fit));
    if (output && !options.json) {
        print("\n  written to " + one_line(*options.output) + "\n");
    }
    return static_cast<int>(Exit::ok);
}

} // namespace

Command fit_command()
{
    return {"fit", "parameters from measured cells, with intervals and what data determine",
            [](CLI::App& app) -> std::function<int()> {
                const auto options = std::make_shared<FitCommandOptions>();
                app.add_option("FIT", options->file, "fit file (TOML)")->required()->type_name("");
                app.add_option("--set", options->overrides,
                               "override one key of the fit file, as in --set search.starts=1; "
                               "repeatable")
                    ->expected(1)
                    ->take_all()
                    ->type_name("KEY=VALUE");
                app.add_option("--threads", options->threads,
                               "cores to use, all by default; the answer is the same for any "
                               "number")
                    ->check(CLI::Range(1U, 1024U))
                    ->type_name("N");
                auto* output =
                    app.add_option("-o,--output", options->output,
                                   "result to write: HDF5 (.h5) or a figure (.svg, .png, .pdf)")
                        ->type_name("FILE");
                app.add_flag("--check", options->check,
                             "only say what these data can determine, at the parameters' starts")
                    ->excludes(output);
                app.add_flag("--json", options->json, "print the answer as JSON");
                return [options] { return run_fit(*options); };
            }};
}

} // namespace percolith::runs
