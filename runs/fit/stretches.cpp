#include "runs/fit/stretches.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace percolith::runs::fit
{
namespace
{

// A step of the ladder off by a quarter loses a few per cent of the gain.
constexpr std::array spreads{1.15, 1.4, 1.8, 2.5, 4.0, 7.0, 15.0, 40.0, 150.0};
constexpr std::array leans{0.1, 0.2, 0.35, 0.6, 1.0, 1.8, 3.5, 8.0, 25.0};
constexpr double steps_of_ladder = spreads.size() + 2.0 * leans.size();

struct Segment {
    std::size_t first = 0, last = 0;
    double sum = 0.0;
};

/// The segment of largest sum of gain(residual).
template <typename Gain> Segment largest_sum(std::span<const double> r, const Gain& gain)
{
    Segment best;
    Segment here;
    for (std::size_t k = 0; k < r.size(); ++k) {
        if (here.sum <= 0.0) {
            here = {k, k, 0.0};
        }
        here.sum += gain(r[k]);
        here.last = k;
        if (here.sum > best.sum) {
            best = here;
        }
    }
    return best;
}

Stretch described(std::span<const double> r, const Segment& segment, Failure failure)
{
    double sum = 0.0;
    for (std::size_t k = segment.first; k <= segment.last; ++k) {
        sum += failure == Failure::spread ? r[k] * r[k] : r[k];
    }
    sum /= static_cast<double>(segment.last - segment.first + 1);
    return {.first = segment.first,
            .last = segment.last,
            .failure = failure,
            .size = failure == Failure::spread ? std::sqrt(sum) : sum,
            .log_likelihood = segment.sum};
}

Stretch strongest(std::span<const double> r)
{
    Stretch best;
    const auto consider = [&](const Segment& segment, Failure failure) {
        if (segment.sum > best.log_likelihood) {
            best = described(r, segment, failure);
        }
    };
    for (const double s : spreads) {
        const double slope = 0.5 * (1.0 - 1.0 / (s * s));
        const double cost = std::log(s);
        consider(largest_sum(r, [=](double x) { return slope * x * x - cost; }), Failure::spread);
    }
    for (const double size : leans) {
        for (const double m : {size, -size}) {
            consider(largest_sum(r, [=](double x) { return m * x - 0.5 * m * m; }), Failure::lean);
        }
    }
    return best;
}

} // namespace

std::vector<Stretch> stretches(std::span<const double> residuals, double level, std::size_t most)
{
    std::vector<Stretch> found;
    // Parts of the record that no stretch has been found in yet.
    std::vector<Segment> parts;
    if (!residuals.empty()) {
        parts.push_back({0, residuals.size() - 1});
    }
    const double places = static_cast<double>(residuals.size()) * steps_of_ladder;
    while (!parts.empty()) {
        const auto part = parts.back();
        parts.pop_back();
        auto stretch = strongest(residuals.subspan(part.first, part.last - part.first + 1));
        stretch.chance = std::min(1.0, places * std::exp(-stretch.log_likelihood));
        if (stretch.chance >= level) {
            continue;
        }
        stretch.first += part.first;
        stretch.last += part.first;
        found.push_back(stretch);
        if (found.size() < 64) {
            if (stretch.first > part.first) {
                parts.push_back({part.first, stretch.first - 1});
            }
            if (stretch.last < part.last) {
                parts.push_back({stretch.last + 1, part.last});
            }
        }
    }
    std::ranges::stable_sort(found, std::ranges::greater{}, &Stretch::log_likelihood);
    found.resize(std::min(found.size(), most));
    return found;
}

} // namespace percolith::runs::fit
