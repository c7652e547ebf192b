#pragma once
/// An ensemble computed chunk by chunk on all cores: whatever ends the program, a finished chunk
/// stays, and the same computation goes on from there. Memory does not grow with the ensemble.

#include "runs/ensemble/members.hpp"
#include "runs/record/work_folder.hpp"
#include "runs/tasks.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace percolith::runs::ensemble
{

/// Members of an ensemble as chunks of neighbours, the last one perhaps shorter.
struct Chunking {
    std::uint64_t members = 0;
    std::uint64_t size = 1; ///< members of a whole chunk

    std::size_t count() const { return static_cast<std::size_t>((members + size - 1) / size); }
    std::uint64_t first(std::size_t chunk) const { return chunk * size; }
    std::uint64_t length(std::size_t chunk) const;
};

/// About a thousand chunks of 8 to 4096 members, which an engine runs one by one.
Chunking engine_chunks(std::uint64_t members);
/// Where lanes run them (members.hpp), `steps` of a protocol each at most: a chunk is worth some
/// half a second of a core where its tests are fast, since one takes a disk some hundredths to
/// keep; but there are enough chunks for several cores, and each keeps the lanes full.
Chunking lane_chunks(std::uint64_t members, std::uint64_t steps);
Chunking chunks_of(const SweepCase& sweep);

/// Bytes on the disk that the chunks of an ensemble and its map need at most, reasons left out.
double disk_needed(const SweepCase& sweep);

/// Everything that fixes the rows of a sweep and how they are kept: program, sweep, case, the files
/// it names, chunks.
std::string fingerprint_of(const SweepCase& sweep, const Chunking& chunks);

struct ChunkSurroundings {
    unsigned threads = 0; ///< 0: one per core
    const std::atomic<bool>* stop = nullptr; ///< running members end, no further one begins
    std::function<void(const TaskProgress&)> progress{}; ///< called a few times a second
};

/// Numbers of the chunks that are not whole in the folder, in order. Each chunk there is read once.
std::vector<std::size_t> chunks_missing(const Chunking& chunks, const WorkFolder& folder);

/// The rows of one chunk as the folder keeps them; nothing where `stop` rose meanwhile. May be
/// called from several threads at once.
std::optional<std::string> compute_chunk(const SweepCase& sweep, const Chunking& chunks,
                                         std::size_t chunk, const std::atomic<bool>* stop);

/// Computes every chunk that is not in the folder and puts it there. Returns whether all are there;
/// not where `stop` rose before. The rows do not depend on threads, chunks or interruptions. Throws
/// `OutputError`.
bool run_chunks(const SweepCase& sweep, const Chunking& chunks, WorkFolder& folder,
                const ChunkSurroundings& surroundings = {});

/// The rows of one chunk of the folder. Throws `OutputError` where it is not there or not whole.
std::vector<Row> read_chunk(const SweepCase& sweep, const Chunking& chunks, std::size_t chunk,
                            const WorkFolder& folder);

} // namespace percolith::runs::ensemble
