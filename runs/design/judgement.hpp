#pragma once
/// What the outcomes of tests say: by when enough of the failing cells have raised the alarm, and
/// how many of the passing ones have by then.

#include "runs/design/trials.hpp"
#include "runs/ensemble/share.hpp"

#include <limits>
#include <span>
#include <vector>

namespace percolith::runs::design
{

using ensemble::Share;

inline constexpr double never = std::numeric_limits<double>::infinity();

/// Draws of one candidate that should get one verdict.
struct Group {
    std::size_t candidate = 0;
    Verdict verdict = Verdict::pass;
    std::vector<std::uint64_t> draws; ///< their numbers, rising
};

/// A time with its interval, s; `never` for what lies beyond the time looked at.
struct DecisionTime {
    double time = never;
    double low = 0.0;
    double high = never;
};

/// The first time by which no more than the share `miss` of the tests have not raised the alarm,
/// with the interval of the order statistic (binomial: no distribution of times is assumed).
/// Refused tests do not count; at least one must be left.
DecisionTime decision_time(std::span<const Outcome> failing, double miss, double confidence);

/// Share of failing cells that a look at `time` passes: no alarm by then, or a test that was lost.
Share missed_at(std::span<const Outcome> failing, double time, double confidence);
/// Share of passing cells that have raised the alarm by `time`, or whose test was lost.
Share alarmed_at(std::span<const Outcome> passing, double time, double confidence);

/// Share of tests that were lost by `time`: part of both.
double lost_at(std::span<const Outcome> outcomes, double time);

} // namespace percolith::runs::design
