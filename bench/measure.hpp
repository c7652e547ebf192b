#pragma once
/// Timing on a machine that others use too: contestants take turns, and each is judged by its
/// quickest and its median round.

#include <functional>
#include <string>
#include <vector>

namespace percolith::bench
{

/// Seconds that this thread computes in one call. Not by a clock on the wall: on a busy machine a
/// long call waits for its turn more often than a short one, and would look dearer per half cycle.
double seconds(const std::function<void()>& work);

/// What this process has computed so far, all threads together, s.
double processor_seconds();

/// Of work on several threads.
struct Cost {
    double wall = 0.0; ///< s
    double processor = 0.0; ///< s, of all threads together
};

/// Rounds of one contestant, s per call.
struct Samples {
    std::vector<double> values;
    double quickest() const;
    double median() const;
};

/// Each contestant once per round, `rounds` rounds; the first round only warms up and is not
/// counted.
std::vector<Samples> take_turns(const std::vector<std::function<void()>>& contestants, int rounds);

/// Median over the rounds of a/b: what disturbs a round disturbs both.
double median_ratio(const Samples& a, const Samples& b);

} // namespace percolith::bench
