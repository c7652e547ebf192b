#include "model/microstructure/film_scaling.hpp"

#include "model/microstructure/film_decay.hpp"
#include "model/microstructure/random.hpp"

#include <Eigen/Dense>
#include <boost/math/special_functions/erf.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>

namespace percolith::microstructure
{

namespace
{

constexpr int resampled_fits = 200;
constexpr double t = conduction_exponent;

// Where films are compared with the law: nearer to V_P they conduct by accident, further away no
// exponent holds.
constexpr double furthest_scaled = 6.0; ///< (V_f/V_P - 1) (b/d)^(1/nu)
constexpr std::size_t fewest_points = 6;
/// How well a straight line describes y^(1/t) over x, relative to sigma.
constexpr double form_error = 0.03;
/// b_0 before any data are seen: some particles.
constexpr Estimate usual_offset{1.0, 2.0};

bool is_near(double metal_fraction, double thickness, double threshold)
{
    const double reduced = metal_fraction / threshold - 1.0;
    return reduced >= 0.0 && metal_fraction <= highest_critical * threshold &&
           reduced * std::pow(thickness, inverse_nu) <= furthest_scaled;
}

/// sigma^(1/t) of a film is the straight line a_0 (V_f - a_1 + a_2 (b + a_3)^(-1/nu)).
using Numbers = Eigen::Vector4d;

/// One film, as root and standard errors of the two kinds.
struct Row {
    double fraction;
    double thickness;
    double root;
    double statistics;
    double form;
};
struct LawFit {
    Numbers numbers = Numbers::Zero();
    Eigen::Matrix4d form = Eigen::Matrix4d::Zero(); ///< covariance, of the form alone
    double misfit = 0.0;
};

std::vector<Row> rows_of(std::span<const FilmPoint> points, double threshold)
{
    std::vector<Row> rows;
    for (const auto& point : points) {
        if (is_near(point.metal_fraction, point.thickness, threshold) && point.conductivity > 0.0) {
            const double root = std::pow(point.conductivity, 1.0 / t);
            rows.push_back({point.metal_fraction, point.thickness, root,
                            root * point.standard_error / (t * point.conductivity),
                            root * form_error / t});
        }
    }
    return rows;
}

/// Residuals and slopes, in standard errors: one row for each film, then what is known of V_P and
/// of b_0.
struct Linear {
    Eigen::MatrixX4d slope;
    Eigen::VectorXd off;
};
Linear linear_at(const std::vector<Row>& rows, const Numbers& at, Estimate known)
{
    const auto count = static_cast<Eigen::Index>(rows.size());
    Linear linear{Eigen::MatrixX4d::Zero(count + 2, 4), Eigen::VectorXd::Zero(count + 2)};
    for (Eigen::Index k = 0; k < count; ++k) {
        const Row& row = rows[static_cast<std::size_t>(k)];
        const double error = std::hypot(row.statistics, row.form);
        const double film = row.thickness + at[3];
        const double shift = std::pow(film, -inverse_nu);
        const double line = row.fraction - at[1] + at[2] * shift;
        linear.off[k] = (row.root - at[0] * line) / error;
        linear.slope.row(k) << line, -at[0], at[0] * shift,
            -at[0] * at[2] * inverse_nu * shift / film;
        linear.slope.row(k) /= error;
    }
    // A threshold known exactly stays where it is.
    const double threshold_error = std::max(known.error, 1e-7);
    linear.off[count] = (known.value - at[1]) / threshold_error;
    linear.slope(count, 1) = 1.0 / threshold_error;
    linear.off[count + 1] = (usual_offset.value - at[3]) / usual_offset.error;
    linear.slope(count + 1, 3) = 1.0 / usual_offset.error;
    return linear;
}

/// Gauss-Newton steps, damped until they lead downwards.
Numbers fitted(const std::vector<Row>& rows, Estimate known)
{
    double thinnest = rows.front().thickness;
    Numbers at(1.0, known.value, 2.5 * known.value, usual_offset.value);
    double scale = 0.0;
    for (const auto& row : rows) {
        thinnest = std::min(thinnest, row.thickness);
        scale += row.root / (row.fraction - at[1] + at[2] * std::pow(row.thickness, -inverse_nu));
    }
    at[0] = scale / static_cast<double>(rows.size());
    double damping = 1e-3;
    double squares = linear_at(rows, at, known).off.squaredNorm();
    for (int turn = 0; turn < 200 && damping < 1e9; ++turn) {
        const Linear linear = linear_at(rows, at, known);
        Eigen::Matrix4d normal = linear.slope.transpose() * linear.slope;
        normal.diagonal() *= 1.0 + damping;
        const Numbers step = normal.ldlt().solve(linear.slope.transpose() * linear.off);
        const Numbers next = at + step;
        const double there = next[3] > -0.9 * thinnest
                                 ? linear_at(rows, next, known).off.squaredNorm()
                                 : std::numeric_limits<double>::infinity();
        if (there > squares) {
            damping *= 4.0;
            continue;
        }
        at = next;
        damping /= 4.0;
        if (squares - there < 1e-10 * (1.0 + squares)) {
            break;
        }
        squares = there;
    }
    return at;
}

/// How far the numbers move with what the form leaves out. Where films lie worse on it than 3 %,
/// that is enlarged. Nothing where too few films conduct.
std::optional<LawFit> fit_law(std::span<const FilmPoint> points, Estimate known)
{
    const auto rows = rows_of(points, known.value);
    if (rows.size() < fewest_points) {
        return std::nullopt;
    }
    LawFit fit{.numbers = fitted(rows, known)};
    const Linear linear = linear_at(rows, fit.numbers, known);
    const auto count = static_cast<Eigen::Index>(rows.size());
    Eigen::Matrix4d own = Eigen::Matrix4d::Zero();
    double relative = 0.0;
    for (Eigen::Index k = 0; k < count; ++k) {
        const Row& row = rows[static_cast<std::size_t>(k)];
        const double error = std::hypot(row.statistics, row.form);
        own +=
            std::pow(row.form / error, 2.0) * linear.slope.row(k).transpose() * linear.slope.row(k);
        relative += std::pow(t * linear.off[k] * error / row.root, 2.0);
    }
    own += linear.slope.row(count + 1).transpose() * linear.slope.row(count + 1);
    const Eigen::Matrix4d inverse = (linear.slope.transpose() * linear.slope).inverse();
    const double freedom = std::max(1.0, static_cast<double>(rows.size()) - 4.0);
    fit.form = inverse * own * inverse * std::max(1.0, linear.off.squaredNorm() / freedom);
    fit.misfit = std::sqrt(relative / static_cast<double>(rows.size()));
    return fit;
}

/// Scatter of numbers about their mean; of those that are numbers.
double finite_deviation(std::vector<double> values)
{
    std::erase_if(values, [](double value) { return !std::isfinite(value); });
    if (values.size() < resampled_fits / 2) {
        return no_number;
    }
    const Eigen::Map<const Eigen::ArrayXd> all(values.data(),
                                               static_cast<Eigen::Index>(values.size()));
    return std::sqrt((all - all.mean()).square().sum() / static_cast<double>(values.size() - 1));
}

ScalingRule rule_of(const Numbers& law)
{
    return {.threshold = law[1], .offset = law[3]};
}

/// What one set of realisations says.
struct Reading {
    LawFit law{};
    DecayFit correlation{};
    double quality = 0.0;
};
std::optional<Reading> read(std::span<const FilmPoint> points, Estimate known)
{
    const auto law = fit_law(points, known);
    if (!law) {
        return std::nullopt;
    }
    Reading reading{.law = *law};
    reading.correlation = fit_correlation(points, reading.law.numbers[1], reading.law.numbers[3]);
    reading.quality = collapse(points, rule_of(reading.law.numbers)).quality;
    return reading;
}

/// Each thickness's realisations drawn again.
std::vector<std::uint32_t> drawn(const FilmPlan& plan, RandomStream& stream)
{
    std::vector<std::uint32_t> weight(plan.thicknesses.size() * plan.realisations, 0);
    for (std::size_t first = 0; first < weight.size(); first += plan.realisations) {
        for (std::uint32_t k = 0; k < plan.realisations; ++k) {
            ++weight[first + stream.below(plan.realisations)];
        }
    }
    return weight;
}

/// Standard deviations over sets of realisations, and over what V_P may be.
struct Scatter {
    std::array<std::vector<double>, 4> law{}; ///< amplitude, V_P, c, b_0
    std::vector<double> correlation{};
    std::vector<double> quality{};

