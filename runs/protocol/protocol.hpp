#pragma once
/// A test protocol as data: steps, loops, and what ends them. Text is read by `parse.hpp`; loops
/// are never unrolled, so a loop of 10^9 repeats costs a few words.

#include "kinetics/quantity.hpp"
#include "model/condition.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace percolith::runs
{

/// Currents are cell current densities in the product's sign: > 0 strips working.
struct ConstantCurrent {
    kinetics::CurrentDensity<> current;
};
struct Rest {
};
struct Hold {
    kinetics::Voltage<> voltage;
};
/// Current changes linearly from `from` at `rate` (> 0 or < 0) until `to`, where the step ends.
struct CurrentRamp {
    kinetics::CurrentDensity<> from;
    kinetics::CurrentDensity<> to;
    kinetics::CurrentRamp<> rate;
};
/// A measured current, linear between samples; the step ends with the last one. `time` starts at 0
/// and never falls: two samples of one instant are a jump.
struct MeasuredCurrent {
    std::vector<double> time; ///< s
    std::vector<double> current; ///< A/m2
    std::string source; ///< file it came from
};
using Control = std::variant<ConstantCurrent, Rest, Hold, CurrentRamp, MeasuredCurrent>;

/// Why a step may end; one of the three members is set. Time and charge at constant current are
/// instants, all else are roots. What already holds when the step begins ends it at once.
struct Ending {
    std::optional<kinetics::Time<>> after{}; ///< a duration since the step began, or ...
    std::optional<kinetics::ArealCharge<>> charge{}; ///< a charge (magnitude) passed in it, or ...
    std::optional<model::Condition> condition{}; ///< a threshold
    bool stops_test = false; ///< the user wrote "stop if": ends the test, not the step
    std::string text{}; ///< as written, for messages and events
};

struct Step {
    Control control;
    std::vector<Ending> until{}; ///< the first one met ends the step
    std::string text{}; ///< as written, for messages and events
    int line = 0; ///< in the protocol text, from 1
};

/// Steps [first, last] run `repeats` times in all. Loops nest and do not overlap.
struct Loop {
    static constexpr std::uint64_t forever = std::numeric_limits<std::uint64_t>::max();

    std::size_t first = 0;
    std::size_t last = 0;
    std::uint64_t repeats = 1;
    /// Left this long after its first step began, in the middle of a step if need be.
    std::optional<kinetics::Time<>> duration{};
};

struct Protocol {
    std::vector<Step> steps;
    std::vector<Loop> loops; ///< inner before outer
};

/// A condition on which the user wants the whole test to end.
struct StopCondition {
    model::Condition condition;
    std::string text; ///< as written
};

} // namespace percolith::runs
