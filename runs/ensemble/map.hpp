#pragma once
/// From the chunks of a sweep to its map.

#include "runs/ensemble/chunks.hpp"
#include "runs/record/map.hpp"

namespace percolith::runs::ensemble
{

/// "latin hypercube", as in the sweep file.
std::string name_of(Design design);

/// What the map of a sweep says of itself; coordinates in SI units.
MapHeader header_of(const SweepCase& sweep);

/// What a sweep came to.
struct SweepTally {
    std::uint64_t members = 0;
    std::uint64_t refused = 0; ///< without a test
    std::string first_refusal{}; ///< why the first of them
};

/// Writes the map from the chunks of the folder, one chunk in memory at a time. Throws
/// `OutputError`.
SweepTally write_map(const SweepCase& sweep, const Chunking& chunks, const WorkFolder& folder,
                     MapFile& map);

} // namespace percolith::runs::ensemble