    void add(const Reading& reading)
    {
        const Numbers& at = reading.law.numbers;
        const std::array all{std::pow(at[0], t), at[1], at[2] / at[1], at[3]};
        for (std::size_t k = 0; k < all.size(); ++k) {
            law.at(k).push_back(all.at(k));
        }
        correlation.push_back(reading.correlation.length);
        quality.push_back(reading.quality);
    }
};
Scatter scatter(const FilmPlan& plan, std::span<const FilmSample> samples, Estimate known)
{
    RandomStream stream(RandomSource(plan.seed, 0, 0), Purpose::resampling);
    Scatter all;
    for (int turn = 0; turn < resampled_fits; ++turn) {
        const auto weight = drawn(plan, stream);
        const double normal = std::sqrt(2.0) * boost::math::erf_inv(2.0 * stream.uniform() - 1.0);
        const Estimate other{known.value + known.error * normal, known.error};
        if (const auto reading = read(film_points(plan, samples, weight), other)) {
            all.add(*reading);
        }
    }
    return all;
}

} // namespace

bool can_scale(const FilmPlan& plan, double threshold)
{
    if (plan.thicknesses.size() < 3 || plan.realisations < 2) {
        return false;
    }
    const double unit = unit_length(plan.structure).si;
    std::size_t near = 0;
    for (const double fraction : plan.metal_fractions) {
        near += static_cast<std::size_t>(
            std::count_if(plan.thicknesses.begin(), plan.thicknesses.end(), [&](auto thickness) {
                return is_near(fraction, thickness.si / unit, threshold);
            }));
    }
    return near >= fewest_points;
}

std::optional<FilmScaling> scale_films(const FilmPlan& plan, std::span<const FilmSample> samples,
                                       Estimate known)
{
    if (!(known.value > 0.0 && known.value < 1.0) || !(known.error >= 0.0)) {
        throw std::invalid_argument("the threshold of films must lie between 0 and 1");
    }
    if (!can_scale(plan, known.value)) {
        throw std::invalid_argument("what films have in common takes " +
                                    std::string(scaling_needs));
    }
    const auto points = film_points(plan, samples);
    const auto found = read(points, known);
    if (!found) {
        return std::nullopt;
    }
    const Reading& reading = *found;
    const Scatter errors = scatter(plan, samples, known);
    const Numbers& law = reading.law.numbers;
    const Eigen::Matrix4d& form = reading.law.form;
    const auto total = [&](std::size_t number, double of_the_form) {
        return std::hypot(finite_deviation(errors.law.at(number)), of_the_form);
    };
    // c = a_2/a_1.
    const Numbers to_c(0.0, -law[2] / (law[1] * law[1]), 1.0 / law[1], 0.0);
    FilmScaling scaling;
    scaling.amplitude = {std::pow(law[0], t),
                         total(0, t * std::pow(law[0], t - 1.0) * std::sqrt(form(0, 0)))};
    scaling.threshold = known.error > 0.0 ? Estimate{law[1], total(1, std::sqrt(form(1, 1)))}
                                          : known; // exact, and the fit's to rounding
    scaling.coefficient = {law[2] / law[1], total(2, std::sqrt(to_c.dot(form * to_c)))};
    scaling.offset = {law[3], total(3, std::sqrt(form(3, 3)))};
    scaling.misfit = reading.law.misfit;
    scaling.correlation = {reading.correlation.length,
                           reading.correlation.enlargement * finite_deviation(errors.correlation)};
    scaling.collapse = collapse(points, rule_of(law));
    scaling.quality_error = finite_deviation(errors.quality);
    scaling.plain = collapse(points, {.threshold = law[1]});
    return scaling;
}

double correlation_length(const FilmScaling& scaling, double metal_fraction)
{
    return scaling.correlation.value *
           std::pow(std::abs(metal_fraction - scaling.threshold.value), -correlation_exponent);
}

double crossing_thickness(const FilmScaling& scaling, double metal_fraction)
{
    const double threshold = scaling.threshold.value;
    if (metal_fraction >= threshold) {
        return std::numeric_limits<double>::infinity();
    }
    const double reduced = 1.0 - metal_fraction / threshold;
    return std::max(0.0, std::pow(scaling.coefficient.value / reduced, correlation_exponent) -
                             scaling.offset.value);
}

} // namespace percolith::microstructure
