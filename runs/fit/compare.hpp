#pragma once
/// Which of several models fitted to the same data the data prefer, and whether that is enough to
/// choose it.
///
/// The rule. Two models, 1 being true, differ by D = delta / 2 in log-likelihood without noise,
/// delta the squared distance (in standard deviations) from the true curve to the nearest one of
/// model 2. With noise (Vuong 1989, DOI 10.2307/1912557; Wald 1943, DOI 10.2307/1990256), to second
/// order in it and with P1, P2 the projections on what the unknowns of each model can move,
///   ln L1 - ln L2 = D + N(0, 2 D) + e (P1 - P2) e / 2,  of mean D + (p1 - p2) / 2, and
///   S^2 = |r1 - r2|^2, the squared distance of the two fitted curves, estimates delta.
/// Where one model contains the other, S^2 is twice the difference of ln L, a chi-squared of k more
/// unknowns and non-centrality delta. Where neither can follow the other, S^2 = delta exactly:
/// how far the models are apart is then known without looking at which is better. So
///   (a) the models must be seen to differ: S^2 above c(k), k = tr (P1 - P2)^2 the number of
///       directions that only one model has (at least 1);
///   (b) the better one must be better by at least 2 in ln L - p / 2, odds of 7 to 1.
/// c(k) is where the two risks, each relative to what is allowed, are equal: to find no difference
/// at D = 10 (5 %) and to find one at D = 1 (10 %). For k = 1: c = 7.66, risks 4.4 % and 8.8 %; for
/// k = 2: 8.74, 4.9 % and 9.8 %; above that a little more than allowed exactly at D = 10 or 1 if
/// all the difference lies in those directions (k = 4: 5.8 % and 11.6 %). (b) fails at D = 10 in
/// 3.7 % (k = 0) to 4.4 % (k = 4). Both are about noise as large as stated: see diagnostics.hpp.

#include "runs/fit/solve.hpp"

#include <optional>

namespace percolith::runs::fit
{

/// A model at its best.
struct FittedModel {
    std::string name;
    std::vector<double> r; ///< data, then priors
    std::vector<double> jacobian; ///< dr/dtheta in rows
    std::size_t unknowns = 0;
    std::size_t data = 0;
    double constant = 0.0; ///< of -2 ln L
};

/// Throws `std::invalid_argument` where the model cannot be computed at the solution.
FittedModel fitted(const std::string& name, const Objective& objective, const Solution& solution);

struct Criteria {
    double log_likelihood = 0.0; ///< of the data, priors left out
    /// Unknowns that data determine: the trace of the projection, less than their number where
    /// priors or degeneracies take over.
    double parameters = 0.0;
    double aic = 0.0; ///< Akaike 1974, DOI 10.1109/TAC.1974.1100705
    double aicc =
        0.0; ///< Hurvich and Tsai 1989, DOI 10.1093/biomet/76.2.297; infinite: too few data
    double bic = 0.0; ///< Schwarz 1978, DOI 10.1214/aos/1176344136
};

/// Of models `one` and `other`.
struct Pair {
    std::size_t one = 0, other = 0;
    double difference = 0.0; ///< ln L of one minus that of the other
    double corrected = 0.0; ///< less half the difference of parameters: estimates D with its sign
    double separation = 0.0; ///< S^2
    double directions = 0.0; ///< k
    double needed = 0.0; ///< c(k)
    std::optional<std::size_t> better{}; ///< where the evidence is decisive
};

struct Comparison {
    std::vector<Criteria> criteria; ///< per model
    std::vector<Pair> pairs;
    std::vector<std::size_t> remaining; ///< not decisively worse than any other
    /// The only one that remains; otherwise the answer is "undecided". One always remains, as the
    /// corrected differences put all models in one order.
    std::optional<std::size_t> chosen;
};

/// c(k), for k from 1.
double needed_separation(double directions);

/// Throws `std::invalid_argument` where models are not of the same data.
Comparison compare(std::span<const FittedModel> models);

/// The verdict first, then a sentence per pair.
std::vector<std::string> describe(const Comparison& comparison,
                                  std::span<const FittedModel> models);

} // namespace percolith::runs::fit
