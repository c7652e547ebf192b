#include "runs/fit/wall.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace percolith::runs::fit
{

namespace
{

/// Of a step: nearer than this, rounding of theta decides.
constexpr double nearest = 1e-12;
/// How narrowly a leap is enclosed, relative to its distance.
constexpr double width = 1e-3;

} // namespace

std::optional<Wall> wall_ahead(const Objective& objective, const Evaluations& residuals,
                               const Solution& solution, std::span<const double> step)
{
    const auto unknowns = objective.unknowns();
    const auto place = [&](double share) {
        auto theta = solution.theta;
        for (std::size_t k = 0; k < theta.size(); ++k) {
            theta[k] = within_bounds(unknowns[k], theta[k] + share * step[k]);
        }
        return theta;
    };
    const auto rise = [&](double share) {
        const auto* there = residuals.at(place(share), false);
        double sum = there == nullptr ? std::numeric_limits<double>::infinity() : -solution.cost;
        for (std::size_t k = 0; there != nullptr && k < there->r.size(); ++k) {
            sum += there->r[k] * there->r[k];
        }
        return sum;
    };
    // From the solution outward, where the derivatives promise a fall.
    double near = 0.0;
    double at_near = 0.0;
    double far = nearest;
    double at_far = rise(far);
    while (!(at_far - at_near > solution.gain)) {
        if (far >= 1.0) {
            return std::nullopt;
        }
        near = std::exchange(far, std::min(1.0, 10.0 * far));
        at_near = std::exchange(at_far, rise(far));
    }
    while (far - near > std::max(width * near, nearest)) {
        const double middle = 0.5 * (near + far);
        const double there = rise(middle);
        const bool before = there - at_near < at_far - there;
        (before ? near : far) = middle;
        (before ? at_near : at_far) = there;
    }
    // What a smooth sum would do in so narrow a place is a thousandth of what was promised.
    if (!(at_far - at_near > 0.5 * solution.gain)) {
        return std::nullopt;
    }
    const auto here = place(near);
    const auto behind = place(far);
    return Wall{.rise = at_far - at_near, .what = objective.difference(here, behind)};
}

} // namespace percolith::runs::fit
