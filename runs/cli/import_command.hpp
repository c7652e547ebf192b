#pragma once
/// `percolith import`: a tester's file becomes a measured record.

#include "runs/cli/program.hpp"

namespace percolith::runs
{

Command import_command();

} // namespace percolith::runs
