#pragma once
/// What a threshold looks at: one number per observable, and the guard that falls when it is
/// passed.

#include "model/condition.hpp"
#include "model/small_signal.hpp"

namespace percolith::model
{

/// The observable's value in coherent SI.
template <Physics physics, class T>
T observe(Observable what, Side side, const CellParameters<T>& p, const CellState<T>& s,
          const CellSwitches<T>& on, kinetics::CurrentDensity<T> current)
{
    const bool is_working = side == Side::working;
    const auto& electrode = is_working ? s.working : s.counter;
    const auto magnitude = [](const T& x) { return kinetics::select(x < T(0.0), T(-x), x); };
    switch (what) {
    case Observable::voltage:
        return voltage<physics>(p, s, on, current).total().si;
    case Observable::current_magnitude:
        return magnitude(current.si);
    case Observable::charge_magnitude:
        return magnitude(s.passed_charge.si);
    case Observable::interphase_thickness:
        return electrode.interphase_thickness.si;
    case Observable::barrier_thickness:
        return electrode.barrier_thickness.si;
    case Observable::interface_resistance: {
        const auto small = small_signal<physics>(p, s, on, current);
        return (is_working ? small.working : small.counter).resistance().si;
    }
    case Observable::cell_resistance:
        return small_signal<physics>(p, s, on, current).resistance().si;
    case Observable::lithium:
        return electrode.lithium.si;
    case Observable::metal:
        return metal_balance(electrode).si;
    case Observable::contact_fraction:
        return electrode.contact_fraction;
    case Observable::intrusion_length:
        return electrode.intrusion_length.si;
    }
    return T(0.0);
}

/// Positive until the condition is met.
template <Physics physics, class T>
T condition_guard(const Condition& c, const CellParameters<T>& p, const CellState<T>& s,
                  const CellSwitches<T>& on, kinetics::CurrentDensity<T> current)
{
    const T value = observe<physics>(c.what, c.side, p, s, on, current);
    return c.sense == Condition::Sense::above ? T(T(c.threshold) - value)
                                              : T(value - T(c.threshold));
}

} // namespace percolith::model
