#pragma once
/// What `percolith import` says of a measured record.

#include "runs/cycler/cycler_record.hpp"

#include <string>

namespace percolith::runs
{

/// A few lines for people; ends with a line break.
std::string as_text(const cycler::CyclerRecord& record);

/// The same for programs, in SI units; ends with a line break.
std::string as_json(const cycler::CyclerRecord& record);

} // namespace percolith::runs
