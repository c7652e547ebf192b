#pragma once
/// percolith simulate and percolith check.

#include "runs/cli/program.hpp"

namespace percolith::runs
{

Command simulate_command();
Command check_command();

} // namespace percolith::runs
