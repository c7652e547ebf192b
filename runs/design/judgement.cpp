#include "runs/design/judgement.hpp"

#include <boost/math/distributions/binomial.hpp>

#include <algorithm>
#include <cmath>

namespace percolith::runs::design
{
namespace
{

using Kind = Outcome::Kind;

/// When each test that was made raised the alarm.
std::vector<double> alarm_times(std::span<const Outcome> outcomes)
{
    std::vector<double> times;
    times.reserve(outcomes.size());
    for (const auto& outcome : outcomes) {
        if (outcome.kind != Kind::refused) {
            times.push_back(outcome.kind == Kind::alarm ? outcome.time : never);
        }
    }
    return times;
}

template <class Is>
Share share_that(std::span<const Outcome> outcomes, double confidence, const Is& is)
{
    const auto made =
        std::ranges::count_if(outcomes, [](const Outcome& o) { return o.kind != Kind::refused; });
    const auto counted = std::ranges::count_if(
        outcomes, [&](const Outcome& o) { return o.kind != Kind::refused && is(o); });
    if (made == 0) { // nothing is known, and the worst is assumed
        return {.count = 0, .value = 1.0, .low = 0.0, .high = 1.0};
    }
    return ensemble::share_of(static_cast<std::uint64_t>(counted), static_cast<std::uint64_t>(made),
                              confidence);
}

} // namespace

DecisionTime decision_time(std::span<const Outcome> failing, double miss, double confidence)
{
    auto times = alarm_times(failing);
    if (times.empty()) {
        return {};
    }
    std::ranges::sort(times);
    const auto count = static_cast<double>(times.size());
    // Ranks count from 1; rank 0 is the beginning, and none lies behind the last.
    const auto at_rank = [&](double rank) {
        if (rank < 1.0) {
            return 0.0;
        }
        return rank > count ? never : times[static_cast<std::size_t>(rank) - 1];
    };
    // Up to rounding, as many may be missing as the share says.
    const double allowed = std::floor(miss * count * (1.0 + 1e-12));
    using Discrete = boost::math::policies::policy<
        boost::math::policies::discrete_quantile<boost::math::policies::integer_round_outwards>>;
    const boost::math::binomial_distribution<double, Discrete> below(count, 1.0 - miss);
    const double tail = 0.5 * (1.0 - confidence);
    return {.time = at_rank(count - allowed),
            .low = at_rank(boost::math::quantile(below, tail)),
            .high = at_rank(boost::math::quantile(boost::math::complement(below, tail)) + 1.0)};
}

Share missed_at(std::span<const Outcome> failing, double time, double confidence)
{
    return share_that(failing, confidence,
                      [&](const Outcome& o) { return o.kind != Kind::alarm || o.time > time; });
}

Share alarmed_at(std::span<const Outcome> passing, double time, double confidence)
{
    return share_that(passing, confidence,
                      [&](const Outcome& o) { return o.kind != Kind::silent && o.time <= time; });
}

double lost_at(std::span<const Outcome> outcomes, double time)
{
    constexpr double any = 0.5; // no interval is asked for
    return share_that(outcomes, any,
                      [&](const Outcome& o) { return o.kind == Kind::lost && o.time <= time; })
        .value;
}

} // namespace percolith::runs::design
