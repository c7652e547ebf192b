#include "runs/fit/solve.hpp"

#include <fmt/format.h>

#include <cmath>

namespace percolith::runs::fit
{

namespace
{

std::string wall_text(const Solution& solution)
{
    const auto& wall = *solution.wall;
    auto text = fmt::format("derivatives promise to lower the sum of squares by {:.2g}, but on the "
                            "way ",
                            solution.gain);
    text += std::isinf(wall.rise) ? "the model can no longer be computed"
                                  : fmt::format("it leaps by {:.2g}", wall.rise);
    return wall.what.empty() ? text : text + " (" + wall.what + ")";
}

} // namespace

std::string describe(const Solution& solution, std::span<const Unknown> unknowns)
{
    std::string text;
    switch (solution.ending) {
    case Ending::converged:
        text = fmt::format("converged in {} steps", solution.steps);
        break;
    case Ending::out_of_steps:
        text = fmt::format("not converged after {} steps", solution.steps);
        break;
    case Ending::at_wall:
        text = fmt::format("at a wall after {} steps: {}", solution.steps, wall_text(solution));
        break;
    case Ending::stuck:
        text = fmt::format("stuck after {} steps: the derivatives promise to lower the sum of "
                           "squares by {:.2g}, but no step does",
                           solution.steps, solution.gain);
        break;
    case Ending::not_computable:
        return "the model cannot be computed at the start";
    case Ending::interrupted:
        text = fmt::format("interrupted after {} steps", solution.steps);
        break;
    }
    if (solution.computed()) {
        text += fmt::format("; sum of squares {:.5g}", solution.cost);
    }
    for (std::size_t k = 0; k < solution.at_bound.size(); ++k) {
        const auto& unknown = unknowns[k];
        if (solution.at_bound[k] != Side::inside) {
            const bool low = solution.at_bound[k] == Side::low;
            text += fmt::format("; {} at its {} bound {:.4g}{}{}", unknown.name,
                                low ? "lower" : "upper", low ? unknown.low : unknown.high,
                                unknown.unit.empty() ? "" : " ", unknown.unit);
        } else if (solution.flat[k]) {
            text += fmt::format("; {} without effect there", unknown.name);
        }
    }
    return text;
}

} // namespace percolith::runs::fit
