#include "runs/cycler/polarization.hpp"

#include "runs/cycler/rows.hpp"

#include <cmath>
#include <span>

namespace percolith::runs::cycler
{

Polarization polarization_of(const CyclerRecord& record)
{
    Polarization found;
    for (const auto& half : record.half_cycles) {
        if (half.direction == 0) {
            continue;
        }
        const auto rows = half.last - half.first + 1;
        found.time.push_back(record.time[half.last]);
        found.peak.push_back(
            largest_magnitude(std::span(record.voltage).subspan(half.first, rows)));
        found.end.push_back(std::abs(record.voltage[half.last]));
    }
    return found;
}

} // namespace percolith::runs::cycler
