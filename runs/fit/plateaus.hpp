#pragma once
/// A measured current as few pieces: what the tester held constant, its readings scatter about.

#include "runs/fit/current_piece.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace percolith::runs::fit
{

/// How far readings of one constant current may lie from their mean.
struct Scatter {
    double relative = 0.005; ///< of the mean
    double floor = 0.0; ///< A/m2, beside it
};

/// The current to follow, and where each sample lies in it.
struct Replay {
    std::vector<CurrentPiece> pieces;
    std::vector<Moment> moments; ///< one a sample, ascending
    std::size_t plateaus = 0; ///< constant stretches of more than one sample
    double largest_departure = 0.0; ///< A/m2, of a sample from its plateau
};

/// Takes neighbouring samples that scatter about one mean for one constant current, whose charge is
/// the integral of the samples (trapezoids); everything else is straight from sample to sample. So
/// the charge passed up to the end of any plateau is that of the record, but for a mean within the
/// floor, which is none. Two samples of one instant are a jump.
///
/// `time` (s) must not fall and is counted from its first; `current` in A/m2, as long. Throws
/// `std::invalid_argument` else, or for fewer than two instants.
Replay replay(std::span<const double> time, std::span<const double> current,
              const Scatter& allowed);

} // namespace percolith::runs::fit
