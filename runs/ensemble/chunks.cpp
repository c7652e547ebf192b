#include "runs/ensemble/chunks.hpp"

#include "runs/ensemble/chunk_writer.hpp"
#include "runs/protocol/estimate.hpp"
#include "runs/record/image.hpp"
#include "runs/record/output_error.hpp"
#include "runs/version.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

namespace percolith::runs::ensemble
{
namespace
{

/// A row: its numbers, the length of its reason, the reason.
void append(std::string& bytes, const Row& row)
{
    bytes.append(reinterpret_cast<const char*>(row.numbers.data()),
                 row.numbers.size() * sizeof(double));
    const std::uint64_t length = row.refusal.size();
    bytes.append(reinterpret_cast<const char*>(&length), sizeof length);
    bytes += row.refusal;
}

/// Takes `size` bytes off the front of `bytes`; false where there are not as many.
bool take(std::string_view& bytes, void* into, std::size_t size)
{
    if (bytes.size() < size) {
        return false;
    }
    std::memcpy(into, bytes.data(), size);
    bytes.remove_prefix(size);
    return true;
}

std::optional<std::vector<Row>> rows_of(std::string_view bytes, std::uint64_t count,
                                        std::size_t width)
{
    std::vector<Row> rows;
    for (std::uint64_t k = 0; k < count; ++k) {
        Row row{.numbers = std::vector<double>(width)};
        std::uint64_t length = 0;
        if (!take(bytes, row.numbers.data(), width * sizeof(double)) ||
            !take(bytes, &length, sizeof length) || bytes.size() < length) {
            return std::nullopt;
        }
        row.refusal = bytes.substr(0, length);
        bytes.remove_prefix(length);
        rows.push_back(std::move(row));
    }
    return bytes.empty() ? std::optional{std::move(rows)} : std::nullopt;
}

/// Up to the next multiple of what a processor may compute side by side.
std::uint64_t whole_lanes(std::uint64_t members)
{
    constexpr std::uint64_t lanes = 8;
    return (members + lanes - 1) / lanes * lanes;
}

} // namespace

std::uint64_t Chunking::length(std::size_t chunk) const
{
    return std::min(size, members - first(chunk));
}

Chunking engine_chunks(std::uint64_t members)
{
    return {members, std::clamp<std::uint64_t>(whole_lanes(members / 1024), 8, 4096)};
}

Chunking lane_chunks(std::uint64_t members, std::uint64_t steps)
{
    constexpr std::uint64_t steps_of_chunk = 2'500'000;
    constexpr std::uint64_t fewest = 16;
    constexpr std::uint64_t most = 4096;
    const auto wanted = std::min(steps_of_chunk / std::max<std::uint64_t>(steps, 1),
                                 (members + fewest - 1) / fewest);
    const auto size = std::max(wanted, members / most);
    return {members, std::clamp<std::uint64_t>(whole_lanes(size), 64, 16384)};
}

Chunking chunks_of(const SweepCase& sweep)
{
    const auto members = sweep.plan.size;
    return suits_lanes(sweep)
               ? lane_chunks(members, extent(sweep.source->as_written().protocol).steps)
               : engine_chunks(members);
}

double disk_needed(const SweepCase& sweep)
{
    const auto row = static_cast<double>(sweep.outputs.size() * sizeof(double));
    const auto coordinates = static_cast<double>(sweep.plan.axes.size() * sizeof(double));
    return static_cast<double>(sweep.plan.size) *
           (2.0 * row + coordinates + static_cast<double>(sizeof(std::uint64_t)));
}

std::string fingerprint_of(const SweepCase& sweep, const Chunking& chunks)
{
    const auto& given = sweep.source->as_written();
    auto text = fmt::format("percolith {} ({})\nsweep, {} members in chunks of {}\n", version(),
                            commit(), chunks.members, chunks.size);
    for (const auto& each : sweep.overrides) {
        text += "--set " + each + "\n";
    }
    for (const auto& file : inputs_of(given)) {
        text += fmt::format("file {:08x}\n", checksum_of_file(file));
    }
    const auto& draws = sweep.plan.draws.values;
    text += fmt::format("draws {:08x}\n", checksum_of({reinterpret_cast<const char*>(draws.data()),
                                                       draws.size() * sizeof(double)}));
    return text + "\n" + sweep.text + "\n" + given.text;
}

std::optional<std::string> compute_chunk(const SweepCase& sweep, const Chunking& chunks,
                                         std::size_t chunk, const std::atomic<bool>* stop)
{
    const auto rows = run_members(sweep, chunks.first(chunk), chunks.length(chunk), stop);
    if (!rows) {
        return std::nullopt;
    }
    std::string bytes;
    for (const auto& row : *rows) {
        append(bytes, row);
    }
    return bytes;
}

std::vector<std::size_t> chunks_missing(const Chunking& chunks, const WorkFolder& folder)
{
    std::vector<std::size_t> missing;
    for (std::size_t chunk = 0; chunk < chunks.count(); ++chunk) {
        if (!folder.holds(chunk)) {
            missing.push_back(chunk);
        }
    }
    return missing;
}

bool run_chunks(const SweepCase& sweep, const Chunking& chunks, WorkFolder& folder,
                const ChunkSurroundings& surroundings)
{
    Tasks tasks;
    tasks.count = chunks.count();
    tasks.width = 0; // a chunk is kept in the folder, not in memory
    tasks.share = [&](std::size_t chunk) {
        return static_cast<double>(chunks.length(chunk)) / static_cast<double>(chunks.members);
    };
    tasks.done = [&](std::size_t chunk) { return folder.holds(chunk); };
    constexpr std::size_t most_waiting = 64;
    ChunkWriter writer(folder, most_waiting);
    tasks.work = [&](std::size_t chunk, unsigned /*threads*/, std::span<double> /*result*/) {
        if (auto bytes = compute_chunk(sweep, chunks, chunk, surroundings.stop)) {
            writer.put(chunk, std::move(*bytes));
        }
    };
    const auto ran = run_tasks(tasks, {.threads = surroundings.threads,
                                       .stop = surroundings.stop,
                                       .progress = surroundings.progress});
    writer.finish();
    // A chunk in whose midst `stop` rose counts as a task that ran.
    const bool whole = ran && (surroundings.stop == nullptr || !surroundings.stop->load() ||
                               chunks_missing(chunks, folder).empty());
    if (!whole) {
        folder.flush(); // else the output comes next, and the folder goes
    }
    return whole;
}

std::vector<Row> read_chunk(const SweepCase& sweep, const Chunking& chunks, std::size_t chunk,
                            const WorkFolder& folder)
{
    const auto bytes = folder.read(chunk);
    auto rows = bytes ? rows_of(*bytes, chunks.length(chunk), sweep.outputs.size())
                      : std::optional<std::vector<Row>>{};
    if (!rows) {
        throw OutputError(folder.path(), fmt::format("chunk {} is not what was written", chunk),
                          "run the same command again: it computes what is missing");
    }
    return std::move(*rows);
}

} // namespace percolith::runs::ensemble
