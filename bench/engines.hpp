#pragma once
/// The product's own engines on the benchmark's trials.

#include "bench/trial.hpp"
#include "model/balances.hpp"
#include "runs/integrate/tolerances.hpp"

namespace percolith::bench
{

using runs::Engine;

/// Half cycles through StepRunner, nothing recorded.
Outcome run_engine(const Trial& trial, Engine engine, model::Physics physics);

/// The same half cycles as plain functions on doubles.
Outcome run_half_cycles(const Trial& trial, model::Physics physics);

} // namespace percolith::bench
