#pragma once
/// `percolith design`.

#include "runs/cli/program.hpp"

namespace percolith::runs
{

Command design_command();

} // namespace percolith::runs
