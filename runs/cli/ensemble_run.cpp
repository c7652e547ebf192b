#include "runs/cli/ensemble_run.hpp"

#include "runs/cli/exit.hpp"
#include "runs/cli/interrupt.hpp"
#include "runs/cli/progress.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>

namespace percolith::runs
{
namespace
{

/// What the first process says where its own input or output is refused.
constexpr auto nothing_to_do = ~std::uint64_t{0};

void say(const std::string& line)
{
    std::fprintf(stderr, "%s\n", line.c_str());
}

std::string members_done(double share, std::uint64_t members)
{
    return fmt::format("{:.0f} of {} members", share * static_cast<double>(members), members);
}

bool run_by_threads(const SweepCase& ensemble, const ensemble::Chunking& chunks, WorkFolder& folder,
                    unsigned threads, const InterruptFlag& interrupt)
{
    ProgressLine line;
    const auto show = [&](const TaskProgress& now) {
        if (line.due() && now.before < 1.0) {
            line.show(members_done(now.share, chunks.members),
                      (now.share - now.before) / (1.0 - now.before), "about");
        }
    };
    return ensemble::run_chunks(ensemble, chunks, folder,
                                {.threads = threads, .stop = &interrupt.flag(), .progress = show});
}

/// By all processes that mpirun started, of which this is the first.
bool run_by_ranks(const Ranks& ranks, const SweepCase& ensemble, const ensemble::Chunking& chunks,
                  WorkFolder& folder, const InterruptFlag& interrupt)
{
    ProgressLine line;
    HandOut work;
    work.pieces = ensemble::chunks_missing(chunks, folder);
    work.compute = [&](std::size_t chunk) {
        return ensemble::compute_chunk(ensemble, chunks, chunk, &interrupt.flag());
    };
    work.take = [&](std::size_t chunk, std::string_view bytes) { folder.write(chunk, bytes); };
    work.progress = [&](std::size_t done) {
        if (line.due()) {
            const auto missing = static_cast<double>(std::max<std::size_t>(work.pieces.size(), 1));
            const auto all = static_cast<double>(chunks.count());
            const auto there = all - static_cast<double>(work.pieces.size() - done);
            line.show(members_done(there / all, chunks.members),
                      static_cast<double>(done) / missing, "about");
        }
    };
    work.stop = &interrupt.flag();
    return hand_out(ranks, work);
}

/// What a process other than the first does: it has the same ensemble, or something is wrong.
EnsembleWritten work_along(const Ranks& ranks, const SweepCase& ensemble)
{
    const InterruptFlag interrupt;
    const auto chunks = ensemble::chunks_of(ensemble);
    const auto own = checksum_of(ensemble::fingerprint_of(ensemble, chunks));
    const auto wanted = ranks.told_by_first(0);
    if (wanted == nothing_to_do) {
        return {.tally = {}, .elsewhere = true};
    }
    if (wanted != own) {
        say("percolith: this process has another version of the program or of its input than the "
            "first one; give all of them the same");
        ranks.abort(static_cast<int>(Exit::bad_input));
    }
    work_for_first(ranks, [&](std::size_t chunk) {
        return ensemble::compute_chunk(ensemble, chunks, chunk, &interrupt.flag());
    });
    return {.tally = {}, .elsewhere = true};
}

} // namespace

EnsembleWritten compute_ensemble(const Ranks& ranks, const SweepCase& ensemble,
                                 const std::string& file,
                                 const std::optional<std::string>& given_output, unsigned threads,
                                 const EnsembleOutput::WithChunks& with_chunks)
{
    if (!ranks.is_first()) {
        return work_along(ranks, ensemble);
    }
    // Whatever goes wrong before the work begins, the others wait to be told.
    bool told = false;
    try {
        const InterruptFlag interrupt;
        EnsembleOutput output(ensemble, file, given_output);
        const auto& chunks = output.chunks();
        auto& folder = output.folder();
        if (const auto found = output.count_there(); found > 0) {
            say(fault_line({.file = folder.path().string()}, "",
                           fmt::format("goes on from {} of {} chunks", found, chunks.count()), ""));
        }
        told = true;
        ranks.told_by_first(checksum_of(output.fingerprint()));
        const bool whole = ranks.alone()
                               ? run_by_threads(ensemble, chunks, folder, threads, interrupt)
                               : run_by_ranks(ranks, ensemble, chunks, folder, interrupt);
        if (!whole) {
            say(fault_line(
                {.file = folder.path().string()}, "",
                fmt::format("keeps {} of {} chunks", output.count_there(), chunks.count()),
                "the same command goes on from there"));
            return {.tally = {}, .interrupted = interrupt.exit_status()};
        }
        return {.tally = output.finish(with_chunks), .interrupted = std::nullopt};
    } catch (...) {
        if (!told) {
            ranks.told_by_first(nothing_to_do);
        }
        throw;
    }
}

} // namespace percolith::runs
