#include "runs/cli/sweep_command.hpp"

#include "runs/cli/exit.hpp"
#include "runs/cli/inputs.hpp"
#include "runs/cli/interrupt.hpp"
#include "runs/cli/output.hpp"
#include "runs/cli/progress.hpp"
#include "runs/ensemble/map.hpp"
#include "runs/machine_memory.hpp"

#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>

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

void say(const std::string& line)
{
    std::fprintf(stderr, "%s\n", line.c_str());
}

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

/// Refuses beforehand what the disk would not hold.
void check_disk(const SweepOptions& options, const SweepCase& sweep)
{
    std::error_code error;
    const auto folder = std::filesystem::absolute(*options.output, error).parent_path();
    const auto space = std::filesystem::space(folder, error);
    const auto needed = ensemble::disk_needed(sweep);
    if (!error && needed > static_cast<double>(space.available)) {
        throw InputError(
            {.file = options.file}, "",
            fmt::format("{} members need up to {} on the disk of {}, which has {} left",
                        sweep.plan.size, memory_text(needed), folder.string(),
                        memory_text(static_cast<double>(space.available))),
            "take fewer members or outputs, or name an output elsewhere");
    }
}

bool run_shown(const SweepOptions& options, const SweepCase& sweep,
               const ensemble::Chunking& chunks, WorkFolder& folder, const InterruptFlag& interrupt)
{
    ProgressLine line;
    const auto show = [&](const TaskProgress& now) {
        if (line.due() && now.before < 1.0) {
            line.show(fmt::format("{:.0f} of {} members",
                                  now.share * static_cast<double>(chunks.members), chunks.members),
                      (now.share - now.before) / (1.0 - now.before), "about");
        }
    };
    return ensemble::run_chunks(
        sweep, chunks, folder,
        {.threads = options.threads, .stop = &interrupt.flag(), .progress = show});
}

int run_sweep(const SweepOptions& options)
{
    const auto sweep = read_sweep(options.file, options.overrides);
    if (options.check) {
        print(options.json ? as_json(sweep).dump(2) + "\n"
                           : one_line(options.file) + ": sound\n" + outline_of(sweep));
        return static_cast<int>(Exit::ok);
    }
    if (!options.output) {
        throw InputError({}, "--output", "missing: a map is a file",
                         "name it, as in -o map.h5, or give --check");
    }
    if (ending_of(*options.output) != ".h5") {
        throw InputError({}, "--output", "\"" + *options.output + "\" does not end with .h5",
                         "maps are HDF5: name it so");
    }
    const InterruptFlag interrupt;
    auto inputs = inputs_of(sweep.source->as_written());
    inputs.emplace_back(options.file);
    keep_apart(*options.output, inputs);
    check_disk(options, sweep);
    MapFile map(*options.output);
    const auto chunks = ensemble::chunks_of(sweep.plan.size);
    WorkFolder folder(*options.output, ensemble::fingerprint_of(sweep, chunks));
    if (const auto found = ensemble::chunks_there(sweep, chunks, folder); found > 0) {
        say(fault_line({.file = folder.path().string()}, "",
                       fmt::format("goes on from {} of {} chunks", found, chunks.count()), ""));
    }
    if (!run_shown(options, sweep, chunks, folder, interrupt)) {
        say(fault_line({.file = folder.path().string()}, "",
                       fmt::format("keeps {} of {} chunks",
                                   ensemble::chunks_there(sweep, chunks, folder), chunks.count()),
                       "the same command goes on from there"));
        return interrupt.exit_status();
    }
    const auto tally = ensemble::write_map(sweep, chunks, folder, map);
    folder.remove();
    print(report_of(options, sweep, tally));
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
