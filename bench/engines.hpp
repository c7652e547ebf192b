#pragma once
/// The product's own engines on the benchmark's trials.

#include "bench/trial.hpp"
#include "model/balances.hpp"

namespace percolith::bench
{

enum class Engine { odeint, sundials };

/// Half cycles through StepRunner, nothing recorded.
Outcome run_engine(const Trial& trial, Engine engine, model::Physics physics);

} // namespace percolith::bench
