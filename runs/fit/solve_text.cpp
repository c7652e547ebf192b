#include "runs/fit/solve.hpp"

#include <fmt/format.h>

namespace percolith::runs::fit
{

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
