#pragma once
/// percolith validate.

#include "runs/cli/program.hpp"

namespace percolith::validation
{

runs::Command validate_command();

} // namespace percolith::validation
