#pragma once
/// `percolith report`.

#include "runs/cli/program.hpp"

namespace percolith::runs
{

Command report_command();

} // namespace percolith::runs
