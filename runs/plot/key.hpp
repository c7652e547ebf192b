#pragma once
/// Where the names of a panel's curves stand: in rows above its frame, from the left.

#include "runs/plot/figure.hpp"

#include <cstddef>
#include <vector>

namespace percolith::runs
{

struct KeyPlace {
    std::size_t curve = 0;
    double left = 0.0; ///< mm, of the sample of its line; the name follows
    std::size_t row = 0; ///< from the lowest
};

namespace key
{
inline constexpr double sample = 5.0; ///< mm
inline constexpr double letter = 1.25; ///< mm, of small text
inline constexpr double row_height = 3.4; ///< mm
inline constexpr double above_frame = 2.2; ///< mm, of the lowest row
} // namespace key

/// Of the named curves, in their order from the highest row on.
std::vector<KeyPlace> key_places(const Panel& panel);

/// How many rows they take.
std::size_t key_rows(const Panel& panel);

} // namespace percolith::runs
