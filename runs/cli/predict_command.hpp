#pragma once
/// percolith predict.

#include "runs/cli/program.hpp"

namespace percolith::runs
{

Command predict_command();

} // namespace percolith::runs
