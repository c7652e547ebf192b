#pragma once
/// The panels of a fit, block by block from the top of a page.

#include "runs/plot/figure.hpp"
#include "runs/record/fit.hpp"

#include <vector>

namespace percolith::runs
{

/// Panels below each other; `bottom` of each counts down from the top of the block: -10 mm is 10 mm
/// below it.
struct Block {
    std::vector<Panel> panels{};
    double height = 0.0; ///< mm
};

/// Of a page of fits, in mm.
namespace fit_page
{
constexpr double width = 170.0;
constexpr double left = 19.0; ///< of the first frame
constexpr double right = 5.0; ///< free at the right edge
} // namespace fit_page

/// Measured and simulated voltage of every cell that has any, with residuals below.
Block cell_block(const FitRecord& fit, const FittedMechanism& mechanism);
/// -2 ln L over every parameter that was profiled, with the rise at which an interval ends.
Block profile_block(const FittedMechanism& mechanism);

} // namespace percolith::runs
