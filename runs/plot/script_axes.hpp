#pragma once
/// The axes of a panel in gnuplot's language. Part of the script, used nowhere else.

#include "runs/plot/figure.hpp"

#include <string>

namespace percolith::runs
{

namespace script
{
inline constexpr double text_size = 8.0; // pt
inline constexpr double small_text = 7.0; // pt
} // namespace script

/// Ranges, numbers or names, ticks and the frame.
std::string axes_script(const Panel& panel);

} // namespace percolith::runs
