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
///     Y = (b - b_0) (w + w_0)/2           w = w_0 + b - b_0
///     X = l - l_0 - (b - b_0) + gamma Y
///
/// Both begin at nothing; Y relaxes at the rate mu.
template <class T> class BarrierChart
{
public:
    /// For a step of length h from `start` with `rates`; `wide` is the leak's whole resistance in
    /// lengths of barrier.
    ///
    /// gamma and mu are those of the chord from b_0 to where a linearly implicit step of order 2
    /// takes it: then a relaxation that is over within the step leaves nothing at its start.
    [[gnu::always_inline]] BarrierChart(const Film<T>& start, const Film<T>& rates, const T& wide,
                                        const T& h)
        : wide_(wide)
    {
        const T& b = start.barrier;
        const T lost = kinetics::max(T(rates.thickness - rates.barrier), T(0.0));
        // k_f |j| where there is metal; without any nothing relaxes.
        rate_ = kinetics::max(T(lost / kinetics::max(b, T(1e-30))), T(1e-12));
        const T z = h * (rate_ * (b + wide_) / wide_);
        // No stage's barrier is thinner than a thousandth, or would leave the chart.
        const T deepest = T(0.999) * kinetics::min(b, wide_);
        floor_ = -deepest * (wide_ - T(0.5) * deepest);
        const T pull = wide_ * rates.barrier;
        const T aim = kinetics::max(
            T(h * pull * (T(1.0) + T(0.5) * z) / (T(1.0) + z + T(0.5) * z * z)), floor_);
        const T half = T(0.5) * barrier_change(aim);
        const T both = b + half + wide_ + half;
        gamma_ = T(1.0) / both;
        mu_ = rate_ * both / (wide_ + half);
        rest_ = barrier_change(kinetics::max(T(pull / mu_), floor_));
        length_ = h;
        const T relaxations = h * mu_;
        const T cube = relaxations * relaxations * relaxations;
        relaxed_ = cube / (cube + T(125.0));
    }

    /// mu, 1/s.
    const T& rate() const { return mu_; }

    /// How far the barrier relaxes within the step: 0 not at all, 1 to the end.
    const T& relaxed() const { return relaxed_; }

    /// b - b_0 at a Y.
    [[gnu::always_inline]] T barrier_change(const T& relaxing) const
    {
        return T(2.0) * relaxing / (wide_ + kinetics::sqrt(T(wide_ * wide_ + T(2.0) * relaxing)));
    }

    /// What X gains (m) by a relaxation of Y alone, but for what Simpson's rule sees of it: b bends
    /// away from its chord. `halfway` and `end` are Y and b - b_0 of it, `mean` Y over the step.
    /// Nothing where the barrier all but vanishes.
    [[gnu::always_inline]] T unseen(const Charted<T>& halfway, const Charted<T>& end,
                                    const T& mean) const
    {
        const T across = T(2.0) * wide_ + rest_;
        const T far = wide_ + rest_;
        const T& c = end.steady;
        // ln(1 + c/across)
        const T y = c / (T(2.0) * across + c);
        const T square = y * y;
        T series(1.0 / 19.0);
        for (int n = 17; n > 0; n -= 2) {
            series = T(1.0 / n) + square * series;
        }
        const T bent = c * (T(0.5) * c - far) + across * far * (T(2.0) * y * series);
        const T relaxations = length_ * mu_;
        const T whole = rate_ * (bent + relaxations * mean) / (mu_ * (T(0.5) * across)) -
                        gamma_ * relaxations * mean;
        const T seen = length_ * T(1.0 / 6.0) *
                       (rate_ * (T(4.0) * halfway.steady + c) -
                        gamma_ * mu_ * (T(4.0) * halfway.relaxing + end.relaxing));
        return kinetics::select(vanishes(), T(0.0), T(whole - seen));
    }

    /// How uncertain that is (m) where b - b_0 is `alone` by the relaxation, and in truth `off`
    /// from there; `share` of that while it lasts.
    [[gnu::always_inline]] T uncertain(const T& alone, const T& off, const T& share) const
    {
        const T size = kinetics::abs(alone);
        return gamma_ * relaxed_ * size *
               kinetics::select(vanishes(), T(T(0.25) * size), T(kinetics::abs(off) * share));
    }

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
    auto vanishes() const { return rest_ < T(-0.6) * wide_; }

    T wide_; ///< w_0
    T floor_; ///< no stage's Y lies below
    T rate_; ///< k
    T rest_; ///< b - b_0 where Y would come to rest
    T gamma_;
    T mu_;
    T length_; ///< h
    T relaxed_;
};

} // namespace percolith::runs
