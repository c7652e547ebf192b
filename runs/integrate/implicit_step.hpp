#pragma once
/// One trial step of Rosenbrock 4(3), for segments too stiff for an explicit method.

#include "model/cell_equations.hpp"
#include "runs/integrate/attempt.hpp"
#include "runs/integrate/guard_reading.hpp"
#include "runs/integrate/rosenbrock.hpp"

#include <algorithm>
#include <cmath>

namespace percolith::runs
{

template <class System> class ImplicitStep
{
public:
    using Vector = typename System::Vector;
    static constexpr std::size_t size = std::tuple_size_v<Vector>;

    ImplicitStep(const System& system, const Vector& y)
        : system_(system), equations_(system), y_(y), scale_(scales(y)),
          method_(
              size,
              [this](const double* at, double* dy, double t) {
                  equations_.rates(t, unscaled(at), {dy, size});
                  for (std::size_t k = 0; k < size; ++k) {
                      dy[k] /= scale_[k];
                  }
              },
              [this](const double* at, double* dfdy, double* dfdt, double t) {
                  differentiate(unscaled(at), dfdy, dfdt, t);
              })
    {
    }
    ImplicitStep(const ImplicitStep&) = delete;
    ImplicitStep& operator=(const ImplicitStep&) = delete;
    ~ImplicitStep() = default;

    const Vector& state() const { return y_; }
    const Vector& trial() const { return next_; }
    const Vector& error() const { return error_; }

    void attempt(double t, double h)
    {
        Vector from;
        for (std::size_t k = 0; k < size; ++k) {
            from[k] = y_[k] / scale_[k];
        }
        attempt_or_refuse(error_,
                          [&] { method_.attempt(from.data(), t, h, next_.data(), error_.data()); });
        for (std::size_t k = 0; k < size; ++k) {
            next_[k] *= scale_[k];
            error_[k] *= scale_[k];
        }
    }
    void commit(bool) { y_ = next_; }

    void read_guards(double t, GuardReading<System>& to) const
    {
        runs::read_guards(system_, next_, t, to);
    }

    Vector between(double /*t*/, double /*h*/, double at)
    {
        Vector x;
        method_.between(at, x.data());
        return unscaled(x.data());
    }

private:
    /// The unknowns run from 10^-11 m to 10^5 C/m2. Unscaled, elimination would choose its pivots
    /// by their units and lose the digits that tell the barrier from the interphase. Powers of two
    /// cost no rounding.
    static Vector scales(const Vector& y)
    {
        Vector s;
        const auto& fields = model::layout(System::physics);
        for (std::size_t k = 0; k < size; ++k) {
            s[k] = std::exp2(std::ilogb(std::abs(y[k]) + fields[k].scale));
        }
        return s;
    }

    Vector unscaled(const double* x) const
    {
        Vector y;
        for (std::size_t k = 0; k < size; ++k) {
            y[k] = x[k] * scale_[k];
        }
        return y;
    }

    void differentiate(const Vector& y, double* dfdy, double* dfdt, double t)
    {
        equations_.jacobian(t, y, sparse_);
        std::fill(dfdy, dfdy + size * size, 0.0);
        for (int column = 0; column < sparse_.outerSize(); ++column) {
            for (Eigen::SparseMatrix<double>::InnerIterator entry(sparse_, column); entry;
                 ++entry) {
                const auto row = static_cast<std::size_t>(entry.row());
                const auto of = static_cast<std::size_t>(entry.col());
                dfdy[row * size + of] = entry.value() * scale_[of] / scale_[row];
            }
        }
        // Time enters through a ramp of current alone, and smoothly.
        const double nudge = 1e-3;
        Vector late;
        Vector early;
        equations_.rates(t + nudge, y, late);
        equations_.rates(t - nudge, y, early);
        for (std::size_t k = 0; k < size; ++k) {
            dfdt[k] = (late[k] - early[k]) / (2.0 * nudge * scale_[k]);
        }
    }

    const System& system_;
    model::CellEquations<System::physics, typename System::Control> equations_;
    Vector y_;
    Vector scale_;
    Rosenbrock method_;
    Vector next_{};
    Vector error_{};
    Eigen::SparseMatrix<double> sparse_;
};

} // namespace percolith::runs
