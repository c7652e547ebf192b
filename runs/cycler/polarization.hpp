#pragma once
/// How far current drives a measured cell from rest, half cycle by half cycle.

#include "runs/cycler/cycler_record.hpp"

#include <vector>

namespace percolith::runs::cycler
{

/// One row for each half cycle in which current flows.
struct Polarization {
    std::vector<double> time; ///< s, of its last row
    std::vector<double> peak; ///< V, largest size of the voltage in it
    std::vector<double> end; ///< V, size of the voltage in its last row
};
Polarization polarization_of(const CyclerRecord& record);

} // namespace percolith::runs::cycler
