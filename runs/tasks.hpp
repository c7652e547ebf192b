#pragma once
/// Many independent computations on all cores, which can be interrupted and taken up again.

#include <atomic>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace percolith::runs
{

class Unfinished;

/// Computations 0 .. count - 1. Each depends on its number alone, and its result is `width`
/// numbers. Where there are `first` ones, the others depend on their results too.
struct Tasks {
    std::size_t count = 0;
    std::size_t width = 1;
    double memory = 0.0; ///< bytes that one of them needs at most
    std::function<double(std::size_t)> share; ///< of all the work
    std::size_t first = 0; ///< tasks 0 .. first - 1 come before all others
    /// Told the results of the first ones before any other begins.
    std::function<void(std::span<const double>)> learn{};
    /// Whether a task was done in an earlier run that kept its result by itself; without it, what
    /// `TaskSurroundings::kept` holds tells.
    std::function<bool(std::size_t)> done{};
    /// `threads` share the work inside.
    std::function<void(std::size_t number, unsigned threads, std::span<double> result)> work;
};

/// How far the work is: tasks done and share of the work, of which `before` was found done.
struct TaskProgress {
    std::size_t done = 0;
    double share = 0.0;
    double before = 0.0;
};

struct TaskSurroundings {
    unsigned threads = 0; ///< 0: one per core
    Unfinished* kept = nullptr; ///< where results are kept while the work lasts
    const std::atomic<bool>* stop = nullptr; ///< no further task begins once it rises
    std::function<void(const TaskProgress&)> progress{}; ///< called a few times a second
};

/// All results in order of their numbers, or nothing where `stop` rose before they were whole. They
/// do not depend on the threads. Fewer tasks run beside each other than threads where memory is
/// short. Throws `std::invalid_argument` where not even one fits, and what a task throws.
std::optional<std::vector<double>> run_tasks(const Tasks& tasks,
                                             const TaskSurroundings& surroundings);

} // namespace percolith::runs
