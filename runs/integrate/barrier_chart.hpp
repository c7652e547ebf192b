#pragma once
/// Unknowns of one electrode in which the barrier's relaxation is linear and the others do not see
/// it. A change of variables for one step: whatever its coefficients, what is integrated are the
/// balances of the model. [derived] in docs/develop/half_cycles.md.

#include "kinetics/scalar.hpp"
#include "model/layout.hpp"

namespace percolith::runs
{

/// Coefficients of
///
///     Y = b^2/2 + beta b                       beta = sigma_e (l/sigma_i + R_k)
///     X = x - follows (b - gamma Y)            x = q, c_r, l
///
/// and the rate mu at which Y relaxes.
template <class T> struct BarrierChart {
    static constexpr std::size_t lithium = 0, host = 1, thickness = 2, barrier = 3;

    T beta;
    T gamma;
    T mu;
    std::array<T, 3> follows; ///< how q, c_r and l follow the leak, per length of interphase
    T start; ///< Y at the step's start
    T floor; ///< no stage's Y lies below
    T bump; ///< how far (m) the relaxation in one step bends away from the chord, seen by no stage

    /// For a step of length h from `y` at rates `dy` (one electrode's part of the vector).
    ///
    /// gamma and mu are those of the chord from b to where a linearly implicit step of order 2
    /// takes it: then a relaxation that is over within the step leaves nothing at its start.
    BarrierChart(const T* y, const T* dy, const T& beta_here, const std::array<T, 3>& follows_leak,
                 const T& h)
        : beta(beta_here), follows(follows_leak)
    {
        const T& b = y[barrier];
        const T wide = b + beta;
        const T lost = kinetics::max(T(dy[thickness] - dy[barrier]), T(0.0));
        const T rate = lost / kinetics::max(b, T(1e-30)); // k_f |j| where there is metal
        const T z = h * (rate * (b + wide) / wide);
        start = b * (T(0.5) * b + beta);
        floor = T(1e-6) * start;
        const T aim = kinetics::max(
            T(start + h * wide * dy[barrier] * (T(1.0) + T(0.5) * z) / (T(1.0) + z + T(0.5) * z * z)),
            floor);
        const T change = barrier_at(aim) - b;
        const T middle = b + T(0.5) * change;
        gamma = T(1.0) / (T(2.0) * middle + beta);
        mu = rate * (T(2.0) * middle + beta) / (middle + beta);
        const T cube = z * z * z;
        bump = T(0.25) * change * change * gamma * (cube / (cube + T(125.0)));
    }

    T barrier_at(const T& flat) const
    {
        return T(2.0) * flat / (beta + kinetics::sqrt(T(beta * beta + T(2.0) * flat)));
    }

    void flatten(const T* y, T* flat) const
    {
        flat[barrier] = start;
        for (std::size_t k = 0; k < follows.size(); ++k) {
            flat[k] = y[k] - follows[k] * (y[barrier] - gamma * start);
        }
    }

    void unflatten(const T* flat, T* y) const
    {
        const T relaxing = kinetics::max(flat[barrier], floor);
        y[barrier] = barrier_at(relaxing);
        for (std::size_t k = 0; k < follows.size(); ++k) {
            y[k] = flat[k] + follows[k] * (y[barrier] - gamma * relaxing);
        }
    }

    /// Rates in place: of X, and of Y without its linear part -mu Y.
    void flatten_rates(const T* y, T* dy) const
    {
        const T& b = y[barrier];
        const T relaxing = (b + beta) * dy[barrier];
        for (std::size_t k = 0; k < follows.size(); ++k) {
            dy[k] = dy[k] - follows[k] * (dy[barrier] - gamma * relaxing);
        }
        dy[barrier] = relaxing + mu * (b * (T(0.5) * b + beta));
    }

    /// Errors in place, from (Y, X) at barrier thickness b to the unknowns.
    void unflatten_error(const T& b, T* error) const
    {
        const T flat = error[barrier];
        error[barrier] = flat / (b + beta);
        for (std::size_t k = 0; k < follows.size(); ++k) {
            error[k] = error[k] + follows[k] * (error[barrier] - gamma * flat);
        }
    }
};

} // namespace percolith::runs
