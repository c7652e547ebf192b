#pragma once
/// What a case asks for, said back in a few lines, so that a slip of the pen shows before a run.

#include "runs/case/case.hpp"
#include "runs/simulate/summary.hpp"

#include <string>

namespace percolith::runs
{

/// Lithium on each side, the electrolyte and its metal, how long the protocol lasts.
std::string outline(const Case& given, const CaseFacts& facts);

} // namespace percolith::runs
