#pragma once
/// One member of an ensemble: the case with the member's numbers laid over it, run to its end on
/// its own. The reference for every faster way to the same numbers.

#include "runs/case/case_reader.hpp"
#include "runs/case/sweep.hpp"

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace percolith::runs::ensemble
{

/// What became of a member.
struct Row {
    std::vector<double> numbers{}; ///< one an output, in their order
    std::string refusal{}; ///< why it could not be computed, on one line; empty where it was
};

/// Reads members out of the case: one a thread.
CaseReader reader_of(const SweepCase& sweep);

/// Runs member `number` of the sweep by its engine: a function of the sweep and the number alone.
/// What cannot be computed (numbers that contradict each other, a law outside its domain, a solver
/// that gives up) is a row with a reason. Nothing where `stop` rose meanwhile. `reader` is one of
/// `reader_of`; which members it read before changes nothing.
std::optional<Row> run_member(const SweepCase& sweep, std::uint64_t number, CaseReader& reader,
                              const std::atomic<bool>* stop = nullptr);

/// Why member `number` is no cell, on one line; empty where it is one.
std::string refusal_of_cell(const SweepCase& sweep, std::uint64_t number, CaseReader& reader);

/// Whether lanes can answer what the sweep asks, if its tests allow: by the fast engine, at one
/// tolerance, and nothing of the course between half cycles.
bool suits_lanes(const SweepCase& sweep);

/// Runs members `first` .. `first` + `count` - 1, in the lanes of the processor those that lanes
/// can run (lane_test.hpp), by the engine all others. A row depends on the sweep and its number
/// alone, not on who ran beside it. Nothing where `stop` rose meanwhile. May be called from several
/// threads at once.
std::optional<std::vector<Row>> run_members(const SweepCase& sweep, std::uint64_t first,
                                            std::uint64_t count,
                                            const std::atomic<bool>* stop = nullptr);

} // namespace percolith::runs::ensemble
