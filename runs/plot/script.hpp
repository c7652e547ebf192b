#pragma once
/// A figure in gnuplot's words.

#include "runs/plot/figure.hpp"

#include <string>

namespace percolith::runs
{

enum class Picture { svg, png, pdf };

/// The whole script, data included; it draws into `output`. Words of users cannot become commands.
std::string gnuplot_script(const Figure& figure, Picture picture, const std::string& output);

} // namespace percolith::runs
