#pragma once
/// One trial step of Rosenbrock 4(3), for segments too stiff for an explicit method.

#include "model/cell_equations.hpp"
#include "runs/integrate/rosenbrock.hpp"

#include <algorithm>

namespace percolith::runs
{

template <class System> class ImplicitStep
{
public:
    using Vector = typename System::Vector;
    static constexpr std::size_t size = std::tuple_size_v<Vector>;

    ImplicitStep(const System& system, const Vector& y)
        : equations_(system), method_(
                                  size,
                                  [this](const double* at, double* dy, double t) {
                                      equations_.rates(t, {at, size}, {dy, size});
                                  },
                                  [this](const double* at, double* dfdy, double* dfdt, double t) {
                                      differentiate({at, size}, dfdy, dfdt, t);
                                  }),
          y_(y)
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
        method_.attempt(y_.data(), t, h, next_.data(), error_.data());
    }
    void commit(bool) { y_ = next_; }

    Vector between(double /*t*/, double /*h*/, double at)
    {
        Vector x;
        method_.between(at, x.data());
        return x;
    }

private:
    void differentiate(std::span<const double> y, double* dfdy, double* dfdt, double t)
    {
        equations_.jacobian(t, y, sparse_);
        std::fill(dfdy, dfdy + size * size, 0.0);
        for (int column = 0; column < sparse_.outerSize(); ++column) {
            for (Eigen::SparseMatrix<double>::InnerIterator entry(sparse_, column); entry;
                 ++entry) {
                dfdy[static_cast<std::size_t>(entry.row()) * size +
                     static_cast<std::size_t>(entry.col())] = entry.value();
            }
        }
        // Time enters through a ramp of current alone, and smoothly.
        const double nudge = 1e-3;
        Vector late;
        Vector early;
        equations_.rates(t + nudge, y, late);
        equations_.rates(t - nudge, y, early);
        for (std::size_t k = 0; k < size; ++k) {
            dfdt[k] = (late[k] - early[k]) / (2.0 * nudge);
        }
    }

    model::CellEquations<System::physics, typename System::Control> equations_;
    Rosenbrock method_;
    Vector y_;
    Vector next_{};
    Vector error_{};
    Eigen::SparseMatrix<double> sparse_;
};

} // namespace percolith::runs
