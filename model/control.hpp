#pragma once
/// How the cell is driven within one segment of a step: current as a function of time, or voltage
/// held.

#include "model/voltage.hpp"

#include <cmath>
#include <cstdint>
#include <stdexcept>

#include <boost/math/tools/toms748_solve.hpp>

namespace percolith::model
{

/// i(t) = at_start + ramp t, t from the segment's start. ramp = 0 is plain galvanostatic.
template <class T = double> struct Galvanostatic {
    kinetics::CurrentDensity<T> at_start{};
    kinetics::CurrentRamp<T> ramp{};
};

/// Voltage held; the current follows. `guess` starts its iteration.
template <class T = double> struct Potentiostatic {
    kinetics::Voltage<T> voltage{};
    kinetics::CurrentDensity<T> guess{};
};

template <Physics physics, class T>
kinetics::CurrentDensity<T> cell_current(const Galvanostatic<T>& control, const CellParameters<T>&,
                                         const CellState<T>&, const CellSwitches<T>&,
                                         kinetics::Time<T> t)
{
    return control.at_start + control.ramp * t;
}

template <Physics physics, class T>
kinetics::CurrentRamp<T> current_ramp(const Galvanostatic<T>& control, const CellParameters<T>&,
                                      const CellState<T>&, const CellSwitches<T>&,
                                      kinetics::CurrentDensity<T>)
{
    return control.ramp;
}

/// di/dt that keeps the cell voltage where it is while the state moves on. Exact.
template <Physics physics>
kinetics::CurrentRamp<> holding_ramp(const CellParameters<>& p, const CellState<>& s,
                                     const CellSwitches<>& on, kinetics::CurrentDensity<> current);

/// Only a sliding electrode asks how fast a held current changes.
template <Physics physics>
kinetics::CurrentRamp<> current_ramp(const Potentiostatic<>&, const CellParameters<>& p,
                                     const CellState<>& s, const CellSwitches<>& on,
                                     kinetics::CurrentDensity<> current)
{
    const bool sliding = on.working.sliding || on.counter.sliding;
    return sliding ? holding_ramp<physics>(p, s, on, current) : kinetics::CurrentRamp<>{};
}

namespace detail
{
/// A root of the increasing function `excess`, wherever Newton's method strays.
/// Throws std::domain_error where none is found up to +-1e19 A/m2: states that an integrator tries
/// may be far from any that a cell can have.
template <class Excess> double bracketed_current(const Excess& excess)
{
    double high = 1e7;
    double low = -high;
    double at_low = excess(low);
    double at_high = excess(high);
    while (!(at_low <= 0.0 && at_high >= 0.0)) {
        high *= 100.0;
        low = -high;
        if (high > 1e20) {
            throw std::domain_error("no current holds the cell at the asked voltage");
        }
        at_low = excess(low);
        at_high = excess(high);
    }
    std::uintmax_t rounds = 400;
    const auto root = boost::math::tools::toms748_solve(
        excess, low, high, at_low, at_high, boost::math::tools::eps_tolerance<double>(52), rounds);
    return 0.5 * (root.first + root.second);
}

/// Voltages (V) that cannot be told apart: the terms of V are of the order of a volt.
inline constexpr double voltage_rounding = 1e-15;
} // namespace detail

/// The current at which V(i) is the held voltage. V grows strictly with i on every branch: Newton's
/// method finds it in a few rounds from a good guess, as long as every round at least halves what
/// is missing; else a bracket does. The slope is a divided difference. Throws std::domain_error
/// where no current gives the voltage.
template <Physics physics>
kinetics::CurrentDensity<> cell_current(const Potentiostatic<>& control, const CellParameters<>& p,
                                        const CellState<>& s, const CellSwitches<>& on,
                                        kinetics::Time<>)
{
    const auto excess = [&](double i) {
        return voltage<physics>(p, s, on, kinetics::CurrentDensity<>{i}).total().si -
               control.voltage.si;
    };
    double i = control.guess.si;
    double missing = excess(i);
    for (bool closer = true; closer;) {
        const double nudge = 1e-6 * (std::abs(i) + 1e-3);
        const double slope = (excess(i + nudge) - excess(i - nudge)) / (2.0 * nudge);
        const double next = i - missing / slope;
        const bool settled = std::abs(next - i) <= 1e-14 * (std::abs(i) + 1e-6) ||
                             std::abs(missing) <= detail::voltage_rounding;
        if (settled && std::isfinite(next)) {
            return kinetics::CurrentDensity<>{next};
        }
        const double still_missing = excess(next);
        closer = std::abs(still_missing) <= 0.5 * std::abs(missing);
        i = next;
        missing = still_missing;
    }
    return kinetics::CurrentDensity<>{detail::bracketed_current(excess)};
}

} // namespace percolith::model
