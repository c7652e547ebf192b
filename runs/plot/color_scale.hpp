#pragma once
/// Colours of areas: for numbers, for words, and for what is neither.

#include "runs/plot/figure.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace percolith::runs
{

/// Indices into `area_colors()`.
namespace area
{
inline constexpr std::size_t steps = 240; ///< of the scale of numbers, from 0
inline constexpr std::uint8_t paper = 240; ///< behind both hatchings
inline constexpr std::uint8_t never = 241; ///< lines of what did not happen
inline constexpr std::uint8_t refused = 242; ///< lines of what could not be computed
inline constexpr std::uint8_t words = 243; ///< the first of `most_words`
inline constexpr std::size_t most_words = 8;
} // namespace area

/// Numbers from dark blue to yellow: viridis (van der Walt and Smith, CC0), whose lightness rises
/// evenly for colour-blind readers and in grey print. Words: the light scheme of Tol
/// (SRON/EPS/TN/09-002), whose colours stay apart side by side.
const std::vector<std::string>& area_colors();

/// What fills a place: one colour, or lines on paper.
enum class Fill { plain, never, refused };

/// The colour of the point at `x`, `y` (mm) of an area that is filled so; `color` where it is
/// plain.
std::uint8_t fill_at(Fill fill, std::uint8_t color, double x, double y);

} // namespace percolith::runs
