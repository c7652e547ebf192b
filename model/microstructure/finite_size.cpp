#include "model/microstructure/finite_size.hpp"

#include "model/microstructure/least_squares.hpp"
#include "model/microstructure/random.hpp"

#include <boost/math/special_functions/gamma.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace percolith::microstructure
{

namespace
{

constexpr int resamples = 400;

/// One crossing along one axis.
struct Mark {
    double fraction;
    std::uint32_t realisation;
};

struct Moments {
    double mean = 0.0;
    double width = 0.0;
    double fraction = 0.0;
};

/// Of all marks, sorted, where realisation k counts weight[k] times.
Moments moments(std::span<const Mark> marks, std::span<const std::uint32_t> weight)
{
    double number = 0.0;
    double sum = 0.0;
    for (const auto& mark : marks) {
        number += weight[mark.realisation];
        sum += weight[mark.realisation] * mark.fraction;
    }
    Moments result;
    result.mean = sum / number;
    double squares = 0.0;
    for (const auto& mark : marks) {
        const double off = mark.fraction - result.mean;
        squares += weight[mark.realisation] * off * off;
    }
    // Along three axes a realisation has about two crossings' worth of freedom; one alone has none.
    result.width = std::sqrt(squares / std::max(number - 1.0, 1.0));
    // Between neighbouring marks the share rises in a straight line.
    const double wanted = winding_chance * number;
    double passed = 0.0;
    result.fraction = marks.back().fraction;
    double before = marks.front().fraction;
    for (const auto& mark : marks) {
        const double own = weight[mark.realisation];
        if (own > 0.0 && passed + own >= wanted) {
            result.fraction = before + (mark.fraction - before) * (wanted - passed) / own;
            break;
        }
        passed += own;
        before = own > 0.0 ? mark.fraction : before;
    }
    return result;
}

double deviation(std::span<const double> values)
{
    const double count = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
    double squares = 0.0;
    for (const double value : values) {
        squares += (value - mean) * (value - mean);
    }
    return std::sqrt(squares / (count - 1.0));
}

} // namespace

SizeEstimate estimate_size(double edge, std::span<const Crossing> crossings, std::uint64_t seed)
{
    std::vector<Mark> marks;
    for (std::size_t k = 0; k < crossings.size(); ++k) {
        for (const double fraction : crossings[k].fraction) {
            marks.push_back({fraction, static_cast<std::uint32_t>(k)});
        }
    }
    std::stable_sort(marks.begin(), marks.end(),
                     [](const Mark& a, const Mark& b) { return a.fraction < b.fraction; });
    const auto count = static_cast<std::uint32_t>(crossings.size());
    std::vector<std::uint32_t> weight(count, 1);
    const Moments here = moments(marks, weight);
    std::vector<double> means;
    std::vector<double> widths;
    std::vector<double> fractions;
    RandomStream stream(RandomSource(seed, 0, 0), Purpose::resampling);
    for (int turn = 0; turn < resamples && count > 1; ++turn) {
        std::fill(weight.begin(), weight.end(), 0U);
        for (std::uint32_t k = 0; k < count; ++k) {
            ++weight[stream.below(count)];
        }
        const Moments other = moments(marks, weight);
        means.push_back(other.mean);
        widths.push_back(other.width);
        fractions.push_back(other.fraction);
    }
    // A sample drawn from the realisations scatters less than new realisations would. One alone
    // tells no error: its three axes belong together, and scatter less than realisations do.
    const double short_of = std::sqrt(count / (count - 1.0));
    const auto error = [&](std::span<const double> values) {
        return count > 1 ? short_of * deviation(values) : no_number;
    };
    SizeEstimate estimate{.edge = edge, .realisations = count};
    estimate.mean = here.mean;
    estimate.width = here.width;
    estimate.fraction = here.fraction;
    estimate.mean_error = error(means);
    estimate.width_error = error(widths);
    estimate.fraction_error = error(fractions);
    return estimate;
}

double Line::goodness() const
{
    return freedom > 0 ? boost::math::gamma_q(0.5 * freedom, 0.5 * chi_squared) : no_number;
}

Line fit_line(std::span<const double> x, std::span<const double> y, std::span<const double> errors)
{
    const auto count = static_cast<Eigen::Index>(x.size());
    Eigen::MatrixXd terms(count, 2);
    Eigen::VectorXd values(count);
    for (Eigen::Index row = 0; row < count; ++row) {
        const auto k = static_cast<std::size_t>(row);
        terms.row(row) << 1.0 / errors[k], x[k] / errors[k];
        values[row] = y[k] / errors[k];
    }
    const LeastSquares fit = least_squares(terms, values);
    return {.a = fit.coefficients[0],
            .a_error = std::sqrt(fit.covariance(0, 0)),
            .b = fit.coefficients[1],
            .b_error = std::sqrt(fit.covariance(1, 1)),
            .chi_squared = fit.chi_squared,
            .freedom = static_cast<int>(count) - 2};
}

namespace
{

double enlargement(const Line& line)
{
    return line.freedom > 0 ? std::max(1.0, std::sqrt(line.chi_squared / line.freedom)) : 1.0;
}

/// How large b is before any data are seen: of order one.
constexpr double usual_correction = 1.0;

/// 1/nu and its error, by Gauss-Newton steps on ln width = a - y ln edge + ln(1 + b edge^-1.2).
void fit_nu(Threshold& threshold)
{
    const auto& sizes = threshold.sizes;
    const auto count = static_cast<Eigen::Index>(sizes.size());
    Eigen::Vector3d guess(std::log(sizes.back().width) + inverse_nu * std::log(sizes.back().edge),
                          inverse_nu, 0.0);
    Eigen::MatrixXd covariance;
    double chi_squared = 0.0;
    for (int turn = 0; turn < 30; ++turn) {
        // One row for each size, and one for what is known of b.
        Eigen::MatrixXd slope = Eigen::MatrixXd::Zero(count + 1, 3);
        Eigen::VectorXd off = Eigen::VectorXd::Zero(count + 1);
        for (Eigen::Index k = 0; k < count; ++k) {
            const auto& size = sizes[static_cast<std::size_t>(k)];
            const double error = size.width_error / size.width;
            const double falls = std::pow(size.edge, -correction_exponent);
            // The width cannot turn negative, however far a step goes.
            const double corrected = std::max(1.0 + guess[2] * falls, 0.1);
            off[k] = (std::log(size.width) - guess[0] + guess[1] * std::log(size.edge) -
                      std::log(corrected)) /
                     error;
            slope.row(k) << 1.0 / error, -std::log(size.edge) / error, falls / corrected / error;
        }
        off[count] = -guess[2] / usual_correction;
        slope(count, 2) = 1.0 / usual_correction;
        const LeastSquares step = least_squares(slope, off);
        covariance = step.covariance;
        guess += step.coefficients;
        chi_squared = off.squaredNorm();
        if (step.coefficients.norm() < 1e-12) {
            break;
        }
    }
    const auto freedom = static_cast<double>(count - 2);
    const double larger = freedom > 0.0 ? std::max(1.0, std::sqrt(chi_squared / freedom)) : 1.0;
    threshold.nu = 1.0 / guess[1];
    threshold.nu_error = larger * std::sqrt(covariance(1, 1)) / (guess[1] * guess[1]);
}

} // namespace

Threshold extrapolate(std::vector<SizeEstimate> sizes)
{
    Threshold threshold{.nu = no_number, .nu_error = no_number, .goodness = no_number};
    threshold.sizes = std::move(sizes);
    const auto& known = threshold.sizes;
    if (known.size() < 2) {
        threshold.fraction = known.front().fraction;
        threshold.standard_error = known.front().fraction_error;
        return threshold;
    }
    std::vector<double> x;
    std::vector<double> y;
    std::vector<double> errors;
    for (const auto& size : known) {
        x.push_back(std::pow(size.edge, -inverse_nu - correction_exponent));
        y.push_back(size.fraction);
        errors.push_back(size.fraction_error);
    }
    const Line line = fit_line(x, y, errors);
    threshold.fraction = line.a;
    threshold.standard_error = line.a_error * enlargement(line);
    threshold.goodness = line.goodness();
    fit_nu(threshold);
    return threshold;
}

} // namespace percolith::microstructure
