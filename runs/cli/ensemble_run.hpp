#pragma once
/// What the commands on ensembles share: members computed on all cores, kept chunk by chunk, gone
/// on with after an interruption, and written as a map.

#include "runs/ensemble/map.hpp"
#include "runs/mpi/ranks.hpp"
#include "runs/output/ensemble_output.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace percolith::runs
{

struct EnsembleWritten {
    ensemble::SweepTally tally;
    std::optional<int> interrupted{}; ///< the exit status, where it was
    bool elsewhere = false; ///< another process of ours writes it
};

/// What `read` gives: to the first process before all others, so that its faults are told once.
/// Nothing to the others where it throws there.
template <class Read> auto read_in_turn(const Ranks& ranks, const Read& read)
{
    using Ensemble = decltype(read());
    constexpr std::uint64_t sound = 1;
    if (!ranks.is_first()) {
        return ranks.told_by_first(0) == sound ? std::optional<Ensemble>(read()) : std::nullopt;
    }
    try {
        std::optional<Ensemble> ensemble(read());
        ranks.told_by_first(sound);
        return ensemble;
    } catch (...) {
        ranks.told_by_first(0);
        throw;
    }
}

/// Computes the ensemble that `file` describes and writes its map to `output`: with threads, or
/// with all processes that mpirun started. Says on standard error what it goes on from or leaves.
/// Throws `InputError` for an output that cannot be one, and `OutputError`.
EnsembleWritten compute_ensemble(const Ranks& ranks, const SweepCase& ensemble,
                                 const std::string& file, const std::optional<std::string>& output,
                                 unsigned threads,
                                 const EnsembleOutput::WithChunks& with_chunks = {});

} // namespace percolith::runs
