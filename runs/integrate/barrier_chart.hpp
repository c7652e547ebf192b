#pragma once
/// Unknowns of one electrode in which the barrier's relaxation is linear and the thickness does not
/// see it. A change of variables for one step: whatever its coefficients, what is integrated are
/// the balances of the model. [derived] in docs/develop/half_cycles.md.

#include "kinetics/scalar.hpp"

namespace percolith::runs
{

/// Barrier b and thickness l of an interphase, or their rates of change, m or m/s.
template <class T> struct Film {
    T barrier{};
    T thickness{};
};

/// The same in the chart.
template <class T> struct Charted {
    T relaxing{}; ///< Y, m2
    T steady{}; ///< X, m
};

/// From a step's start at b_0, l_0 on:
///
///     Y = (b - b_0) ((b + b_0)/2 + beta)
///     X = l - l_0 - (b - b_0) + gamma Y
///
/// Both begin at nothing; Y relaxes at the rate mu.
template <class T> class BarrierChart
{
public:
    /// For a step of length h from `start` with `rates`; `beta` + b is how long a barrier would
    /// resist as the whole way of the leak does.
    ///
    /// gamma and mu are those of the chord from b_0 to where a linearly implicit step of order 2
    /// takes it: then a relaxation that is over within the step leaves nothing at its start.
    [[gnu::always_inline]] BarrierChart(const Film<T>& start, const Film<T>& rates,
                                        const T& beta_plus_barrier, const T& h)
        : wide_(beta_plus_barrier)
    {
        const T& b = start.barrier;
        const T lost = kinetics::max(T(rates.thickness - rates.barrier), T(0.0));
        const T rate = lost / kinetics::max(b, T(1e-30)); // k_f |j| where there is metal
        const T z = h * (rate * (b + wide_) / wide_);
        // No stage's barrier is thinner than a thousandth, or would leave the chart.
        const T deepest = T(0.999) * kinetics::min(b, wide_);
        floor_ = -deepest * (wide_ - T(0.5) * deepest);
        const T aim = kinetics::max(
            T(h * wide_ * rates.barrier * (T(1.0) + T(0.5) * z) / (T(1.0) + z + T(0.5) * z * z)),
            floor_);
        const T change = barrier_change(aim);
        const T middle = b + T(0.5) * change;
        const T middle_wide = wide_ + T(0.5) * change;
        gamma_ = T(1.0) / (middle + middle_wide);
        mu_ = rate * (middle + middle_wide) / middle_wide;
        const T cube = z * z * z;
        relaxed_ = cube / (cube + T(125.0));
        bump_ = T(0.25) * change * change * gamma_ * relaxed_;
    }

    /// mu, 1/s.
    const T& rate() const { return mu_; }

    /// How far the barrier relaxes within the step: 0 not at all, 1 to the end.
    const T& relaxed() const { return relaxed_; }

    /// How far (m) the relaxation bends away from the chord, which no stage sees.
    const T& bump() const { return bump_; }

    /// b - b_0 and l - l_0.
    [[gnu::always_inline]] Film<T> change(const Charted<T>& at) const
    {
        const T relaxing = kinetics::max(at.relaxing, floor_);
        const T barrier = barrier_change(relaxing);
        return {.barrier = barrier, .thickness = at.steady + barrier - gamma_ * relaxing};
    }

    /// dX/dt, and dY/dt without its linear part -mu Y, of rates where b has changed so.
    [[gnu::always_inline]] Charted<T> rates(const T& relaxing, const T& barrier_change,
                                            const Film<T>& rates) const
    {
        const T along = (wide_ + barrier_change) * rates.barrier;
        return {.relaxing = along + mu_ * kinetics::max(relaxing, floor_),
                .steady = rates.thickness - rates.barrier + gamma_ * along};
    }

    /// Errors of b and l, from those of Y and X where b has changed so. None is below zero.
    [[gnu::always_inline]] Film<T> errors(const T& barrier_change, const Charted<T>& of) const
    {
        const T slope = T(1.0) / (wide_ + barrier_change);
        return {.barrier = of.relaxing * slope,
                .thickness = of.steady + of.relaxing * kinetics::abs(T(slope - gamma_))};
    }

private:
    [[gnu::always_inline]] T barrier_change(const T& relaxing) const
    {
        return T(2.0) * relaxing / (wide_ + kinetics::sqrt(T(wide_ * wide_ + T(2.0) * relaxing)));
    }

    T wide_; ///< b_0 + beta
    T floor_; ///< no stage's Y lies below
    T gamma_;
    T mu_;
    T relaxed_;
    T bump_;
};

} // namespace percolith::runs
