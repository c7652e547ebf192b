#include "runs/fit/profile.hpp"

#include "model/microstructure/parallel.hpp"
#include "runs/fit/decompose.hpp"
#include "runs/fit/restricted.hpp"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <mutex>
#include <numeric>

namespace percolith::runs::fit
{
namespace
{

/// A minimum lower by this much is another one, not a rest of convergence.
constexpr double lower_by = 0.01;
/// What a refit may leave of the rise: of a threshold of 3.84, a hundred-thousandth of the way.
constexpr double settled = 1e-4;

/// What is without effect where it is pressed sets nothing.
std::vector<Side> effective(const Solution& solution)
{
    auto sides = solution.at_bound;
    for (std::size_t k = 0; k < sides.size(); ++k) {
        if (solution.flat[k]) {
            sides[k] = Side::inside;
        }
    }
    return sides;
}

/// From the minimum to one side.
class Walk
{
public:
    struct Outcome {
        std::vector<ProfilePoint> points; ///< outward, from the minimum
        double end = 0.0;
        Limit limit = Limit::interrupted;
        std::vector<Pressed> set_by;
        bool unsure = false;
        std::optional<Solution> lower;
    };

    Walk(const Objective& objective, const Solution& minimum, const ProfileOptions& options,
         std::size_t unknown)
        : objective_(objective), minimum_(minimum), options_(options), unknown_(unknown),
          threshold_(profile_threshold(options.confidence)), each_(options.each)
    {
        each_.settled = std::max(each_.settled, settled);
        outcome_.points.push_back(
            {minimum.theta[unknown], 0.0, minimum.theta, effective(minimum), true});
    }

    /// `toward` is +1 or -1, `error` the unknown's standard error if it has one.
    Outcome go(double toward, double error)
    {
        const auto& unknown = objective_.unknowns()[unknown_];
        const double bound = toward > 0.0 ? highest(unknown) : lowest(unknown);
        const double origin = minimum_.theta[unknown_];
        const double natural = std::isfinite(error) ? error : size_of(unknown, origin);
        const double reach =
            unknown.logarithmic ? std::log(options_.reach) : options_.errors * natural;
        const double far = std::isfinite(bound) ? bound : origin + toward * reach;
        const double distance = std::abs(far - origin);
        // Near the minimum the rise is (distance / error)^2.
        double step = std::min({0.3 * natural * std::sqrt(threshold_), distance, 0.25 * reach});
        const double smallest = 1e-4 * step;
        while (toward * (far - last().theta) > 0.0) {
            if (spent()) {
                return finish(Limit::interrupted);
            }
            const bool whole = std::abs(far - last().theta) <= 1.001 * step;
            const auto point = refit(whole ? far : last().theta + toward * step, last());
            if (stopped()) {
                return finish(Limit::interrupted);
            }
            const double rise = point ? point->rise - last().rise : 0.0;
            if (!point || (point->rise >= threshold_ && rise > threshold_ && step > smallest)) {
                step *= 0.25; // too far, or too coarse for the others to follow
                if (step < smallest) {
                    return point ? leap(*point) : finish(Limit::not_computable);
                }
            } else if (point->rise >= threshold_) {
                const double end = locate(last(), *point);
                if (stopped()) {
                    return finish(Limit::interrupted);
                }
                outcome_.points.push_back(*point);
                return finish(Limit::crossed, end);
            } else if (point->rise < -lower_by && hand_back(*point)) {
                return finish(Limit::interrupted);
            } else {
                outcome_.points.push_back(*point);
                step *= rise > 0.2 * threshold_ ? 0.6 : (rise < 0.08 * threshold_ ? 1.8 : 1.0);
            }
        }
        return finish(std::isfinite(bound) ? Limit::bound : Limit::reach);
    }

private:
    const ProfilePoint& last() const { return outcome_.points.back(); }

    bool stopped() const { return options_.each.stop != nullptr && options_.each.stop->load(); }
    bool spent() const { return refits_ >= options_.refits || stopped(); }

    /// The rise leaps over the threshold however small the step: an event that the data hold ceases
    /// there, as a barrier's renewal does at a threshold.
    Outcome leap(const ProfilePoint& beyond)
    {
        const double end = 0.5 * (last().theta + beyond.theta);
        // A bound that presses on one side of the leap only has no part in where it is.
        note_pressed([&](std::size_t k) {
            return last().at_bound[k] == beyond.at_bound[k] ? beyond.at_bound[k] : Side::inside;
        });
        outcome_.unsure = !beyond.converged;
        outcome_.points.push_back(beyond);
        return finish(Limit::crossed, end);
    }

    Outcome finish(Limit limit) { return finish(limit, last().theta); }
    Outcome finish(Limit limit, double end)
    {
        outcome_.limit = limit;
        outcome_.end = end;
        if (limit != Limit::crossed) {
            outcome_.set_by.clear();
            outcome_.unsure = false;
        }
        return std::move(outcome_);
    }

    /// All others at their best while the unknown is held. Started from a line through the last
    /// two points, which lies in the valley where that is straight.
    std::optional<ProfilePoint> refit(double theta, const ProfilePoint& from)
    {
        ++refits_;
        const Restricted held(objective_, unknown_, theta);
        auto start = from.others;
        const auto count = outcome_.points.size();
        if (count >= 2) {
            const auto& before = outcome_.points[count - 2];
            const double share = (theta - from.theta) / (from.theta - before.theta);
            for (std::size_t k = 0; k < start.size(); ++k) {
                start[k] += share * (from.others[k] - before.others[k]);
            }
        }
        auto solution = solve(held, held.others(start), each_);
        if (!solution.converged() && !stopped()) {
            auto nearer = solve(held, held.others(from.others), each_);
            if (nearer.cost < solution.cost) {
                solution = std::move(nearer);
            }
        }
        if (!solution.computed()) {
            return std::nullopt;
        }
        auto at_bound = effective(solution);
        at_bound.insert(at_bound.begin() + static_cast<std::ptrdiff_t>(unknown_), Side::inside);
        return ProfilePoint{theta, solution.cost - minimum_.cost, held.joined(solution.theta),
                            std::move(at_bound), solution.converged()};
    }

