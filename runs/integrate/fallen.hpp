#pragma once
/// Reading guard values: which fell, and which are already down when a segment begins.

#include "model/transitions.hpp"
#include "runs/integrate/arrival.hpp"

#include <algorithm>

namespace percolith::runs
{

/// Guards that say "over" rather than "other branch": below zero at a segment's start, they have
/// already fallen. The others may sit on zero just after a hand-over.
template <model::Physics physics> bool judged_at_start(std::size_t guard)
{
    constexpr auto n = model::electrode_guards<physics>;
    if (guard >= 2 * n) {
        return guard != 2 * n + static_cast<std::size_t>(model::CellGuard::direction);
    }
    return guard % n >= static_cast<std::size_t>(model::ElectrodeGuard::contact_lost);
}

template <model::Physics physics> FallenGuards fallen_at_start(std::span<const double> g)
{
    FallenGuards down;
    if (std::all_of(g.begin(), g.end(), [](double x) { return x >= 0.0; })) {
        return down;
    }
    for (std::size_t k = 0; k < g.size(); ++k) {
        if (g[k] < 0.0 && judged_at_start<physics>(k)) {
            down.push_back(k);
        }
    }
    return down;
}

/// The current came to zero at the very end of its ramp, a rounding early, and nothing fell but
/// branches: where it goes from there is the next piece's to say.
template <model::Physics physics> bool turned_at_end(const FallenGuards& fallen, double left)
{
    constexpr auto turn =
        model::cell_guard_offset<physics> + static_cast<std::size_t>(model::CellGuard::direction);
    return left <= model::zero_crossing_time &&
           std::find(fallen.begin(), fallen.end(), turn) != fallen.end() &&
           std::none_of(fallen.begin(), fallen.end(), judged_at_start<physics>);
}

inline FallenGuards fallen(std::span<const double> g)
{
    FallenGuards down;
    for (std::size_t k = 0; k < g.size(); ++k) {
        if (g[k] < 0.0) {
            down.push_back(k);
        }
    }
    return down;
}

} // namespace percolith::runs
