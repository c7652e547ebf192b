#pragma once
/// Work on all cores that says how far it is and can be stopped.

#include "runs/record/work_folder.hpp"

#include <atomic>
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace percolith::runs::design
{

struct Surroundings {
    unsigned threads = 0; ///< 0: one per core
    const std::atomic<bool>* stop = nullptr; ///< running tests end, no further one begins
    WorkFolder* kept = nullptr; ///< where outcomes are kept while the work lasts
    /// Called a few times a second: what is being done, and how much of all work is, at least.
    std::function<void(const std::string& words, double share)> progress{};
};

/// The same for a part of the work: from this share of it to that one.
Surroundings part_of(const Surroundings& whole, double from, double to);

/// The work was stopped; what was found until then is in the folder, if there is one.
struct Stopped {
};

/// `width` numbers of each of `count` pieces of work, one after the other, computed on all cores:
/// they do not depend on how many. `words` say what is done. Throws `Stopped`, and what a piece
/// throws.
std::vector<double>
compute(std::size_t count, std::size_t width,
        const std::function<void(std::size_t piece, std::span<double> result)>& work,
        const Surroundings& surroundings, const std::string& words);

} // namespace percolith::runs::design
