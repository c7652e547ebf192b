#pragma once
/// One trial step of Dormand-Prince 5(4) by Boost.Odeint, on doubles, SIMD lanes or derivatives,
/// with the first stage of the next step at hand (FSAL) and dense output of order 4.

#include "runs/integrate/attempt.hpp"
#include "runs/integrate/guard_reading.hpp"

#include <boost/numeric/odeint/stepper/runge_kutta_dopri5.hpp>

#include <type_traits>

namespace percolith::runs
{

/// `Time` is the scalar of times and step sizes. Where the system's is a derivative, a double:
/// steps do not depend on what is differentiated by.
template <class System, class Time = typename System::Scalar> class ExplicitStep
{
public:
    using T = typename System::Scalar;
    using Vector = typename System::Vector;

    /// Of which no lane has begun.
    explicit ExplicitStep(const System& system) : system_(system) {}

    ExplicitStep(const System& system, const Vector& y) : system_(system), y_(y)
    {
        system_(y_, slope_, T(0.0), flows_);
    }

    /// The lanes of `which` begin at `y`, on the system's branches of now.
    template <class M> void begin(const M& which, const Vector& y)
    {
        for (std::size_t k = 0; k < y_.size(); ++k) {
            y_[k] = kinetics::select(which, y[k], y_[k]);
        }
        Vector slope;
        system_(y_, slope, T(0.0), flows_);
        for (std::size_t k = 0; k < y_.size(); ++k) {
            slope_[k] = kinetics::select(which, slope[k], slope_[k]);
        }
    }

    const Vector& state() const { return y_; }
    const Vector& slope() const { return slope_; }
    const Vector& trial() const { return next_; }
    const Vector& error() const { return error_; }

    /// A step of size h from (t, state()); the outcome is in trial() and error().
    void attempt(const Time& t, const Time& h)
    {
        const auto rates = [this](const Vector& y, Vector& dy, const Time& at) {
            system_(y, dy, T(at), flows_);
        };
        attempt_or_refuse(
            error_, [&] { stepper_.do_step(rates, y_, slope_, t, next_, next_slope_, h, error_); });
    }

    /// Guards at state(), before any attempt.
    void read_first_guards(GuardReading<System>& to) const
    {
        to.voltage = system_.guards(y_, flows_, to.values.data());
    }

    /// Guards at the trial. The last stage of the attempt was there: its flows are known.
    void read_guards(const Time& /*t*/, GuardReading<System>& to) const
    {
        to.voltage = system_.guards(next_, flows_, to.values.data());
    }

    /// Keeps the trial in the lanes of `mask`.
    template <class M> void commit(const M& mask)
    {
        if constexpr (std::is_same_v<M, bool>) {
            y_ = next_;
            slope_ = next_slope_;
        } else {
            for (std::size_t k = 0; k < y_.size(); ++k) {
                where(mask, y_[k]) = next_[k];
                where(mask, slope_[k]) = next_slope_[k];
            }
        }
    }

    /// State at `at` within the last attempt, which went from t to t + h and is not yet committed.
    Vector between(const Time& t, const Time& h, const Time& at) const
    {
        Vector x;
        stepper_.calc_state(at, x, y_, slope_, t, next_, next_slope_, t + h);
        return x;
    }

private:
    using Stepper = boost::numeric::odeint::runge_kutta_dopri5<Vector, Time, Vector, Time>;
    const System& system_;
    Stepper stepper_;
    Vector y_{};
    Vector slope_{};
    Vector next_{};
    Vector next_slope_{};
    Vector error_{};
    model::CellFlows<T> flows_; ///< of the last evaluation
};

} // namespace percolith::runs
