#pragma once
/// percolith percolation picture.

#include "runs/cli/program.hpp"

namespace percolith::runs
{

Command picture_command();

} // namespace percolith::runs
