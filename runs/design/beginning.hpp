#pragma once
/// How passing cells begin: whether they raise the alarm before their interphase had time to.

#include "runs/design/readings.hpp"

namespace percolith::runs::design
{

/// Of the passing group that does worst, early in the first half cycle.
struct Beginning {
    Share alarmed; ///< whose voltage is at its alarm already, as the instrument sees it
    double voltage = 0.0; ///< V: the largest |V| until then, in the median; NaN where unknown
};

/// Runs `tests` draws of each passing group through the first tenth of the first half cycle with
/// `choice`. Throws `Stopped`.
Beginning beginning_of(std::span<const Trials> candidates, std::span<const Group> groups,
                       const DesignCase& asked, const Choice& choice, std::size_t tests,
                       const Surroundings& surroundings);

} // namespace percolith::runs::design
