#pragma once
/// Given current, piece by piece, and the moments at which somebody looks.

#include <numeric>
#include <span>

namespace percolith::runs
{

/// A stretch of given current: `current` at its start, > 0 strips working, changing at `ramp`.
struct CurrentPiece {
    double duration = 0.0; ///< s, >= 0
    double current = 0.0; ///< A/m2
    double ramp = 0.0; ///< A/(m2 s)
};

/// s
inline double length_of(std::span<const CurrentPiece> pieces)
{
    return std::accumulate(pieces.begin(), pieces.end(), 0.0,
                           [](double sum, const CurrentPiece& p) { return sum + p.duration; });
}

/// When the cell is looked at.
struct Moment {
    double time = 0.0; ///< s since the course's start
    /// Where one piece ends and the next begins: still under the current of the one that ends. Else
    /// the moment belongs to the one that begins; at the course's very end, to the last.
    bool closing = false;
};

} // namespace percolith::runs
