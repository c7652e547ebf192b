#pragma once
/// What the commands on ensembles share: members computed on all cores, kept chunk by chunk, gone
/// on with after an interruption, and written as a map.

#include "runs/ensemble/map.hpp"

#include <functional>
#include <optional>
#include <string>

namespace percolith::runs
{

struct EnsembleWritten {
    ensemble::SweepTally tally;
    std::optional<int> interrupted; ///< the exit status, where it was
};

/// What else is to be made of the finished chunks, before their folder goes.
using WithChunks = std::function<void(const ensemble::Chunking&, const WorkFolder&)>;

/// Computes the ensemble that `file` describes and writes its map to `output`. Says on standard
/// error what it goes on from or leaves. Throws `InputError` for an output that cannot be one, and
/// `OutputError`.
EnsembleWritten compute_ensemble(const SweepCase& ensemble, const std::string& file,
                                 const std::optional<std::string>& output, unsigned threads,
                                 const WithChunks& with_chunks = {});

} // namespace percolith::runs
