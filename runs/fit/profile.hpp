#pragma once
/// Profile likelihood: how far an unknown can go while all others follow to keep the fit good.
/// Honest where the curvature at the minimum is not: bent valleys, one-sided bounds, no bound.

#include "runs/fit/trust.hpp"

#include <optional>

namespace percolith::runs::fit
{

struct ProfileOptions {
    double confidence = 0.95;
    unsigned threads = 0; ///< 0: one per core
    std::vector<std::size_t> only{}; ///< these unknowns; empty: all
    /// How far an unknown without a bound is followed: a factor on a logarithmic scale, otherwise
    /// standard errors.
    double reach = 1e4;
    double errors = 30.0;
    int refits = 200; ///< per side
    SolveOptions each{}; ///< of a refit; its `progress` is called from several threads at once
    /// Sides (two per unknown) that are done; called from one thread at a time.
    std::function<void(std::size_t done, std::size_t of)> progress{};
};

enum class Limit {
    crossed, ///< the fit becomes bad at the end of the interval
    bound, ///< at the unknown's bound the fit is still good
    reach, ///< as far as was looked, the fit is still good
    not_computable, ///< the model cannot be computed farther out, the fit still being good
    interrupted, ///< or out of refits
};

struct ProfilePoint {
    double theta = 0.0;
    double rise = 0.0; ///< of -2 ln L over its minimum
    std::vector<double> others; ///< theta of all unknowns there
    /// Per unknown: pressed against which of its bounds there, with an effect on the residuals.
    std::vector<Side> at_bound;
    bool converged = true; ///< the others came to their best; else `rise` may be too high
};

/// An unknown at one of its bounds.
struct Pressed {
    std::size_t unknown = 0;
    Side side = Side::low;
};

struct Profile {
    std::size_t unknown = 0;
    std::vector<ProfilePoint> points{}; ///< rising theta, the minimum included
    double low = 0.0, high = 0.0; ///< theta, where it ended
    Limit at_low = Limit::interrupted, at_high = Limit::interrupted;
    /// Other unknowns that their bounds keep from following where an end was crossed: with wider
    /// bounds that end would lie farther out.
    std::vector<Pressed> low_set_by{}, high_set_by{};
    /// Where an end was crossed but the others had not come to their best: it may lie farther out.
    bool low_unsure = false, high_unsure = false;
};

/// One-dimensional profiles of the unknowns asked for, in that order, and a minimum below the given
/// one where a profile ran into one: profiles should then be computed again from there.
struct Profiles {
    std::vector<Profile> profiles;
    std::optional<Solution> lower;
    double threshold = 0.0; ///< the rise that ends an interval
};

/// By which -2 ln L rises at the ends of an interval for one unknown: 3.84 for 0.95, the quantile
/// of chi-squared with one degree of freedom (Wilks 1938, DOI 10.1214/aoms/1177732360).
double profile_threshold(double confidence);

/// Outward from a converged minimum, each refit started from the last two, steps so that -2 ln L
/// rises by about a tenth of the threshold (Raue et al. 2009, DOI 10.1093/bioinformatics/btp358);
/// ends by a bracketing root finder, or at a leap over the threshold where it is not continuous.
/// The answer does not depend on the number of threads.
Profiles profiles(const Objective& objective, const Solution& minimum,
                  const ProfileOptions& options = {});

/// On the value scale; infinite (0 below on a logarithmic scale) where no end was found.
Interval interval_of(const Profile& profile, const Unknown& unknown);

/// Unknowns whose profile has an end on one side at least.
std::vector<std::size_t> bounded(const Profiles& profiles);

/// "k: 0.68 to 0.73 1/s (95 %)"; a missing end is said: "not bounded above within the range looked
/// at (up to 70 1/s)".
std::string describe(const Profile& profile, const Unknown& unknown, double confidence = 0.95);

/// A sentence per end that bounds of other unknowns set: "k: the upper end is set by the bound of
/// A, 2 mV".
std::vector<std::string> ends_set_by_bounds(const Profile& profile,
                                            std::span<const Unknown> unknowns);

/// A sentence for each end where the other unknowns had not come to their best.
std::vector<std::string> unsure_ends(const Profile& profile, std::span<const Unknown> unknowns);

} // namespace percolith::runs::fit
