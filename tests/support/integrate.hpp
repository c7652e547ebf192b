#pragma once
/// A plain integrator for tests that tamper with rates: no engine would take them.

#include "model/layout.hpp"

namespace percolith::tests
{

/// Classical Runge-Kutta in even steps; `rates` maps a CellState to CellRates.
template <model::Physics physics, class Rates>
model::CellState<> runge_kutta(const model::CellState<>& start, double duration, int steps,
                               const Rates& rates)
{
    using Vector = model::StateVector<physics>;
    using View = std::span<const double, model::cell_size<physics>>;
    const auto slope = [&](const Vector& y) {
        Vector dy;
        model::pack<physics, double>(rates(model::unpack<physics, double>(View(y))), dy);
        return dy;
    };
    const auto moved = [](const Vector& y, const Vector& dy, double h) {
        Vector to = y;
        for (std::size_t k = 0; k < to.size(); ++k) {
            to[k] += h * dy[k];
        }
        return to;
    };
    Vector y;
    model::pack<physics, double>(start, y);
    const double h = duration / steps;
    for (int step = 0; step < steps; ++step) {
        const Vector a = slope(y);
        const Vector b = slope(moved(y, a, 0.5 * h));
        const Vector c = slope(moved(y, b, 0.5 * h));
        const Vector d = slope(moved(y, c, h));
        for (std::size_t k = 0; k < y.size(); ++k) {
            y[k] += h / 6.0 * (a[k] + 2.0 * b[k] + 2.0 * c[k] + d[k]);
        }
    }
    return model::unpack<physics, double>(View(y));
}

} // namespace percolith::tests
