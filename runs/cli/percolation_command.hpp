#pragma once
/// percolith percolation threshold, conductivity, table and picture.

#include "runs/cli/program.hpp"

namespace percolith::runs
{

Command percolation_command();

} // namespace percolith::runs
