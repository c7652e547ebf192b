#pragma once
/// Small fits with known answers.

#include "runs/fit/objective.hpp"

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

} // namespace percolith::tests
