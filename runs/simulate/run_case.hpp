#pragma once
/// A case run from its first step to its end, with everything around it that a caller must not
/// forget.

#include "runs/case/case.hpp"
#include "runs/record/run_rows.hpp"
#include "runs/simulate/ready_test.hpp"
#include "runs/simulate/simulation.hpp"
#include "runs/simulate/summary.hpp"

#include <atomic>

namespace percolith::runs
{

/// What only shows when the steps are made ready, said of the case they stand in. Throws
/// `InputError`.
void check_steps(const Case& given);

/// Runs `test`, its rows to `rows` unless that is null. Throws `SolverFailure`.
TestEnd run_into(const ReadyTest& test, RunRows* rows, const std::atomic<bool>* interrupted,
                 const ProgressReport& progress);

/// How a run file says that the test was closed.
Outcome outcome_of(const TestEnd& end, const Summary& summary);
/// The same where the solver gave up: what was computed stays readable.
Outcome outcome_of(const SolverFailure& why);

} // namespace percolith::runs
