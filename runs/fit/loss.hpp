#pragma once
/// Residuals whose squares are something else than Gaussian: robust losses, survival.

#include "kinetics/scalar.hpp"
#include "runs/fit/problem.hpp"

#include <cmath>
#include <numbers>

namespace percolith::runs::fit
{

/// sign(r) sqrt(rho(r^2)), so that its square is the loss: Huber's 2 w |r| - w^2 beyond w (DOI
/// 10.1214/aoms/1177703732), or Cauchy's w^2 ln(1 + r^2/w^2). As smooth as the loss: the slope is 1
/// at r = 0.
template <class T> T softened(Loss loss, double width, const T& r)
{
    const T size = kinetics::abs(r);
    const double value = kinetics::value_of(size);
    if (loss == Loss::none || (loss == Loss::huber && value <= width)) {
        return r;
    }
    T soft = r;
    if (loss == Loss::huber) {
        soft = kinetics::sqrt(T(2.0 * width * size - width * width));
    } else {
        const T u = size * size / (width * width);
        // Near 0 the logarithm of nearly 1 would cancel.
        if (value < 1e-2 * width) {
            return r * (1.0 - u * (0.25 - u * (13.0 / 96.0)));
        }
        soft = T(width) * kinetics::sqrt(T(kinetics::log(T(1.0 + u))));
    }
    return kinetics::value_of(r) < 0.0 ? T(-soft) : soft;
}

/// ln Phi(x), to nearly all digits however far out.
inline double log_normal_share(double x)
{
    if (x > 0.0) {
        return std::log1p(-0.5 * std::erfc(x / std::numbers::sqrt2));
    }
    if (x > -35.0) {
        return std::log(0.5 * std::erfc(-x / std::numbers::sqrt2));
    }
    // Where erfc underflows, its asymptotic series (Abramowitz and Stegun 26.2.12).
    const double q = 1.0 / (x * x);
    return -0.5 * x * x - std::log(-x * std::sqrt(2.0 * std::numbers::pi)) +
           std::log1p(-q * (1.0 - q * (3.0 - 15.0 * q)));
}

/// sqrt(-2 ln Phi(z)): a thing that comes z standard deviations after it was last seen not to have
/// come. Nothing for z >> 0, about -z for z << 0.
template <class T> T survived(const T& z)
{
    const double x = kinetics::value_of(z);
    const double log_share = log_normal_share(x);
    const double r = std::sqrt(std::max(0.0, -2.0 * log_share));
    if (!(r > 1e-150)) {
        return T(0.0);
    }
    // dr/dz = -phi/(Phi r), phi/Phi by logarithms: both vanish together.
    const double log_density = -0.5 * x * x - 0.5 * std::log(2.0 * std::numbers::pi);
    const double slope = -std::exp(log_density - log_share) / r;
    return T(r) + T(slope) * (z - T(x));
}

} // namespace percolith::runs::fit
