#pragma once
/// One trial step of an exponential Runge-Kutta method of order 4 on core physics at constant
/// current: steps as long as what must be resolved allows, however fast the barrier relaxes. On
/// doubles and on SIMD lanes. S. Krogstad, DOI 10.1016/j.jcp.2004.08.006, in the unknowns of
/// barrier_chart.hpp; derived in docs/develop/half_cycles.md.

#include "runs/integrate/attempt.hpp"
#include "runs/integrate/barrier_chart.hpp"
#include "runs/integrate/guard_reading.hpp"
#include "runs/integrate/phi_functions.hpp"

namespace percolith::runs
{

template <class System> class ExponentialStep
{
public:
    using T = typename System::Scalar;
    using Vector = typename System::Vector;
    static_assert(System::physics == model::Physics::core);

    ExponentialStep(const System& system, const Vector& y)
        : system_(system), y_(y),
          follows_{following(system.cell.working, system.on.working),
                   following(system.cell.counter, system.on.counter)}
    {
        system_(y_, slope_, T(0.0), flows_);
        beta_ = beta(flows_);
    }

    const Vector& state() const { return y_; }
    const Vector& slope() const { return slope_; }
    const Vector& trial() const { return next_; }
    const Vector& error() const { return error_; }

    /// A step of size h from (t, state()); the outcome is in trial() and error().
    void attempt(const T& t, const T& h)
    {
        attempt_or_refuse(error_, [&] { step(t, h); });
    }

    /// Guards at the trial. The last evaluation of the attempt was there: its flows are known.
    void read_guards(const T& /*t*/, GuardReading<System>& to) const
    {
        to.voltage = system_.guards(next_, flows_, to.values.data());
    }

    /// Keeps the trial in the lanes of `mask`.
    template <class M> void commit(const M& mask)
    {
        const auto next_beta = beta(flows_);
        for (std::size_t k = 0; k < y_.size(); ++k) {
            y_[k] = kinetics::select(mask, next_[k], y_[k]);
            slope_[k] = kinetics::select(mask, next_slope_[k], slope_[k]);
        }
        for (std::size_t side = 0; side < 2; ++side) {
            beta_[side] = kinetics::select(mask, next_beta[side], beta_[side]);
        }
    }

private:
    using Chart = BarrierChart<T>;
    static constexpr auto stride = model::electrode_size<model::Physics::core>;
    static constexpr std::size_t relaxing[2]{Chart::barrier, stride + Chart::barrier};

    /// sigma_e (l/sigma_i + R_k): the barrier as thick as the rest of the leak's way resists.
    static std::array<T, 2> beta(const model::CellFlows<T>& f)
    {
        const auto length = [](const model::ElectrodeFlows<T>& e) {
            return (e.electronic * (e.path.ionic + e.path.front)).si;
        };
        return {length(f.working), length(f.counter)};
    }

    /// How q, c_r and l follow the leak where nothing holds q.
    static std::array<T, 3> following(const model::ElectrodeParameters<T>& p,
                                      const model::ElectrodeSwitches<T>& on)
    {
        const auto free = (on.metal || on.host) && p.growth.si > T(0.0);
        const T charge = kinetics::select(
            free, T(T(1.0) / kinetics::select(free, p.growth.si, T(1.0))), T(0.0));
        return {T((p.reversible_share - T(1.0)) * charge), T(p.reversible_share * charge), T(1.0)};
    }

    /// Second difference of the rates times the square root of its share of them.
    static T bent(const T& first, const T& both, const T& last)
    {
        const T bend = kinetics::abs(T(first - both + last));
        const T size = kinetics::abs(first) + kinetics::abs(last) + T(1e-300);
        return bend * kinetics::sqrt(T(bend / size));
    }

    void step(const T& t, const T& h)
    {
        const T half = T(0.5) * h;
        const std::array<Chart, 2> charts{
            Chart(y_.data(), slope_.data(), beta_[0], follows_[0], h),
            Chart(y_.data() + stride, slope_.data() + stride, beta_[1], follows_[1], h)};
        const std::array<Phi<T>, 2> mid{phi_of_decay(T(half * charts[0].mu)),
                                        phi_of_decay(T(half * charts[1].mu))};
        const std::array<Phi<T>, 2> whole{doubled(mid[0]), doubled(mid[1])};
        Vector start = y_;
        Vector n1 = slope_;
        for (std::size_t side = 0; side < 2; ++side) {
            charts[side].flatten(y_.data() + side * stride, start.data() + side * stride);
            charts[side].flatten_rates(y_.data() + side * stride, n1.data() + side * stride);
        }
        Vector flat;
        Vector rates;
        // To the stage's unknowns and there to the rates in Y and X.
        const auto evaluate = [&](const T& at, Vector& n) {
            next_ = flat;
            for (std::size_t side = 0; side < 2; ++side) {
                charts[side].unflatten(flat.data() + side * stride, next_.data() + side * stride);
            }
            system_(next_, rates, at, flows_);
            n = rates;
            for (std::size_t side = 0; side < 2; ++side) {
                charts[side].flatten_rates(next_.data() + side * stride, n.data() + side * stride);
            }
        };
        const auto plainly = [&](const T& length, const Vector& n) {
            for (std::size_t k = 0; k < flat.size(); ++k) {
                flat[k] = start[k] + length * n[k];
            }
        };
        Vector n2;
        Vector n3;
        Vector n4;
        Vector n5;
        plainly(half, n1);
        for (std::size_t side = 0; side < 2; ++side) {
            const auto k = relaxing[side];
            flat[k] = mid[side].exponential * start[k] + half * (mid[side].one * n1[k]);
        }
        evaluate(t + half, n2);
        plainly(half, n2);
        for (std::size_t side = 0; side < 2; ++side) {
            const auto k = relaxing[side];
            const T second = T(2.0) * mid[side].two;
            flat[k] = mid[side].exponential * start[k] +
                      half * ((mid[side].one - second) * n1[k] + second * n2[k]);
        }
        evaluate(t + half, n3);
        plainly(h, n3);
        for (std::size_t side = 0; side < 2; ++side) {
            const auto k = relaxing[side];
            const T second = T(2.0) * whole[side].two;
            flat[k] = whole[side].exponential * start[k] +
                      h * ((whole[side].one - second) * n1[k] + second * n3[k]);
        }
        evaluate(t + h, n4);

        // The step, and its error by two measures: what a straight line through both ends would
        // give, times the square root of how far the rates bend (order 3, and no quadrature goes
        // unseen), and what the last stage was off.
        Vector straight;
        const T sixth = h * T(1.0 / 6.0);
        for (std::size_t k = 0; k < flat.size(); ++k) {
            const T both = n2[k] + n3[k];
            flat[k] = start[k] + sixth * (n1[k] + T(2.0) * both + n4[k]);
            straight[k] = T(2.0) * sixth * bent(n1[k], both, n4[k]);
        }
        std::array<T, 2> last;
        for (std::size_t side = 0; side < 2; ++side) {
            const auto k = relaxing[side];
            const auto& phi = whole[side];
            const T both = n2[k] + n3[k];
            const T inner = T(2.0) * phi.two - T(4.0) * phi.three;
            last[side] = h * (T(4.0) * phi.three - phi.two);
            flat[k] = phi.exponential * start[k] +
                      h * ((phi.one - T(3.0) * phi.two + T(4.0) * phi.three) * n1[k] +
                           inner * both) +
                      last[side] * n4[k];
            straight[k] = h * inner * bent(n1[k], both, n4[k]);
        }
        evaluate(t + h, n5);
        next_slope_ = rates;
        for (std::size_t k = 0; k < flat.size(); ++k) {
            error_[k] = sixth * (n4[k] - n5[k]);
        }
        for (std::size_t side = 0; side < 2; ++side) {
            const auto k = relaxing[side];
            error_[k] = last[side] * (n4[k] - n5[k]);
            charts[side].unflatten_error(next_[k], error_.data() + side * stride);
            charts[side].unflatten_error(next_[k], straight.data() + side * stride);
        }
        for (std::size_t k = 0; k < flat.size(); ++k) {
            const T a = kinetics::abs(error_[k]);
            const T b = kinetics::abs(straight[k]);
            error_[k] = kinetics::select(b <= a, a, b); // a NaN stays one
        }
        for (std::size_t side = 0; side < 2; ++side) {
            for (std::size_t k = 0; k < follows_[side].size(); ++k) {
                error_[side * stride + k] +=
                    kinetics::abs(follows_[side][k]) * charts[side].bump;
            }
        }
    }

    const System& system_;
    Vector y_;
    Vector slope_{};
    Vector next_{};
    Vector next_slope_{};
    Vector error_{};
    std::array<std::array<T, 3>, 2> follows_;
    std::array<T, 2> beta_{};
    model::CellFlows<T> flows_; ///< of the last evaluation
};

} // namespace percolith::runs
