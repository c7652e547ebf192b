#include "runs/fit/plateaus.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace percolith::runs::fit
{

namespace
{

/// Samples first..last are one constant current.
struct Plateau {
    std::size_t first = 0;
    std::size_t last = 0;
};

/// The longest plateau that begins with sample `first`: every sample lies within what is allowed
/// about the middle of all. At one instant a jump ends it.
Plateau plateau_from(std::span<const double> time, std::span<const double> current,
                     const Scatter& allowed, std::size_t first)
{
    double low = current[first];
    double high = low;
    std::size_t last = first;
    for (std::size_t k = first + 1; k < time.size() && time[k] > time[k - 1]; ++k) {
        const double lower = std::min(low, current[k]);
        const double higher = std::max(high, current[k]);
        const double width = allowed.relative * std::abs(lower + higher) / 2.0 + allowed.floor;
        if (higher - lower > 2.0 * width) {
            break;
        }
        low = lower, high = higher, last = k;
    }
    return {first, last};
}

double mean_current(std::span<const double> time, std::span<const double> current,
                    const Plateau& plateau)
{
    double charge = 0.0;
    for (std::size_t k = plateau.first; k < plateau.last; ++k) {
        charge += 0.5 * (current[k] + current[k + 1]) * (time[k + 1] - time[k]);
    }
    return charge / (time[plateau.last] - time[plateau.first]);
}

void check(std::span<const double> time, std::span<const double> current)
{
    if (time.size() != current.size()) {
        throw std::invalid_argument("a record needs as many currents as times");
    }
    if (!std::is_sorted(time.begin(), time.end())) {
        throw std::invalid_argument("the times of a record must not fall");
    }
    if (time.empty() || !(time.back() > time.front())) {
        throw std::invalid_argument("a record needs two instants at least");
    }
}

} // namespace

Replay replay(std::span<const double> time, std::span<const double> current, const Scatter& allowed)
{
    check(time, current);
    Replay out;
    out.moments.reserve(time.size());
    const double start = time.front();
    for (std::size_t k = 0; k < time.size();) {
        const auto plateau = plateau_from(time, current, allowed, k);
        const bool lasts = time[plateau.last] > time[plateau.first];
        if (lasts) {
            const double measured = mean_current(time, current, plateau);
            const double mean = std::abs(measured) <= allowed.floor ? 0.0 : measured;
            out.pieces.push_back({time[plateau.last] - time[plateau.first], mean, 0.0});
            ++out.plateaus;
            for (std::size_t i = plateau.first; i <= plateau.last; ++i) {
                out.largest_departure =
                    std::max(out.largest_departure, std::abs(current[i] - mean));
            }
        }
        for (std::size_t i = plateau.first; i <= plateau.last; ++i) {
            out.moments.push_back({time[i] - start, lasts && i == plateau.last});
        }
        // From the plateau's last sample straight to the next one, unless they are of one instant.
        const std::size_t next = plateau.last + 1;
        if (next < time.size() && time[next] > time[plateau.last]) {
            const double span = time[next] - time[plateau.last];
            const double from = current[plateau.last];
            out.pieces.push_back({span, from, (current[next] - from) / span});
        } else if (!lasts && !out.pieces.empty()) {
            // A lone sample right before a jump: the end of the ramp that led to it.
            out.moments.back().closing = next < time.size();
        }
        k = next;
    }
    return out;
}

} // namespace percolith::runs::fit
