#include "runs/cli/ensemble_run.hpp"

#include "runs/cli/inputs.hpp"
#include "runs/cli/interrupt.hpp"
#include "runs/cli/output.hpp"
#include "runs/cli/progress.hpp"
#include "runs/machine_memory.hpp"

#include <fmt/core.h>

#include <cstdio>
#include <filesystem>
#include <system_error>

namespace percolith::runs
{
namespace
{

void say(const std::string& line)
{
    std::fprintf(stderr, "%s\n", line.c_str());
}

/// The map's name, checked.
std::string output_of(const std::optional<std::string>& output)
{
    if (!output) {
        throw InputError({}, "--output", "missing: a map is a file",
                         "name it, as in -o map.h5, or give --check");
    }
    if (ending_of(*output) != ".h5") {
        throw InputError({}, "--output", "\"" + *output + "\" does not end with .h5",
                         "maps are HDF5: name it so");
    }
    return *output;
}

/// Refuses beforehand what the disk would not hold.
void check_disk(const SweepCase& ensemble, const std::string& file, const std::string& output)
{
    std::error_code error;
    const auto folder = std::filesystem::absolute(output, error).parent_path();
    const auto space = std::filesystem::space(folder, error);
    const auto needed = ensemble::disk_needed(ensemble);
    if (!error && needed > static_cast<double>(space.available)) {
        throw InputError(
            {.file = file}, "",
            fmt::format("{} members need up to {} on the disk of {}, which has {} left",
                        ensemble.plan.size, memory_text(needed), folder.string(),
                        memory_text(static_cast<double>(space.available))),
            "take fewer members or outputs, or name an output elsewhere");
    }
}

bool run_shown(const SweepCase& ensemble, const ensemble::Chunking& chunks, WorkFolder& folder,
               unsigned threads, const InterruptFlag& interrupt)
{
    ProgressLine line;
    const auto show = [&](const TaskProgress& now) {
        if (line.due() && now.before < 1.0) {
            line.show(fmt::format("{:.0f} of {} members",
                                  now.share * static_cast<double>(chunks.members), chunks.members),
                      (now.share - now.before) / (1.0 - now.before), "about");
        }
    };
    return ensemble::run_chunks(ensemble, chunks, folder,
                                {.threads = threads, .stop = &interrupt.flag(), .progress = show});
}

} // namespace

EnsembleWritten compute_ensemble(const SweepCase& ensemble, const std::string& file,
                                 const std::optional<std::string>& given_output, unsigned threads,
                                 const WithChunks& with_chunks)
{
    const auto output = output_of(given_output);
    const InterruptFlag interrupt;
    auto inputs = inputs_of(ensemble.source->as_written());
    inputs.emplace_back(file);
    keep_apart(output, inputs);
    check_disk(ensemble, file, output);
    MapFile map(output);
    const auto chunks = ensemble::chunks_of(ensemble.plan.size);
    WorkFolder folder(output, ensemble::fingerprint_of(ensemble, chunks));
    if (const auto found = ensemble::chunks_there(ensemble, chunks, folder); found > 0) {
        say(fault_line({.file = folder.path().string()}, "",
                       fmt::format("goes on from {} of {} chunks", found, chunks.count()), ""));
    }
    if (!run_shown(ensemble, chunks, folder, threads, interrupt)) {
        say(fault_line({.file = folder.path().string()}, "",
                       fmt::format("keeps {} of {} chunks",
                                   ensemble::chunks_there(ensemble, chunks, folder),
                                   chunks.count()),
                       "the same command goes on from there"));
        return {.tally = {}, .interrupted = interrupt.exit_status()};
    }
    const auto tally = ensemble::write_map(ensemble, chunks, folder, map);
    if (with_chunks) {
        with_chunks(chunks, folder);
    }
    folder.remove();
    return {.tally = tally, .interrupted = std::nullopt};
}

} // namespace percolith::runs