    /// `side_of` says of every unknown against which bound it is pressed at the end.
    template <class SideOf> void note_pressed(SideOf side_of)
    {
        for (std::size_t k = 0; k < minimum_.theta.size(); ++k) {
            if (k != unknown_ && side_of(k) != Side::inside) {
                outcome_.set_by.push_back({k, side_of(k)});
            }
        }
    }

    /// Where the rise crosses the threshold, between a point below and one above it; which bounds
    /// press there, the refit nearest to the threshold says.
    double locate(const ProfilePoint& below, const ProfilePoint& above)
    {
        const auto distance = [&](const ProfilePoint& point) {
            return std::abs(point.rise - threshold_);
        };
        auto nearest = distance(below) < distance(above) ? below : above;
        const auto excess = [&](double theta) {
            const auto point = refit(theta, below);
            if (point && distance(*point) < distance(nearest)) {
                nearest = *point;
            }
            // Where it cannot be computed, the fit is not good either.
            return point ? point->rise - threshold_ : threshold_;
        };
        // A thousandth of the step moves the rise by a thousandth of the threshold or less.
        const double width = 1e-3 * std::abs(above.theta - below.theta);
        std::uintmax_t most = 30;
        const bool upward = above.theta > below.theta;
        const auto ends = boost::math::tools::toms748_solve(
            excess, upward ? below.theta : above.theta, upward ? above.theta : below.theta,
            (upward ? below.rise : above.rise) - threshold_,
            (upward ? above.rise : below.rise) - threshold_,
            [&](double a, double b) { return std::abs(b - a) < width; }, most);
        note_pressed([&](std::size_t k) { return nearest.at_bound[k]; });
        outcome_.unsure = !nearest.converged;
        return 0.5 * (ends.first + ends.second);
    }

    /// Whether the fit as a whole, started there, is better than the minimum.
    bool hand_back(const ProfilePoint& point)
    {
        auto solution = solve(objective_, point.others, options_.each);
        if (!solution.computed() || solution.cost >= minimum_.cost - lower_by) {
            return false;
        }
        outcome_.lower = std::move(solution);
        return true;
    }

    const Objective& objective_;
    const Solution& minimum_;
    const ProfileOptions& options_;
    std::size_t unknown_;
    double threshold_;
    SolveOptions each_; ///< of a refit
    int refits_ = 0;
    Outcome outcome_;
};

} // namespace

double profile_threshold(double confidence)
{
    return boost::math::quantile(boost::math::chi_squared(1.0), confidence);
}

Profiles profiles(const Objective& objective, const Solution& minimum,
                  const ProfileOptions& options)
{
    auto which = options.only;
    if (which.empty()) {
        which.resize(objective.unknowns().size());
        std::iota(which.begin(), which.end(), std::size_t{0});
    }
    const auto errors = trust(objective, minimum).errors;
    std::vector<Walk::Outcome> sides(2 * which.size());
    std::mutex one_at_a_time;
    std::size_t done = 0;
    microstructure::run_parallel(sides.size(), options.threads, [&](std::size_t side) {
        const auto k = which[side / 2];
        sides[side] =
            Walk(objective, minimum, options, k).go(side % 2 == 0 ? -1.0 : 1.0, errors[k]);
        if (options.progress) {
            const std::scoped_lock alone(one_at_a_time);
            options.progress(++done, sides.size());
        }
    });
    Profiles result;
    result.threshold = profile_threshold(options.confidence);
    for (std::size_t k = 0; k < which.size(); ++k) {
        auto& below = sides[2 * k];
        auto& above = sides[2 * k + 1];
        Profile profile{.unknown = which[k]};
        profile.points.assign(below.points.rbegin(), below.points.rend());
        // Both sides begin with the minimum.
        profile.points.insert(profile.points.end(), above.points.begin() + 1, above.points.end());
        profile.low = below.end;
        profile.high = above.end;
        profile.at_low = below.limit;
        profile.at_high = above.limit;
        profile.low_set_by = std::move(below.set_by);
        profile.high_set_by = std::move(above.set_by);
        profile.low_unsure = below.unsure;
        profile.high_unsure = above.unsure;
        result.profiles.push_back(std::move(profile));
        for (auto* side : {&below, &above}) {
            if (side->lower && (!result.lower || side->lower->cost < result.lower->cost)) {
                result.lower = std::move(side->lower);
            }
        }
    }
    return result;
}

Interval interval_of(const Profile& profile, const Unknown& unknown)
{
    Interval interval;
    interval.low = profile.at_low == Limit::crossed ? unknown.value(profile.low)
                                                    : (unknown.logarithmic ? 0.0 : interval.low);
    if (profile.at_high == Limit::crossed) {
        interval.high = unknown.value(profile.high);
    }
    return interval;
}

std::vector<std::size_t> bounded(const Profiles& profiles)
{
    std::vector<std::size_t> all;
    for (const auto& profile : profiles.profiles) {
        if (profile.at_low == Limit::crossed || profile.at_high == Limit::crossed) {
            all.push_back(profile.unknown);
        }
    }
    return all;
}

} // namespace percolith::runs::fit
