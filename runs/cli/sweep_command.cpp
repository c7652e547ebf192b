#include "runs/cli/sweep_command.hpp"

#include "runs/cli/ensemble_run.hpp"
#include "runs/cli/exit.hpp"
#include "runs/cli/output.hpp"

#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <nlohmann/json.hpp>

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

std::string joined(const std::vector<std::string>& words)
{
    std::string text;
    for (const auto& word : words) {
        text += (text.empty() ? "" : ", ") + word;
    }
    return text;
}

/// The sweep said back in a few lines.
std::string outline_of(const SweepCase& sweep)
{
    auto text = sweep.title.empty() ? std::string() : sweep.title + "\n";
    text += fmt::format("{} members, {}\n", sweep.plan.size, ensemble::name_of(sweep.plan.design));
    for (const auto& axis : sweep.plan.axes) {
        const auto unit = axis.unit.empty() ? std::string() : " " + axis.unit;
        const auto from = axis.values.empty() ? axis.from : axis.values.front();
        const auto to = axis.values.empty() ? axis.to : axis.values.back();
        text += fmt::format("  {}: {:.6g} .. {:.6g}{}", axis.key, from, to, unit);
        text += axis.values.empty() ? "\n" : fmt::format(", {} values\n", axis.values.size());
    }
    return text + "  outputs: " + joined(ensemble::names_of(sweep.outputs)) + "\n";
}

nlohmann::ordered_json as_json(const SweepCase& sweep)
{
    nlohmann::ordered_json out;
    out["format"] = "percolith-sweep";
    out["version"] = 1;
    out["title"] = sweep.title;
    out["design"] = ensemble::name_of(sweep.plan.design);
    out["members"] = sweep.plan.size;
    out["axes"] = nlohmann::ordered_json::array();
    for (const auto& axis : sweep.plan.axes) {
        out["axes"].push_back({{"key", axis.key}, {"unit", axis.si_unit}});
    }
    out["outputs"] = ensemble::names_of(sweep.outputs);
    return out;
}

/// What a sweep came to, for people or for programs.
std::string report_of(const SweepOptions& options, const SweepCase& sweep,
                      const ensemble::SweepTally& tally)
{
    if (options.json) {
        auto out = as_json(sweep);
        out["refused"] = tally.refused;
        out["first_refusal"] = tally.first_refusal;
        return out.dump(2) + "\n";
    }
    auto text = outline_of(sweep);
    if (tally.refused > 0) {
        text += fmt::format("  {} of {} could not be computed, as the map says of each; the first: "
                            "{}\n",
                            tally.refused, tally.members, tally.first_refusal);
    }
    return text + fmt::format("  written to {}\n", one_line(*options.output));
}

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
        print(options.json ? as_json(sweep).dump(2) + "\n"
                           : one_line(options.file) + ": sound\n" + outline_of(sweep));
        return static_cast<int>(Exit::ok);
    }
    const auto written =
        compute_ensemble(ranks, sweep, options.file, options.output, options.threads);
    if (written.interrupted || written.elsewhere) {
        return written.interrupted.value_or(static_cast<int>(Exit::ok));
    }
    print(report_of(options, sweep, written.tally));
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
