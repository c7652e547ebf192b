#pragma once
/// Small fits with known answers.

#include "runs/fit/objective.hpp"

#include <algorithm>
#include <functional>
#include <numbers>
#include <random>

namespace percolith::tests
{

/// Derivatives of a toy are written out; `model` gives one residual and its row of derivatives by
/// theta.
class ToyFit : public runs::fit::Objective
{
public:
    using Row = std::function<bool(std::size_t row, std::span<const double> theta, double& r,
                                   std::span<double> slopes)>;

    ToyFit(std::vector<runs::fit::Unknown> unknowns, std::size_t rows, Row row)
        : unknowns_(std::move(unknowns)), rows_(rows), row_(std::move(row))
    {
    }

    std::span<const runs::fit::Unknown> unknowns() const override { return unknowns_; }
    std::size_t residuals() const override { return rows_; }
    std::size_t data() const override { return rows_; }
    double constant() const override
    {
        return static_cast<double>(rows_) * std::log(2.0 * std::numbers::pi);
    }
    bool evaluate(std::span<const double> theta, std::span<double> r,
                  std::span<double> jacobian) const override
    {
        const auto n = unknowns_.size();
        std::vector<double> slopes(n);
        for (std::size_t k = 0; k < rows_; ++k) {
            const bool possible = row_(k, theta, r[k], slopes);
            if (!possible) {
                return false;
            }
            for (std::size_t j = 0; j < n && !jacobian.empty(); ++j) {
                jacobian[k * n + j] = slopes[j];
            }
        }
        return true;
    }

private:
    std::vector<runs::fit::Unknown> unknowns_;
    std::size_t rows_;
    Row row_;
};

/// Normal numbers that are the same on every machine (Box and Muller).
inline std::vector<double> normal_noise(std::size_t count, std::uint64_t seed)
{
    std::mt19937_64 engine(seed);
    const auto uniform = [&] { return (static_cast<double>(engine() >> 11U) + 0.5) * 0x1p-53; };
    std::vector<double> noise(count);
    for (auto& x : noise) {
        const double radius = std::sqrt(-2.0 * std::log(uniform()));
        x = radius * std::cos(2.0 * std::numbers::pi * uniform());
    }
    return noise;
}

/// A exp(-k t) at t = 0, 0.1, .. with noise of known size; both unknowns on a logarithmic scale.
struct Decay {
    double amplitude = 2.0;
    double rate = 0.7;
    double noise = 0.02;
    std::size_t points = 60;

    static double time(std::size_t point) { return 0.1 * static_cast<double>(point); }

    ToyFit fit(std::uint64_t seed, double start_amplitude = 1.0, double start_rate = 1.0) const
    {
        std::vector<double> data =
            seed == 0 ? std::vector<double>(points) : normal_noise(points, seed);
        for (std::size_t k = 0; k < points; ++k) {
            data[k] = amplitude * std::exp(-rate * time(k)) + noise * data[k];
        }
        const auto row = [data, size = noise](std::size_t k, std::span<const double> theta,
                                              double& r, std::span<double> slopes) {
            const double model = std::exp(theta[0] - std::exp(theta[1]) * time(k));
            r = (data[k] - model) / size;
            slopes[0] = -model / size;
            slopes[1] = model * std::exp(theta[1]) * time(k) / size;
            return true;
        };
        return {{{.name = "A", .unit = "mV", .logarithmic = true, .start = start_amplitude},
                 {.name = "k", .unit = "1/s", .logarithmic = true, .start = start_rate}},
                points,
                row};
    }
};

/// Rosenbrock's banana as a fit: minimum 0 at (1, 1).
inline ToyFit banana(double start_x, double start_y)
{
    return {{{.name = "x", .start = start_x}, {.name = "y", .start = start_y}},
            2,
            [](std::size_t k, std::span<const double> theta, double& r, std::span<double> slopes) {
                const double x = theta[0];
                r = k == 0 ? 10.0 * (theta[1] - x * x) : 1.0 - x;
                slopes[0] = k == 0 ? -20.0 * x : -1.0;
                slopes[1] = k == 0 ? 10.0 : 0.0;
                return true;
            }};
}

/// y = exp(sum of powers * theta) at several known factors: only that combination is seen, to
/// noise / sqrt(points).
inline ToyFit power_law(std::vector<runs::fit::Unknown> unknowns, std::vector<double> powers,
                        double noise, std::size_t points)
{
    return {std::move(unknowns), points,
            [powers, noise](std::size_t, std::span<const double> theta, double& r,
                            std::span<double> slopes) {
                r = 0.0;
                for (std::size_t j = 0; j < powers.size(); ++j) {
                    r -= powers[j] * theta[j] / noise;
                    slopes[j] = -powers[j] / noise;
                }
                return true;
            }};
}

/// a b = 1 to an error of 0.1 in ln, and b = 1 to one of 1; both unknowns on a logarithmic scale.
/// The profile of a rises as ln(a)^2 / 1.01 while b follows, and ends at a factor 7.17 either way.
inline ToyFit followed_by(double highest_b)
{
    return {{{.name = "a", .unit = "mV", .logarithmic = true, .start = 1.0},
             {.name = "b",
              .unit = "1/s",
              .logarithmic = true,
              .start = 1.0,
              .low = 1e-3,
              .high = highest_b}},
            2,
            [](std::size_t k, std::span<const double> theta, double& r, std::span<double> slopes) {
                r = k == 0 ? 10.0 * (theta[0] + theta[1]) : theta[1];
                slopes[0] = k == 0 ? 10.0 : 0.0;
                slopes[1] = k == 0 ? 10.0 : 1.0;
                return true;
            }};
}

/// A fit as an integration gives it: residuals off by up to `error`, derivatives by a hundred times
/// that share of the largest of each column, differently at every place.
class Rough : public runs::fit::Objective
{
public:
    Rough(ToyFit exact, double error) : exact_(std::move(exact)), error_(error) {}

