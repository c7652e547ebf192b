#include "runs/cli/sweep_command.hpp"

#include "runs/cli/ensemble_run.hpp"
#include "runs/cli/exit.hpp"
#include "runs/cli/output.hpp"
#include "runs/ensemble/sweep_text.hpp"

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include <memory>
#include <optional>

namespace percolith::runs
{

namespace
{

struct SweepOptions {
    std::string file;
    std::optional<std::string> output;
    std::vector<std::string> overrides;
    unsigned threads = 0;
    bool check = false;
    bool json = false;
};

int run_sweep(const SweepOptions& options)
{
    const Ranks ranks;
    const auto read =
        read_in_turn(ranks, [&] { return read_sweep(options.file, options.overrides); });
    if (!read) {
        return static_cast<int>(Exit::ok); // the first process says why
    }
    const auto& sweep = *read;
    if (options.check && !ranks.is_first()) {
        return static_cast<int>(Exit::ok);
    }
    if (options.check) {
        print(options.json ? ensemble::as_json(sweep)
                           : one_line(options.file) + ": sound\n" + ensemble::as_text(sweep));
        return static_cast<int>(Exit::ok);
    }
    const auto written =
        compute_ensemble(ranks, sweep, options.file, options.output, options.threads);
    if (written.interrupted || written.elsewhere) {
        return written.interrupted.value_or(static_cast<int>(Exit::ok));
    }
    print(options.json ? ensemble::as_json(sweep, written.tally)
                       : ensemble::as_text(sweep, written.tally) +
                             fmt::format("  written to {}\n", one_line(*options.output)));
    return static_cast<int>(Exit::ok);
}

} // namespace

Command sweep_command()
{
    return {
        "sweep", "one case over many numbers of its keys: a map",
        [](CLI::App& app) -> std::function<int()> {
            const auto options = std::make_shared<SweepOptions>();
            app.add_option("SWEEP", options->file, "sweep file (TOML)")->required()->type_name("");
            auto* output =
                app.add_option("-o,--output", options->output,
                               "map to write (HDF5); an interrupted sweep keeps its finished "
                               "chunks beside it, and the same command goes on from there")
                    ->type_name("MAP.h5");
            app.add_option("--set", options->overrides,
                           "override one key of the sweep file, as in --set sample.size=100; "
                           "repeatable")
                ->expected(1)
                ->take_all()
                ->type_name("KEY=VALUE");
            app.add_option("--threads", options->threads,
                           "cores to use, all by default; the map is the same for any number")
                ->check(CLI::Range(1U, 1024U))
                ->type_name("N");
            app.add_flag("--check", options->check, "only read the sweep and say it back")
                ->excludes(output);
            app.add_flag("--json", options->json, "print what came of it as JSON");
            return [options] { return run_sweep(*options); };
        }};
}

} // namespace percolith::runs
