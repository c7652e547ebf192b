#pragma once
/// What the header of an .mpt says of the cell and of its loops.

#include "runs/cycler/mpt_text.hpp"

#include <optional>
#include <string>
#include <vector>

namespace percolith::runs::cycler
{

/// "Electrode surface area : 0.785 cm2". EC-Lab writes one always, whether anyone gave it or not.
struct MptArea {
    std::optional<double> value; ///< m2; nothing where it is zero, EC-Lab's default, or not there
    std::string said; ///< what the header says, and what was made of it: a sentence
};
MptArea area_of(const MptText& text);

/// "Loop 2 from point number 66 to 98".
struct MptLoop {
    std::size_t first = 0; ///< row, from 0
    std::size_t last = 0; ///< row, included
};
std::vector<MptLoop> loops_of(const MptText& text);

} // namespace percolith::runs::cycler
