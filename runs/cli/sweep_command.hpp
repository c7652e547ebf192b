#pragma once
/// percolith sweep.

#include "runs/cli/program.hpp"

namespace percolith::runs
{

Command sweep_command();

} // namespace percolith::runs
