#pragma once
/// Whether what a fit leaves over is noise: size, order in time, outliers, and where the model
/// fails.

#include "runs/fit/stretches.hpp"

#include <string>

namespace percolith::runs::fit
{

/// One channel of one record.
struct Leftovers {
    std::string name; ///< "thin: voltage"
    std::span<const double> time; ///< s, rising
    std::span<const double> residuals; ///< model less measurement, in standard deviations
    /// Unknowns that these residuals were spent on: this record's share of the trace of the
    /// projection (compare.hpp), 0 if small.
    double parameters = 0.0;
    bool noise_is_estimated = false; ///< from what the fit leaves, rather than stated
};

struct Outlier {
    std::size_t sample = 0;
    double chance = 1.0; ///< at most: that the largest of as many normal residuals is as large
};

struct Diagnostics {
    std::size_t count = 0;
    double mean = 0.0;
    double mean_chance = 1.0; ///< two-sided, mean sqrt(n) being normal
    double spread = 0.0; ///< root of sum r^2 / (n - parameters): 1 where noise is as stated
    double spread_chance = 1.0; ///< two-sided, sum r^2 being chi-squared with n - parameters
    double runs_chance =
        1.0; ///< two-sided; runs of one sign (Wald and Wolfowitz 1940, DOI 10.1214/aoms/1177731909)
    double lag_one = 0.0; ///< autocorrelation of neighbours
    double durbin_watson = 2.0; ///< sum (r_k - r_k-1)^2 / sum r^2 (DOI 10.1093/biomet/37.3-4.409)
    double lag_one_chance = 1.0; ///< two-sided, lag_one sqrt(n) being normal
    std::vector<Outlier> outliers; ///< the largest first, each with a chance below the level
    std::vector<Stretch> stretches;
    double level = 1e-3;
};

/// Residuals so large that the largest of as many normal ones is so with a chance below `level`,
/// the largest first, five at most.
std::vector<Outlier> outliers(std::span<const double> residuals, double level);

/// Of at least two residuals; fewer have no diagnostics (chances stay 1). `level` is the chance
/// below which something is worth saying.
Diagnostics diagnose(const Leftovers& leftovers, double level = 1e-3);

/// What is not as noise would leave it, the worst first: "thin: voltage: between 31 h and 44 h
/// residuals are 4.2 times what noise explains". One sentence that all is well if it is.
std::vector<std::string> describe(const Diagnostics& diagnostics, const Leftovers& leftovers);

} // namespace percolith::runs::fit
