#pragma once
/// percolith plot.

#include "runs/cli/program.hpp"

namespace percolith::runs
{

Command plot_command();

} // namespace percolith::runs
