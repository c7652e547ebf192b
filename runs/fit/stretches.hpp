#pragma once
/// Stretches of a record in which a model fails.

#include <cstddef>
#include <span>
#include <vector>

namespace percolith::runs::fit
{

enum class Failure {
    spread, ///< residuals are larger than noise explains
    lean, ///< residuals lean to one side
};

struct Stretch {
    std::size_t first = 0, last = 0; ///< samples, both included
    Failure failure = Failure::spread;
    double size = 0.0; ///< root mean square, or mean, of the residuals in it
    double log_likelihood = 0.0; ///< gained in it over pure noise
    double chance = 1.0; ///< at most: that noise alone has such a stretch somewhere
};

/// Where residuals in order of time, each over its standard deviation, are least like independent
/// normal noise; the strongest first, none overlapping another, at most `most`, all with a chance
/// below `level`.
///
/// Of all stretches, that with the largest gain of ln L when residuals in it are N(0, s^2), or
/// N(m, 1), is found exactly: for a given s or m it is the segment of largest sum (Bentley 1984,
/// DOI 10.1145/358234.381162) of ln of the ratio of the densities, over a ladder of s and m. As the
/// mean of that ratio under noise is 1, noise has a segment above x with a chance of at most n
/// exp(-x) (Karlin and Altschul 1990, DOI 10.1073/pnas.87.6.2264, whose factor K is below 1), times
/// the steps of the ladder.
std::vector<Stretch> stretches(std::span<const double> residuals, double level = 1e-3,
                               std::size_t most = 3);

} // namespace percolith::runs::fit
