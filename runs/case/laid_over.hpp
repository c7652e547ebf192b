#pragma once
/// One text out of a file and what was laid over it, for files that stand alone.

#include "runs/case/written.hpp"

#include <string>

namespace percolith::runs
{

/// A text that reads without overrides as `written` reads with them. Only what they change is
/// changed: comments, order and spelling of the rest stay (but for the comments where a whole
/// table goes, or one that is spelled in dotted keys). Throws `InputErrors` as
/// `Document::parse` does.
std::string laid_over(const Written& written);

} // namespace percolith::runs
