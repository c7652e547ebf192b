#include "runs/design/readings.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <utility>

namespace percolith::runs::design
{
namespace
{

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t per_task = 8;

/// The number with the share `p` of `values` at or below it.
double quantile_of(std::vector<double> values, double p)
{
    const auto rank =
        static_cast<std::size_t>(std::ceil(p * static_cast<double>(values.size()) * (1.0 - 1e-12)));
    const auto at =
        values.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(rank, 1) - 1);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

std::vector<Readings> of_verdict(std::span<const Readings> all, std::span<const Group> groups,
                                 Verdict verdict)
{
    std::vector<Readings> some;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        if (groups[g].verdict == verdict) {
            some.push_back(all[g]);
        }
    }
    return some;
}

/// Draws of one group that a thread reads together.
struct Piece {
    std::size_t group;
    std::size_t first, count;
};

std::vector<Piece> pieces_of(std::span<const Group> groups, std::size_t tests)
{
    std::vector<Piece> pieces;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const auto all = std::min(tests, groups[g].draws.size());
        for (std::size_t first = 0; first < all; first += per_task) {
            pieces.push_back({g, first, std::min(per_task, all - first)});
        }
    }
    return pieces;
}

} // namespace

double median_of(std::span<const double> values)
{
    std::vector<double> known;
    std::ranges::copy_if(values, std::back_inserter(known),
                         [](double v) { return !std::isnan(v); });
    return 2 * known.size() <= values.size() ? unknown : quantile_of(std::move(known), 0.5);
}

Separation best_separation(std::span<const Readings> failing, std::span<const Readings> passing,
                           double false_alarm)
{
    Separation best;
    for (const bool above : {true, false}) {
        const double sign = above ? 1.0 : -1.0;
        // Of each passing group, as many may lie beyond as false alarms are allowed. A lost test
        // lies beyond: it does not pass its cell.
        double threshold = -never;
        for (const auto& group : passing) {
            std::vector<double> signed_values;
            signed_values.reserve(group.values.size());
            for (const double v : group.values) {
                signed_values.push_back(std::isnan(v) ? never : sign * v);
            }
            if (!signed_values.empty()) {
                threshold =
                    std::max(threshold, quantile_of(std::move(signed_values), 1.0 - false_alarm));
            }
        }
        double miss = 0.0;
        for (const auto& group : failing) {
            const auto missed = std::ranges::count_if(
                group.values, [&](double v) { return std::isnan(v) || !(sign * v > threshold); });
            miss = std::max(miss,
                            static_cast<double>(missed) / static_cast<double>(group.values.size()));
        }
        if (above || miss < best.miss) {
            best = {miss, sign * threshold, above};
        }
    }
    return best;
}

Separation separation_of(std::span<const Readings> all, std::span<const Group> groups,
                         double false_alarm)
{
    return best_separation(of_verdict(all, groups, Verdict::fail),
                           of_verdict(all, groups, Verdict::pass), false_alarm);
}

std::vector<std::vector<double>> read_every_draw(std::span<const Trials> candidates,
                                                 std::span<const Group> groups, std::size_t tests,
                                                 std::size_t width, const Read& read,
                                                 const Surroundings& surroundings,
                                                 const std::string& words)
{
    const auto pieces = pieces_of(groups, tests);
    const auto work = [&](std::size_t number, std::span<double> result) {
        const auto& piece = pieces[number];
        const auto& trials = candidates[groups[piece.group].candidate];
        auto reader = trials.reader();
        for (std::size_t k = 0; k < piece.count; ++k) {
            const auto into = result.subspan(k * width, width);
            std::ranges::fill(into, unknown);
            const auto draw = groups[piece.group].draws[piece.first + k];
            refusal_of([&] { read(trials, draw, reader, into); });
        }
    };
    const auto results = compute(pieces.size(), width * per_task, work, surroundings, words);
    std::vector<std::vector<double>> of(groups.size());
    for (std::size_t p = 0; p < pieces.size(); ++p) {
        const auto first = results.begin() + static_cast<std::ptrdiff_t>(p * per_task * width);
        auto& into = of[pieces[p].group];
        into.insert(into.end(), first,
                    first + static_cast<std::ptrdiff_t>(pieces[p].count * width));
    }
    return of;
}

} // namespace percolith::runs::design
