#pragma once
/// What `percolith import` says of a measured record.

#include "runs/cycler/cycler_record.hpp"

#include <string>
#include <vector>

namespace percolith::runs::cycler
{

/// The tester's file without its folders, on one line.
std::string source_name(const CyclerRecord& record);

/// How long it is, what passed in it, and between which numbers: a line each.
std::vector<std::string> outline_of(const CyclerRecord& record);

/// A few lines for people; ends with a line break.
std::string as_text(const CyclerRecord& record);

/// The same for programs, in SI units; ends with a line break.
std::string as_json(const CyclerRecord& record);

} // namespace percolith::runs::cycler
