#pragma once
/// Minima of a fit, from starts that fill the space of the unknowns.

#include "runs/fit/solve.hpp"

#include <cstdint>

namespace percolith::runs::fit
{

struct MultiStartOptions {
    std::size_t starts = 16; ///< the given one included
    std::uint64_t seed = 1;
    unsigned threads = 0; ///< 0: one per core
    SolveOptions each{}; ///< its `progress` is called from one thread at a time
};

/// A place that fits at least as well as its surroundings. Two solutions are the same minimum
/// where their residuals agree, however far apart their unknowns are: data cannot tell them apart.
struct Minimum {
    Solution best;
    std::size_t reached = 0; ///< by how many starts
    std::vector<double> low, high; ///< theta between which they ended
};

struct Search {
    std::vector<Solution> solutions; ///< one per start, in order
    std::vector<Minimum> minima; ///< converged ones, the best first
    bool interrupted = false;
    /// The best minimum; where no start converged, the best there is.
    const Solution& best() const;
};

/// `count` places (theta) within the bounds: first the unknowns' own start, then a Sobol sequence
/// (Joe and Kuo 2008, DOI 10.1137/070709359) under a random digital shift of `seed`. Where a bound
/// is missing, a factor 100 from the start on a logarithmic scale, else ten times the start's
/// magnitude (1 where the start is 0).
std::vector<std::vector<double>> starting_places(std::span<const Unknown> unknowns,
                                                 std::size_t count, std::uint64_t seed);

/// Solves from every start. A place where the model cannot be computed is replaced by another one
/// of the sequence. The answer does not depend on the number of threads.
Search search_minima(const Objective& objective, const MultiStartOptions& options = {});

/// One sentence per minimum.
std::vector<std::string> describe(const Search& search, std::span<const Unknown> unknowns);

} // namespace percolith::runs::fit
