#pragma once
/// A curve of a million points as the few thousand a picture can show.

#include <cstddef>
#include <span>
#include <vector>

namespace percolith::runs
{

struct Polyline {
    std::vector<double> x;
    std::vector<double> y;
};

/// Points of the curve such that a line through them covers the same pixels when `x` spans
/// `columns` of them: of all points in a column the first, the lowest, the highest and the last, in
/// their order. `x` never falls. A curve of few points comes back as it is.
Polyline envelope(std::span<const double> x, std::span<const double> y, std::size_t columns);

} // namespace percolith::runs
