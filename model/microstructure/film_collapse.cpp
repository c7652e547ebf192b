#include "model/microstructure/film_collapse.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>

namespace percolith::microstructure
{

namespace
{

/// Mean, error and share of one kind of film.
struct Sums {
    double count = 0.0;
    double first = 0.0;
    double second = 0.0;
    double spanning = 0.0;
};

void fill(FilmPoint& point, const Sums& sums)
{
    point.realisations = sums.count;
    point.conductivity = sums.first / sums.count;
    point.spanning_share = sums.spanning / sums.count;
    const double squares = std::max(sums.second - sums.first * point.conductivity, 0.0);
    point.standard_error =
        sums.count > 1.0 ? std::sqrt(squares / (sums.count * (sums.count - 1.0))) : no_number;
}

/// On one curve, as x and y^(1/t) with its error.
struct CurvePoint {
    double x;
    double root;
    double error;
};
using Curves = std::map<double, std::vector<CurvePoint>>; ///< by thickness

Curves curves_of(std::span<const FilmPoint> points, const ScalingRule& rule)
{
    Curves curves;
    for (const auto& point : points) {
        const double spanning = point.spanning_share * point.realisations;
        const double reduced = point.metal_fraction / rule.threshold;
        if (spanning + 0.5 < fewest_realisations || !(point.standard_error > 0.0) ||
            reduced < lowest_critical || reduced > highest_critical) {
            continue;
        }
        const ScaledPoint at = scaled(point, rule);
        const double root = std::pow(at.y, 1.0 / rule.exponent);
        curves[point.thickness].push_back({at.x, root, root * at.error / (rule.exponent * at.y)});
    }
    for (auto& [thickness, curve] : curves) {
        std::sort(curve.begin(), curve.end(),
                  [](const CurvePoint& a, const CurvePoint& b) { return a.x < b.x; });
    }
    return curves;
}

/// Squares of relative distances from another curve, over their variances.
struct Distances {
    double squares = 0.0;
    double weights = 0.0;
    std::uint32_t count = 0;

    void add(const CurvePoint& point, const std::vector<CurvePoint>& other, double exponent)
    {
        const auto above = std::find_if(other.begin(), other.end(),
                                        [&](const CurvePoint& at) { return at.x > point.x; });
        if (above == other.begin() || above == other.end()) {
            return;
        }
        const auto below = above - 1;
        const double share = (point.x - below->x) / (above->x - below->x);
        const double root = below->root + share * (above->root - below->root);
        const double error = std::hypot((1.0 - share) * below->error, share * above->error);
        const double variance = point.error * point.error + error * error;
        squares += (point.root - root) * (point.root - root) / variance;
        weights += std::pow(point.root / exponent, 2.0) / variance;
        ++count;
    }
};

} // namespace

std::vector<FilmPoint> film_points(const FilmPlan& plan, std::span<const FilmSample> samples,
                                   std::span<const std::uint32_t> weight)
{
    const std::size_t columns = plan.thicknesses.size();
    const std::size_t each = plan.realisations;
    if (samples.size() != realisation_count(plan) ||
        (!weight.empty() && weight.size() != columns * each)) {
        throw std::invalid_argument("films need one sample and one weight per realisation");
    }
    const double unit = unit_length(plan.structure).si;
    const double whole = plan.metal_conductivity.si;
    std::vector<FilmPoint> points;
    points.reserve(plan.metal_fractions.size() * columns);
    for (std::size_t first = 0; first < samples.size(); first += each) {
        const std::size_t column = first / each % columns;
        FilmPoint point{.metal_fraction = plan.metal_fractions[first / each / columns],
                        .thickness = plan.thicknesses[column].si / unit,
                        .width = film_width(plan, column)};
        Sums sums;
        for (std::size_t k = 0; k < each; ++k) {
            const double count = weight.empty() ? 1.0 : weight[column * each + k];
            const double sigma = samples[first + k].backbone_conductivity / whole;
            sums.count += count;
            sums.first += count * sigma;
            sums.second += count * sigma * sigma;
            sums.spanning += samples[first + k].spans ? count : 0.0;
        }
        fill(point, sums);
        points.push_back(point);
    }
    return points;
}

ScaledPoint scaled(const FilmPoint& point, const ScalingRule& rule)
{
    const double thickness = point.thickness + rule.offset;
    const double larger = std::pow(thickness, rule.exponent / rule.nu);
    return {.x = (point.metal_fraction - rule.threshold) * std::pow(thickness, 1.0 / rule.nu),
            .y = point.conductivity * larger,
            .error = point.standard_error * larger};
}

Collapse collapse(std::span<const FilmPoint> points, const ScalingRule& rule)
{
    const Curves curves = curves_of(points, rule);
    Distances distances;
    for (const auto& [thickness, curve] : curves) {
        for (const auto& [other_thickness, other] : curves) {
            if (thickness == other_thickness || other.empty()) {
                continue;
            }
            for (const auto& point : curve) {
                distances.add(point, other, rule.exponent);
            }
        }
    }
    Collapse result{.quality = no_number, .spread = no_number, .comparisons = distances.count};
    if (distances.count > 0) {
        result.quality = distances.squares / distances.count;
        result.spread = std::sqrt(distances.squares / distances.weights);
    }
    return result;
}

} // namespace percolith::microstructure
