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

/// The current at which V(i) is the held voltage. V grows strictly with i on every branch: Newton's
/// method in a bracket that only shrinks; the slope is a divided difference. Where no current
/// within +-1e7 A/m2 gives the voltage, as in a solver's trial far outside all states, that end of
/// the bracket. Throws std::domain_error where it finds nothing.
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
    double step = 0.0;
    for (int round = 0; round < 200; ++round) {
        const double e = excess(i);
        (e > 0.0 ? high : low) = i;
        const double nudge = 1e-6 * (std::abs(i) + 1e-3);
        const double slope = (excess(i + nudge) - excess(i - nudge)) / (2.0 * nudge);
        double next = i - e / slope;
        // V(i) is steepest at no current, so Newton's steps may go to and fro across it for ever.
        const bool to_and_fro =
            (next - i) * step < 0.0 && 2.0 * std::abs(next - i) > std::abs(step);
        if (!(next > low && next < high) || to_and_fro) {
            next = 0.5 * (low + high);
        }
        step = next - i;
        if (std::abs(step) <= 1e-14 * (std::abs(i) + 1e-6)) {
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
