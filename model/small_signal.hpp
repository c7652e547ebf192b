#pragma once
/// Small-signal resistance and impedance of the voltage terms, at frozen state: the interphase as R
/// || C, charge transfer as R || C_dl, the separator as R. [derived] from the voltage; the
/// capacitances are lumped [phenomenological].

#include "model/voltage.hpp"

#include <complex>
#include <numbers>

namespace percolith::model
{

/// Elements of one electrode, per geometric area.
template <class T = double> struct ElectrodeSmallSignal {
    kinetics::ArealResistance<T> interphase; ///< d(U + ohmic drop)/dj
    kinetics::ArealResistance<T> charge_transfer; ///< d eta/dj
    kinetics::ArealCapacitance<T> interphase_capacitance; ///< permittivity / l
    kinetics::ArealCapacitance<T> double_layer;
    kinetics::ArealResistance<T> resistance() const { return interphase + charge_transfer; }
};

template <class T = double> struct CellSmallSignal {
    ElectrodeSmallSignal<T> working;
    ElectrodeSmallSignal<T> counter;
    kinetics::ArealResistance<T> separator;
    kinetics::ArealResistance<T> resistance() const
    {
        return working.resistance() + counter.resistance() + separator;
    }
};

/// A changed current changes the leak too: part of it returns as electrons. Differentiated branch
/// by branch, so the zero-frequency impedance is exactly dV/di of `voltage`.
template <Physics physics, class T>
ElectrodeSmallSignal<T> small_signal(const ElectrodeParameters<T>& p, const CellParameters<T>& cell,
                                     const ElectrodeState<T>& s, const ElectrodeSwitches<T>& on,
                                     kinetics::CurrentDensity<T> current)
{
    const auto f = flows(p, s, on, current);
    const T none(0.0);
    const T total = f.path.total().si;
    T leak_slope = kinetics::select(on.leaking, T(-(f.path.ionic.si / total)), none);
    T potential_slope = none;
    if (on.any_special) {
        const T starving = T(-1.0) / (T(1.0) - p.reversible_share);
        leak_slope = kinetics::select(on.starved, starving, leak_slope);
        potential_slope = kinetics::select(
            on.starved, T(-(f.path.ionic.si + starving * total) / s.contact_fraction), none);
        leak_slope = kinetics::select(on.sliding, T(-1.0), leak_slope);
        leak_slope = kinetics::select(on.exhausted, none, leak_slope);
    }
    const auto path =
        p.ionic.resistance(ion_path<physics>(p, cell.submodels, s, on)) / s.contact_fraction;
    return {.interphase = kinetics::ArealResistance<T>(potential_slope) + path * (1.0 + leak_slope),
            .charge_transfer = kinetics::charge_transfer_resistance(
                current, s.contact_fraction, p.exchange_current_density, cell.temperature),
            .interphase_capacitance = p.permittivity / s.interphase_thickness,
            .double_layer = p.double_layer};
}

template <Physics physics, class T>
CellSmallSignal<T> small_signal(const CellParameters<T>& p, const CellState<T>& s,
                                const CellSwitches<T>& on, kinetics::CurrentDensity<T> current)
{
    return {.working = small_signal<physics>(p.working, p, s.working, on.working, current),
            .counter = small_signal<physics>(p.counter, p, s.counter, on.counter, -current),
            .separator = separator_left(p, s) / p.separator_conductivity};
}

/// Z(f) of one electrode, Ohm m2.
inline std::complex<double> impedance(const ElectrodeSmallSignal<>& e, double frequency)
{
    const std::complex<double> jw(0.0, 2.0 * std::numbers::pi * frequency);
    const auto parallel = [&](double r, double c) { return r / (1.0 + jw * r * c); };
    return parallel(e.interphase.si, e.interphase_capacitance.si) +
           parallel(e.charge_transfer.si, e.double_layer.si);
}

/// Z(f) of the cell, Ohm m2; the separator's own relaxation lies above measured frequencies.
inline std::complex<double> impedance(const CellSmallSignal<>& c, double frequency)
{
    return impedance(c.working, frequency) + impedance(c.counter, frequency) + c.separator.si;
}

} // namespace percolith::model