    std::span<const runs::fit::Unknown> unknowns() const override { return exact_.unknowns(); }
    std::size_t residuals() const override { return exact_.residuals(); }
    std::size_t data() const override { return exact_.data(); }
    double constant() const override { return exact_.constant(); }
    bool evaluate(std::span<const double> theta, std::span<double> r,
                  std::span<double> jacobian) const override
    {
        double seed = 1.0;
        for (const double x : theta) {
            seed = std::fmod(seed * 1.7 + std::abs(x) * 1e9, 1e15);
        }
        std::mt19937_64 engine(static_cast<std::uint64_t>(seed));
        const auto noise = [&] {
            return 2.0 * static_cast<double>(engine() >> 11U) * 0x1p-53 - 1.0;
        };
        const bool possible = exact_.evaluate(theta, r, jacobian);
        for (double& x : r) {
            x += error_ * noise();
        }
        const auto n = theta.size();
        for (std::size_t j = 0; j < n && !jacobian.empty(); ++j) {
            double largest = 0.0;
            for (std::size_t at = j; at < jacobian.size(); at += n) {
                largest = std::max(largest, std::abs(jacobian[at]));
            }
            for (std::size_t at = j; at < jacobian.size(); at += n) {
                jacobian[at] += 100.0 * error_ * largest * noise();
            }
        }
        return possible;
    }

private:
    ToyFit exact_;
    double error_;
};

/// A exp(-a t) + B exp(-b t) with a few per mille of noise: four logarithmic unknowns.
inline ToyFit two_decays(const std::vector<double>& truth, const std::vector<double>& start)
{
    constexpr std::size_t points = 80;
    constexpr double noise = 0.003;
    const auto at = [](std::span<const double> theta, double t, std::span<double> slopes) {
        double sum = 0.0;
        for (std::size_t k = 0; k < 4; k += 2) {
            const double part = std::exp(theta[k] - std::exp(theta[k + 1]) * t);
            slopes[k] = -part / noise;
            slopes[k + 1] = part * std::exp(theta[k + 1]) * t / noise;
            sum += part;
        }
        return sum;
    };
    std::vector<double> unused(4);
    auto data = normal_noise(points, 4711);
    for (std::size_t k = 0; k < points; ++k) {
        data[k] = at(truth, 0.1 * static_cast<double>(k), unused) + noise * data[k];
    }
    std::vector<runs::fit::Unknown> unknowns;
    for (std::size_t k = 0; k < 4; ++k) {
        const double middle = std::exp(truth[k]);
        unknowns.push_back({.name = std::string(1, "AaBb"[k]),
                            .logarithmic = true,
                            .start = std::exp(start[k]),
                            .low = middle * 1e-3,
                            .high = middle * 1e3});
    }
    return {std::move(unknowns), points,
            [data, at](std::size_t k, std::span<const double> theta, double& r,
                       std::span<double> slopes) {
                r = (data[k] - at(theta, 0.1 * static_cast<double>(k), slopes)) / noise;
                return true;
            }};
}

} // namespace percolith::tests
