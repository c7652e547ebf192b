#pragma once
/// One trial step of an exponential Runge-Kutta method of order 4 on core physics at constant
/// current: steps as long as what must be resolved allows, however fast the barrier relaxes. On
/// doubles and on SIMD lanes. S. Krogstad, DOI 10.1016/j.jcp.2004.08.006, in the unknowns of
/// barrier_chart.hpp; derived in docs/develop/half_cycles.md.

#include "runs/integrate/allowed_error.hpp"
#include "runs/integrate/attempt.hpp"
#include "runs/integrate/barrier_chart.hpp"
#include "runs/integrate/guard_reading.hpp"
#include "runs/integrate/phi_functions.hpp"

namespace percolith::runs
{

/// Interphases grow where lithium leaks: growth > 0 in both electrodes, or no step is good.
template <class System> class ExponentialStep
{
public:
    using T = typename System::Scalar;
    using Vector = typename System::Vector;
    static_assert(System::physics == model::Physics::core);

    /// Of which no lane has begun.
    explicit ExponentialStep(const System& system) : system_(system) {}

    ExponentialStep(const System& system, const Vector& y) : system_(system)
    {
        begin(!model::Mask<T>{}, y);
    }

    /// The lanes of `which` begin at `y`, on the system's branches of now.
    template <class M> [[gnu::always_inline]] void begin(const M& which, const Vector& y)
    {
        using kinetics::select;
        for (std::size_t k = 0; k < y_.size(); ++k) {
            y_[k] = select(which, y[k], y_[k]);
        }
        Vector slope;
        system_(y_, slope, T(0.0), flows_);
        passing_ = select(which, slope.back(), passing_);
        const auto begin_side = [&](std::size_t k, const auto& p,
                                    const auto& on) __attribute__((always_inline)) {
            auto& side = sides_[k];
            const T* const dy = slope.data() + k * stride;
            const Follows follows(p, on);
            side.follows.lithium = select(which, follows.lithium, side.follows.lithium);
            side.follows.host = select(which, follows.host, side.follows.host);
            side.rates = {.barrier = select(which, dy[barrier], side.rates.barrier),
                          .thickness = select(which, dy[thickness], side.rates.thickness)};
            side.steady_lithium = select(which, T(dy[lithium] - follows.lithium * dy[thickness]),
                                         side.steady_lithium);
            side.wide = select(which, wide(k, y_), side.wide);
        };
        begin_side(0, system_.cell.working, system_.on.working);
        begin_side(1, system_.cell.counter, system_.on.counter);
    }

    const Vector& state() const { return y_; }
    const Vector& trial() const { return next_; }

    /// A step of size h from (t, state()); the outcome is in trial() and squared_error().
    [[gnu::always_inline]] void attempt(const T& t, const T& h)
    {
        try {
            step(t, h);
        } catch (const std::domain_error&) {
            sides_[0].error.barrier = T(std::numeric_limits<double>::quiet_NaN());
        }
    }

    /// Square of the last attempt's error in units of what is allowed: the worst unknown decides.
    [[gnu::always_inline]] T squared_error(const AllowedError<System::physics>& allowed) const
    {
        // The worst as a fraction: one is divided, not each. A NaN is the worst of all.
        T worst(0.0);
        T of(1.0);
        for (std::size_t k = 0; k < sides_.size(); ++k) {
            const auto& side = sides_[k];
            const auto share = [&](std::size_t unknown,
                                   const T& error) __attribute__((always_inline)) {
                const std::size_t at = k * stride + unknown;
                const T allows = allowed.of(at, y_[at], next_[at]);
                const auto worse = error * of > worst * allows || error != error;
                worst = kinetics::select(worse, error, worst);
                of = kinetics::select(worse, allows, of);
            };
            share(barrier, side.error.barrier);
            share(thickness, side.error.thickness);
            share(lithium, T(kinetics::abs(side.follows.lithium) * side.error.thickness));
            share(host, T(side.follows.host * side.error.thickness));
        }
        const T ratio = worst / of;
        return ratio * ratio;
    }

    /// Guards at state(), before any attempt.
    void read_first_guards(GuardReading<System>& to) const
    {
        to.voltage = system_.guards(y_, flows_, to.values.data());
    }

    /// Guards at the trial. The last evaluation of the attempt was there: its flows are known.
    [[gnu::always_inline]] void read_guards(const T& /*t*/, GuardReading<System>& to) const
    {
        to.voltage = system_.guards(next_, flows_, to.values.data());
    }

    /// Keeps the trial in the lanes of `mask`.
    template <class M> [[gnu::always_inline]] void commit(const M& mask)
    {
        for (std::size_t k = 0; k < y_.size(); ++k) {
            y_[k] = kinetics::select(mask, next_[k], y_[k]);
        }
        for (std::size_t k = 0; k < sides_.size(); ++k) {
            auto& side = sides_[k];
            side.rates = {.barrier = kinetics::select(mask, side.next.barrier, side.rates.barrier),
                          .thickness =
                              kinetics::select(mask, side.next.thickness, side.rates.thickness)};
            side.wide = kinetics::select(mask, wide(k, next_), side.wide);
        }
    }

private:
    static constexpr auto stride = model::electrode_size<model::Physics::core>;
    static constexpr std::size_t lithium = 0, host = 1, thickness = 2, barrier = 3;

    /// How q and c_r follow the thickness on these branches, C/m3: with i_leak.
    struct Follows {
        T lithium{};
        T host{};

        Follows() = default;
        [[gnu::always_inline]] Follows(const model::ElectrodeParameters<T>& p,
                                       const model::ElectrodeSwitches<T>& on)
        {
            const T charge = T(1.0) / p.growth.si;
            host = p.reversible_share * charge;
            lithium = host - charge;
            if (on.any_special) {
                lithium = kinetics::select(on.sliding, host, lithium);
                lithium = kinetics::select(on.starved, T(0.0), lithium);
            }
        }
    };

    /// What belongs to one electrode.
    struct Side {
        Follows follows;
        T steady_lithium{}; ///< dq/dt but for that
        Film<T> rates{}; ///< at state()
        T wide{}; ///< b + beta there
        Film<T> next{}; ///< rates at the trial
        Film<T> error{};
    };

    /// b + beta: resistance of the leak's whole way in lengths of barrier.
    [[gnu::always_inline]] T wide(std::size_t side, const Vector& y) const
    {
        const auto& f = side == 0 ? flows_.working : flows_.counter;
        const auto& p = side == 0 ? system_.cell.working : system_.cell.counter;
        const kinetics::Length<T> b(y[side * stride + barrier]);
        return (p.electronic.marginal(b, f.electronic) * f.path.total()).si;
    }

    /// Weighted rates of the four stages, and how they differ.
    [[gnu::always_inline]] static T second_difference(const T& first, const T& both, const T& last)
    {
        // Times the square root of how far the rates bend: of order 3, and no quadrature goes
        // unseen.
        const T bend = kinetics::abs(T(first - both + last));
        const T size = kinetics::abs(first) + kinetics::abs(last) + T(1e-300);
        return bend * kinetics::sqrt(T(bend / size));
    }

    [[gnu::always_inline]] void step(const T& t, const T& h)
    {
        using Both = std::array<Charted<T>, 2>;
        const T half = T(0.5) * h;
        const auto film = [&](const Vector& y, std::size_t k) {
            return Film<T>{.barrier = y[k * stride + barrier],
                           .thickness = y[k * stride + thickness]};
        };
        const auto chart = [&](std::size_t k) __attribute__((always_inline)) {
            return BarrierChart<T>(film(y_, k), sides_[k].rates, sides_[k].wide, h);
        };
        const std::array<BarrierChart<T>, 2> charts{chart(0), chart(1)};
        const auto phi = [&](std::size_t k) __attribute__((always_inline)) {
            return phi_of_decay(T(half * charts[k].rate()));
        };
        const std::array<Phi<T>, 2> mid{phi(0), phi(1)};
        const std::array<Phi<T>, 2> whole{doubled(mid[0]), doubled(mid[1])};

        std::array<T, 2> change; // b - b_0 at the last stage
        // From a stage's Y and X to the rates there.
        const auto evaluate = [&](const Both& at, const T& elapsed, Vector& to,
                                  model::CellFlows<T>& flows) __attribute__((always_inline)) {
            for (std::size_t k = 0; k < 2; ++k) {
                const auto moved = charts[k].change(at[k]);
                change[k] = moved.barrier;
                const T* const y = y_.data() + k * stride;
                T* const next = to.data() + k * stride;
                next[lithium] = y[lithium] + sides_[k].steady_lithium * elapsed +
                                sides_[k].follows.lithium * moved.thickness;
                next[host] = y[host] + sides_[k].follows.host * moved.thickness;
                next[thickness] = y[thickness] + moved.thickness;
                next[barrier] = y[barrier] + moved.barrier;
            }
            to.back() = y_.back() + passing_ * elapsed;
            Vector rates;
            system_(to, rates, T(t + elapsed), flows);
            Both n;
            for (std::size_t k = 0; k < 2; ++k) {
                sides_[k].next = film(rates, k);
                n[k] = charts[k].rates(at[k].relaxing, change[k], sides_[k].next);
            }
            return n;
        };
        const auto within = [&](const Both& at, const T& elapsed) __attribute__((always_inline)) {
            Vector stage;
            model::CellFlows<T> flows;
            return evaluate(at, elapsed, stage, flows);
        };

        Both n1;
        Both at;
        for (std::size_t k = 0; k < 2; ++k) {
            n1[k] = charts[k].rates(T(0.0), T(0.0), sides_[k].rates);
            at[k] = {.relaxing = half * (mid[k].one * n1[k].relaxing),
                     .steady = half * n1[k].steady};
        }
        const Both n2 = within(at, half);
        // Stage 2 was the relaxation alone, halfway; and so it ends.
        std::array<T, 2> alone;
        std::array<T, 2> unseen;
        for (std::size_t k = 0; k < 2; ++k) {
            const T end = h * (whole[k].one * n1[k].relaxing);
            const T mean = h * (whole[k].two * n1[k].relaxing);
            alone[k] = charts[k].barrier_change(end);
            unseen[k] = charts[k].unseen({.relaxing = at[k].relaxing, .steady = change[k]},
                                         {.relaxing = end, .steady = alone[k]}, mean);
        }
        for (std::size_t k = 0; k < 2; ++k) {
            const T second = T(2.0) * mid[k].two;
            at[k] = {.relaxing =
                         half * ((mid[k].one - second) * n1[k].relaxing + second * n2[k].relaxing),
                     .steady = half * n2[k].steady};
        }
        const Both n3 = within(at, half);
        for (std::size_t k = 0; k < 2; ++k) {
            const T second = T(2.0) * whole[k].two;
            at[k] = {.relaxing =
                         h * ((whole[k].one - second) * n1[k].relaxing + second * n3[k].relaxing),
                     .steady = h * n3[k].steady};
        }
        const Both n4 = within(at, h);
        const T sixth = h * T(1.0 / 6.0);
        std::array<T, 2> inner;
        std::array<T, 2> last;
        for (std::size_t k = 0; k < 2; ++k) {
            const auto& of = whole[k];
            inner[k] = h * (T(2.0) * of.two - T(4.0) * of.three);
            last[k] = h * (T(4.0) * of.three - of.two);
            at[k] = {
                .relaxing = (h * (of.one - T(2.0) * of.two) + last[k]) * n1[k].relaxing +
                            inner[k] * (n2[k].relaxing + n3[k].relaxing) + last[k] * n4[k].relaxing,
                .steady =
                    sixth * (n1[k].steady + T(2.0) * (n2[k].steady + n3[k].steady) + n4[k].steady) +
                    unseen[k]};
        }
        const Both n5 = evaluate(at, h, next_, flows_);

        // The error by four measures: what the last stage was off; what a straight line through
        // both ends would give; what the two stages in the middle disagree where the barrier has
        // relaxed, for then it is their own error that comes through; and how sure it is what
        // no stage sees.
        for (std::size_t k = 0; k < 2; ++k) {
            const auto measure = [&](T Charted<T>::* of, const T& end,
                                     const T& middle) __attribute__((always_inline)) {
                const T both = n2[k].*of + n3[k].*of;
                return end * kinetics::abs(T(n4[k].*of - n5[k].*of)) +
                       middle * (second_difference(n1[k].*of, both, n4[k].*of) +
                                 charts[k].relaxed() * kinetics::abs(T(n2[k].*of - n3[k].*of)));
            };
            sides_[k].error = charts[k].errors(
                change[k],
                {.relaxing = measure(&Charted<T>::relaxing, kinetics::abs(last[k]), inner[k]),
                 .steady = measure(&Charted<T>::steady, sixth, T(2.0) * sixth)});
            sides_[k].error.thickness +=
                charts[k].uncertain(alone[k], T(change[k] - alone[k]), whole[k].one);
        }
    }

    const System& system_;
    Vector y_{};
    Vector next_{};
    T passing_{}; ///< charge per time
    std::array<Side, 2> sides_;
    model::CellFlows<T> flows_; ///< of the last evaluation
};

} // namespace percolith::runs
