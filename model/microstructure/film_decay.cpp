#include "model/microstructure/film_decay.hpp"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <vector>

namespace percolith::microstructure
{

namespace
{

/// Of spanning below V_P, to begin with: what lattice sites have.
constexpr double usual_length = 0.5; ///< xi_0/d over V_P^nu
constexpr double usual_decay_constant = 3.2;

/// Films of one kind below V_P. n w^2 = area exp(constant - lengths/xi_0).
struct Spanning {
    double area;
    double lengths;
    double share;
    double films;
};

std::vector<Spanning> spanning_below(std::span<const FilmPoint> points, double threshold,
                                     double offset, double length)
{
    constexpr double least_lengths = 4.0; // nearer to V_P films span by more than one way
    std::vector<Spanning> kinds;
    for (const auto& point : points) {
        const double below =
            std::pow(std::max(threshold - point.metal_fraction, 0.0), correlation_exponent);
        const double lengths = (point.thickness + offset) * below;
        if (lengths >= least_lengths * length &&
            point.metal_fraction >= lowest_critical * threshold) {
            kinds.push_back({std::pow(point.width * below, 2.0), lengths, point.spanning_share,
                             point.realisations});
        }
    }
    return kinds;
}

/// Whether shares other than 0 and 1 are at hand, for a line to be fitted to them.
bool tells_decay(const std::vector<Spanning>& kinds)
{
    return std::count_if(kinds.begin(), kinds.end(), [](const Spanning& kind) {
               const double hits = kind.share * kind.films;
               return hits + 0.5 >= fewest_realisations &&
                      kind.films - hits + 0.5 >= fewest_realisations;
           }) >= 3;
}

/// Most likely constant and slope by Fisher's scoring: shares that are 0 count as well, else only
/// those that happen to be large would.
DecayFit fit_decay(const std::vector<Spanning>& kinds, double length)
{
    Eigen::Vector2d at(usual_decay_constant, -1.0 / length);
    double squares = 0.0;
    for (int turn = 0; turn < 50; ++turn) {
        Eigen::Matrix2d normal = Eigen::Matrix2d::Zero();
        Eigen::Vector2d pull = Eigen::Vector2d::Zero();
        squares = 0.0;
        for (const auto& kind : kinds) {
            const double mean =
                std::clamp(kind.area * std::exp(at[0] + at[1] * kind.lengths), 1e-9, 30.0);
            const double none = std::exp(-mean);
            const double information = kind.films * mean * mean * none / (1.0 - none);
            const double off = (kind.share - (1.0 - none)) / (mean * none);
            const Eigen::Vector2d slope(1.0, kind.lengths);
            normal += information * slope * slope.transpose();
            pull += information * off * slope;
            squares += information * off * off;
        }
        Eigen::Vector2d step = normal.ldlt().solve(pull);
        step *= std::min(1.0, 1.0 / std::abs(step[0])); // scoring may leap from far away
        at += step;
        if (step.norm() < 1e-10) {
            break;
        }
    }
    if (!(at[1] < 0.0)) {
        return {};
    }
    const double freedom = std::max(1.0, static_cast<double>(kinds.size()) - 2.0);
    return {-1.0 / at[1], std::max(1.0, std::sqrt(squares / freedom))};
}

} // namespace

DecayFit fit_correlation(std::span<const FilmPoint> points, double threshold, double offset)
{
    DecayFit fit;
    double length = usual_length * std::pow(threshold, correlation_exponent);
    // Which films count depends on xi_0 itself.
    for (int turn = 0; turn < 20; ++turn) {
        const auto kinds = spanning_below(points, threshold, offset, length);
        if (!tells_decay(kinds)) {
            return {};
        }
        fit = fit_decay(kinds, length);
        if (!std::isfinite(fit.length) || std::abs(fit.length / length - 1.0) < 1e-9) {
            break;
        }
        length = fit.length;
    }
    return fit;
}

} // namespace percolith::microstructure
