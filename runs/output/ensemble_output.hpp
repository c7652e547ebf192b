#pragma once
/// An ensemble and its map: checked beforehand, computed chunk by chunk beside the output, gone on
/// with after an interruption.

#include "runs/case/sweep.hpp"
#include "runs/ensemble/map.hpp"
#include "runs/record/work_folder.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace percolith::runs
{

class EnsembleOutput
{
public:
    /// `file` is what describes the ensemble; `ensemble` must outlive it. Takes what an earlier run
    /// of the same ensemble has left. Throws `InputError` for an output that cannot be one or that
    /// would not fit on its disk, and `OutputError`.
    EnsembleOutput(const SweepCase& ensemble, const std::string& file,
                   const std::optional<std::string>& output);

    const ensemble::Chunking& chunks() const { return chunks_; }
    WorkFolder& folder() { return folder_; }
    const std::string& fingerprint() const { return fingerprint_; }
    /// How many chunks are there.
    std::size_t count_there() const;

    /// What else is to be made of the finished chunks, before their folder goes.
    using WithChunks = std::function<void(const ensemble::Chunking&, const WorkFolder&)>;
    /// Once all chunks are there: writes the map and removes the folder. Throws `OutputError`, and
    /// `InputError` where there is not one test to predict from: then nothing is left.
    ensemble::SweepTally finish(const WithChunks& with_chunks);

private:
    const SweepCase& ensemble_;
    MapFile map_;
    ensemble::Chunking chunks_;
    std::string fingerprint_;
    WorkFolder folder_;
};

} // namespace percolith::runs
