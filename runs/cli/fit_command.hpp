#pragma once
/// `percolith fit`.

#include "runs/cli/program.hpp"

namespace percolith::runs
{

Command fit_command();

} // namespace percolith::runs
