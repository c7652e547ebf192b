#pragma once
/// Whether an interval from the curvature can be believed. Curvature takes the valley of the sum of
/// squares for straight; the fit at the interval's two ends, the other unknowns following, shows
/// whether it is. Where it is straight that costs one evaluation an end.

#include "runs/fit/trust.hpp"

#include <optional>

namespace percolith::runs::fit
{

/// One unknown's interval, tried at its ends.
struct Bend {
    std::size_t unknown = 0;
    /// Rise of -2 ln L at the lower and the upper end with the others refitted: the profile's
    /// threshold at both where the valley is straight. Infinite where the model cannot be computed.
    /// Where an end lies beyond a bound or three e-folds away, the rise there in proportion to the
    /// distance squared.
    double low = 0.0, high = 0.0;
    bool followed = true; ///< false: so bent that a few steps did not lead the others to their best
    /// How often an interval with such ends holds the truth: as often as a normal number falls
    /// between -sqrt(low) and sqrt(high) (Bates and Watts, Nonlinear Regression Analysis and Its
    /// Applications, 1988, DOI 10.1002/9780470316757, chapter 6: profile t).
    double held = 0.0;
    bool bent = false; ///< not followed, or `held` is farther from the confidence than 0.4 times
                       ///< what lacks to 1: than 93 to 97 % of 95 %
};

struct BendOptions {
    double confidence = 0.95;
    unsigned threads = 0; ///< 0: one per core
    std::vector<std::size_t> only{}; ///< these unknowns; empty: all
    SolveOptions each{}; ///< of a refit; its `progress` is not called
};

/// Of the unknowns asked for that `trust` finds determined, to a factor of a thousand at least, in
/// that order. `trust` is that of `minimum`, with the same confidence. Stops early where
/// `each.stop` is up; then what it gives is worth nothing.
std::vector<Bend> bends(const Objective& objective, const Solution& minimum, const Trust& trust,
                        const BendOptions& options = {});

/// What to say beside an interval from the curvature; nothing where it holds what it promises.
std::string describe(const Bend& bend);

} // namespace percolith::runs::fit
