#pragma once
/// The cell as a system of ordinary differential equations within one segment: fixed branches,
/// fixed control. Templated; `equations.hpp` shows it to solvers that want doubles behind a virtual
/// call.

#include "model/guards.hpp"
#include "model/observe.hpp"

#include <optional>
#include <span>

namespace percolith::model
{

template <Physics which, class T, class ControlType> struct CellSystem {
    static constexpr Physics physics = which;
    using Scalar = T;
    using Control = ControlType;
    using Vector = StateVector<physics, T>;

    const CellParameters<T>& cell;
    CellSwitches<T> on;
    Control control;
    VoltageWindow<T> limits;
    std::span<const Condition> conditions; ///< one guard each, after the fixed ones
    std::optional<Overpotentials<T>> steady{}; ///< eta where nothing in the segment changes it

    /// Evaluates beforehand what does not change in the segment: with full contact and constant
    /// current, eta. `memory` is that of the segments before, of the same cell.
    void prepare(SteadyOverpotentials<T>& memory)
    {
        if constexpr (physics == Physics::core && requires { control.ramp; }) {
            if (kinetics::all(control.ramp.si == T(0.0))) {
                steady = memory(cell, control.at_start);
            }
        }
    }

    std::size_t guard_count() const { return fixed_guards<physics> + conditions.size(); }

    kinetics::CurrentDensity<T> current(const CellState<T>& s, const T& t) const
    {
        return cell_current<physics>(control, cell, s, on, kinetics::Time<T>(t));
    }

    kinetics::CurrentRamp<T> ramp(const CellState<T>& s, kinetics::CurrentDensity<T> i) const
    {
        return current_ramp<physics>(control, cell, s, on, i);
    }

    /// dy/dt, t from the segment's start.
    void operator()(const Vector& y, Vector& dy, const T& t) const
    {
        CellFlows<T> f;
        (*this)(y, dy, t, f);
    }

    /// The same; leaves the flows that make it in `f`.
    [[gnu::always_inline]] void operator()(const Vector& y, Vector& dy, const T& t,
                                           CellFlows<T>& f) const
    {
        const auto s = unpack<physics, T>(std::span<const T, cell_size<physics>>(y));
        const auto i = current(s, t);
        f = cell_flows(cell, s, on, i);
        pack<physics, T>(cell_rates<physics>(cell, s, on, f, ramp(s, i)),
                         std::span<T, cell_size<physics>>(dy));
    }

    /// Writes guard_count() values; returns the cell voltage, V.
    T guards(const Vector& y, const T& t, T* g) const
    {
        const auto s = unpack<physics, T>(std::span<const T, cell_size<physics>>(y));
        return guards(s, cell_flows(cell, s, on, current(s, t)), g);
    }

    /// The same where the flows of (y, t) are known.
    [[gnu::always_inline]] T guards(const Vector& y, const CellFlows<T>& f, T* g) const
    {
        return guards(unpack<physics, T>(std::span<const T, cell_size<physics>>(y)), f, g);
    }

private:
    [[gnu::always_inline]] T guards(const CellState<T>& s, const CellFlows<T>& f, T* g) const
    {
        const auto i = f.working.current;
        const auto eta = steady ? *steady : overpotentials(cell, s, i);
        const auto v = fixed_guard_values<physics>(cell, s, on, f, ramp(s, i), limits, eta, g);
        for (std::size_t k = 0; k < conditions.size(); ++k) {
            g[fixed_guards<physics> + k] = condition_guard<physics>(conditions[k], cell, s, on, i);
        }
        return v.si;
    }
};

} // namespace percolith::model
