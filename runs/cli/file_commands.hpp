#pragma once
/// Commands on run files, and the reference of case keys: describe, export, impedance.

#include "runs/cli/program.hpp"

namespace percolith::runs
{

Command describe_command();
Command export_command();
Command impedance_command();

} // namespace percolith::runs
