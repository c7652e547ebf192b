#pragma once
/// How the cell is driven within one segment of a step: current as a function of time, or voltage
/// held.

#include "model/voltage.hpp"

#include <cmath>
#include <stdexcept>

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

/// The current at which V(i) is the held voltage. V grows strictly with i on every branch, so
/// Newton's method with a bracket that only shrinks cannot fail; the slope is a divided difference.
/// Throws std::domain_error where no current within +-1e7 A/m2 gives the voltage.
template <Physics physics>
kinetics::CurrentDensity<> cell_current(const Potentiostatic<>& control, const CellParameters<>& p,
                                        const CellState<>& s, const CellSwitches<>& on,
                                        kinetics::Time<>)
{
    const auto excess = [&](double i) {
        return voltage<physics>(p, s, on, kinetics::CurrentDensity<>{i}).total().si -
               control.voltage.si;
    };
    double low = -1e7;
    double high = 1e7;
    double i = control.guess.si;
    for (int round = 0; round < 200; ++round) {
        const double e = excess(i);
        (e > 0.0 ? high : low) = i;
        const double nudge = 1e-6 * (std::abs(i) + 1e-3);
        const double slope = (excess(i + nudge) - excess(i - nudge)) / (2.0 * nudge);
        double next = i - e / slope;
        if (!(next > low && next < high)) {
            next = 0.5 * (low + high);
        }
        if (std::abs(next - i) <= 1e-14 * (std::abs(i) + 1e-6)) {
            return kinetics::CurrentDensity<>{next};
        }
        i = next;
    }
    throw std::domain_error("no current holds the cell at the asked voltage");
}

} // namespace percolith::model
