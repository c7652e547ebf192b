#include "runs/fit/bend.hpp"

#include "model/microstructure/parallel.hpp"
#include "runs/fit/profile.hpp"
#include "runs/fit/restricted.hpp"

#include <boost/math/distributions/normal.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace percolith::runs::fit
{
namespace
{

/// Farther on a logarithmic scale than the interval's end is tried: a model linear over a factor
/// of four hundred is one over any.
constexpr double farthest = 3.0;
/// Steps in which the others must come to their best.
constexpr int few = 6;
/// What refits leave of a rise, which must not be scaled up with the distance.
constexpr double rest = 0.02;
/// Share of what lacks to certainty by which a confidence may be missed.
constexpr double allowed = 0.4;

struct End {
    double rise = 0.0;
    bool followed = true;
};

/// All unknowns on the straight line that the curvature takes for the valley, where `unknown` is
/// `distance` away from the minimum; those of the minimum where that line leads others, which are
/// hardly determined, out of sight.
std::vector<double> along(const Objective& objective, const Solution& minimum, const Trust& trust,
                          std::size_t unknown, double distance)
{
    const auto column = static_cast<Eigen::Index>(unknown);
    const double variance = trust.covariance(column, column);
    auto theta = minimum.theta;
    for (std::size_t k = 0; k < theta.size(); ++k) {
        const double shared = trust.covariance(static_cast<Eigen::Index>(k), column);
        if (std::isfinite(shared)) {
            const auto& other = objective.unknowns()[k];
            const double move = distance * shared / variance;
            if (k != unknown && other.logarithmic && std::abs(move) > farthest) {
                return minimum.theta;
            }
            theta[k] = within_bounds(other, theta[k] + move);
        }
    }
    return theta;
}

End tried(const Objective& objective, const Solution& minimum, const Trust& trust,
          std::size_t unknown, double wanted, const BendOptions& options)
{
    const auto& own = objective.unknowns()[unknown];
    const double threshold = profile_threshold(options.confidence);
    const double at = minimum.theta[unknown];
    const double near = own.logarithmic ? std::min(std::max(wanted, -farthest), farthest) : wanted;
    const double inside = within_bounds(own, at + near);
    const double distance = inside == at + wanted ? wanted : inside - at;
    if (distance == 0.0) {
        return {threshold, true}; // the bound ends what the data would not
    }
    auto each = options.each;
    each.progress = {};
    each.steps = few;
    each.gain = 0.05 * threshold;
    each.settled = 0.1 * each.gain;
    const Restricted held(objective, unknown, at + distance);
    auto there =
        solve(held, held.others(along(objective, minimum, trust, unknown, distance)), each);
    if (!there.converged()) {
        // The line leaves a bent valley at once; the minimum may lie nearer to it.
        auto beside = solve(held, held.others(minimum.theta), each);
        if (beside.converged() || beside.cost < there.cost) {
            there = std::move(beside);
        }
    }
    if (!there.computed()) {
        return {std::numeric_limits<double>::infinity(), true};
    }
    const double rise = there.cost - minimum.cost;
    const double farther = wanted / distance;
    if (farther == 1.0) {
        return {rise, there.converged()};
    }
    const double off = rise - threshold / (farther * farther);
    const double beyond_rest = std::copysign(std::max(std::abs(off) - rest, 0.0), off);
    return {threshold + beyond_rest * farther * farther, there.converged()};
}

Bend judged(std::size_t unknown, const End& low, const End& high, double confidence)
{
    const boost::math::normal normal;
    const auto inside = [&](const End& end) {
        const double away = std::sqrt(std::max(end.rise, 0.0));
        return (std::isinf(away) ? 1.0 : boost::math::cdf(normal, away)) - 0.5;
    };
    Bend bend{.unknown = unknown,
              .low = low.rise,
              .high = high.rise,
              .followed = low.followed && high.followed,
              .held = inside(low) + inside(high)};
    bend.bent = !bend.followed || std::abs(bend.held - confidence) > allowed * (1.0 - confidence);
    return bend;
}

} // namespace

std::vector<Bend> bends(const Objective& objective, const Solution& minimum, const Trust& trust,
                        const BendOptions& options)
{
    auto which = options.only;
    if (which.empty()) {
        which.resize(objective.unknowns().size());
        std::iota(which.begin(), which.end(), std::size_t{0});
    }
    const double quantile = normal_quantile(options.confidence);
    std::erase_if(which, [&](std::size_t k) {
        return !trust.determined[k] || says_nothing(objective.unknowns()[k], trust.intervals[k]);
    });
    std::vector<End> ends(2 * which.size());
    microstructure::run_parallel(ends.size(), options.threads, [&](std::size_t side) {
        const auto k = which[side / 2];
        const double wanted = (side % 2 == 0 ? -quantile : quantile) * trust.errors[k];
        ends[side] = tried(objective, minimum, trust, k, wanted, options);
    });
    std::vector<Bend> found;
    found.reserve(which.size());
    for (std::size_t k = 0; k < which.size(); ++k) {
        found.push_back(judged(which[k], ends[2 * k], ends[2 * k + 1], options.confidence));
    }
    return found;
}

std::string describe(const Bend& bend)
{
    if (!bend.bent) {
        return "";
    }
    return bend.followed ? fmt::format("the valley is bent: more like {:.0f} %", 100.0 * bend.held)
                         : "the valley is bent";
}

} // namespace percolith::runs::fit
