#pragma once
// What a fuzz target demands: else it ends here, and the input is kept.

#include "runs/case/errors.hpp"

#include <cstdlib>
#include <string>

namespace percolith::fuzz
{

inline void require(bool holds)
{
    if (!holds) {
        std::abort();
    }
}

/// One line for each fault, and at least one.
inline void require_lines(const runs::InputErrors& error)
{
    require(!error.lines().empty());
    for (const auto& line : error.lines()) {
        require(!line.empty() && line.find('\n') == std::string::npos);
    }
}

} // namespace percolith::fuzz
