#pragma once
/// Guards: functions of state that are positive while the present branches and the cell itself
/// hold. An event is a guard that falls through zero. All fall; none is an absolute value.

#include "model/control.hpp"
#include "model/layout.hpp"

#include <limits>

namespace percolith::model
{

/// Guards of one electrode.
enum class ElectrodeGuard : std::size_t {
    lithium_upper, ///< host: c_r - q; sliding: 1 - g
    lithium_lower, ///< metal: q - c_r; host: q; starved: U - U_host(0); sliding: g
    leak, ///< the leak's drive keeps its sign
    threshold, ///< the branch of sigma_e's law keeps
    voids, ///< j - theta j_rep keeps its sign
    intrusion, ///< |j|/theta - j_crit keeps its sign
    pores, ///< which of m and the metal left is smaller
    contact_lost, ///< theta - theta_min
    short_circuit, ///< h - a
};

template <Physics physics>
inline constexpr std::size_t electrode_guards = physics == Physics::core ? 4 : 9;

/// Guards of the cell, after those of working and counter.
enum class CellGuard : std::size_t {
    separator, ///< h: separator left
    voltage_high, ///< limit - V
    voltage_low, ///< V - limit
    direction, ///< the current keeps its sign, or stays as good as none (ramps and holds)
};

template <Physics physics>
inline constexpr std::size_t cell_guard_offset = 2 * electrode_guards<physics>;
/// Guards every segment has; the user's conditions follow.
template <Physics physics>
inline constexpr std::size_t fixed_guards = cell_guard_offset<physics> + 4;

/// A current (A/m2) that moves no voids and turns no branch while a voltage is held: near
/// equilibrium the sign of what flows is noise. It flows again at twice as much.
inline constexpr double resting_current = 1e-5;

/// The instrument's window, V; each lane may have its own.
template <class T = double> struct VoltageWindow {
    T high{std::numeric_limits<double>::infinity()};
    T low{-std::numeric_limits<double>::infinity()};
};
using VoltageLimits = VoltageWindow<>;

namespace detail
{
/// Differences of charges fall below zero only when they do so by more than this share of them.
inline constexpr double rounding_slack = 1e-14;

/// x where the mode holds while x > 0, -x where it holds while x < 0.
template <class T> [[gnu::always_inline]] inline T keeps(const Mask<T>& positive, const T& x)
{
    return kinetics::select(positive, x, T(-x));
}

template <class T>
[[gnu::always_inline]] inline void
lithium_guards(const ElectrodeParameters<T>& p, const ElectrodeState<T>& s,
               const ElectrodeSwitches<T>& on, const ElectrodeFlows<T>& f,
               kinetics::CurrentRamp<T> slope, const ContactRates<T>& contact, T* g)
{
    // A balance of nothing is known to rounding only.
    const T slack = rounding_slack * (s.lithium + s.host_capacity).si;
    const T free = metal_balance(s).si;
    g[0] = T(1.0);
    g[1] = free + slack;
    if (!on.any_special) {
        return;
    }
    g[0] = kinetics::select(on.host, T(slack - free), T(1.0));
    g[1] = kinetics::select(on.host, s.lithium.si, g[1]);
    g[1] = kinetics::select(on.starved, T((f.potential - host_entry_potential(p)).si), g[1]);
    g[1] = kinetics::select(on.exhausted, T(1.0), g[1]);
    if (kinetics::any(on.sliding)) {
        const T share = sliding_share(p, s, f, contact, slope);
        g[0] = kinetics::select(on.sliding, T(1.0 - share), g[0]);
        g[1] = kinetics::select(on.sliding, share, g[1]);
    }
}
} // namespace detail

/// Writes electrode_guards<physics> values to `g`.
template <Physics physics, class T>
[[gnu::always_inline]] inline void
electrode_guard_values(const ElectrodeParameters<T>& p, const Submodels& with,
                       const ElectrodeState<T>& s, const ElectrodeSwitches<T>& on,
                       const ElectrodeFlows<T>& f, kinetics::CurrentRamp<T> ramp,
                       kinetics::Length<T> separator, T* g)
{
    ContactRates<T> contact{};
    if constexpr (physics == Physics::full) {
        if (with.contact) {
            contact = contact_rates(p, s, on, f);
        }
    }
    detail::lithium_guards(p, s, on, f, kinetics::select(on.plating, -ramp, ramp), contact, g);
    g[2] = detail::keeps(on.leaking, f.drive.si);
    // Without leakage of its own kind (exhausted, starved, sliding) the drive's sign decides
    // nothing.
    if (on.any_special) {
        g[2] = kinetics::select(on.exhausted, T(1.0), g[2]);
        g[2] = kinetics::select(on.starved, T(1.0), g[2]);
        g[2] = kinetics::select(on.sliding, T(1.0), g[2]);
    }
    g[3] = detail::keeps(on.above_threshold, T(p.electronic.branch(s.barrier_thickness)));
    if constexpr (physics == Physics::full) {
        const T one(1.0);
        const auto voids =
            kinetics::void_forming_excess(f.current, s.contact_fraction, p.contact.replenishment);
        const auto intrusion =
            kinetics::intrusion_excess(f.magnitude, s.contact_fraction, p.intrusion.critical);
        const T spare =
            (s.pore_lithium - metal_balance(s) * kinetics::lithium_volume_per_charge).si;
        const T slack = 100.0 * detail::rounding_slack *
                        ((s.lithium + s.host_capacity) * kinetics::lithium_volume_per_charge).si;
        const Mask<T> stripping_metal = on.stripping && on.metal;
        const Mask<T> plating_metal = on.plating && (on.metal || on.sliding);
        g[4] = with.contact
                   ? kinetics::select(stripping_metal, detail::keeps(on.voiding, voids.si), one)
                   : one;
        g[5] = with.intrusion
                   ? kinetics::select(plating_metal, detail::keeps(on.intruding, intrusion.si), one)
                   : one;
        g[6] = with.activation
                   ? kinetics::select(on.metal, T(detail::keeps(on.pores_by_metal, spare) + slack),
                                      one)
                   : one;
        g[7] = with.contact ? T(s.contact_fraction - p.contact.minimum) : one;
        g[8] = with.intrusion ? T((separator - s.intrusion_length).si) : one;
    }
}

/// Writes fixed_guards<physics> values to `g` and returns the cell voltage they were judged by.
/// Flows `f` and `eta` are those of the state.
template <Physics physics, class T>
[[gnu::always_inline]] inline kinetics::Voltage<T>
fixed_guard_values(const CellParameters<T>& p, const CellState<T>& s, const CellSwitches<T>& on,
                   const CellFlows<T>& f, kinetics::CurrentRamp<T> ramp,
                   const VoltageWindow<T>& limits, const Overpotentials<T>& eta, T* g)
{
    const auto separator = separator_left(p, s);
    const auto current = f.working.current;
    const auto one_side = [&](const ElectrodeParameters<T>& e, const ElectrodeState<T>& state,
                              const ElectrodeSwitches<T>& sw, const ElectrodeFlows<T>& own,
                              kinetics::CurrentRamp<T> slope, kinetics::Voltage<T> overpotential,
                              T* to) __attribute__((always_inline)) {
        electrode_guard_values<physics>(e, p.submodels, state, sw, own, slope, separator, to);
        return electrode_voltage_from<physics>(e, p, state, sw, own, overpotential);
    };
    const auto w = one_side(p.working, s.working, on.working, f.working, ramp, eta.working, g);
    const auto c = one_side(p.counter, s.counter, on.counter, f.counter, -ramp, eta.counter,
                            g + electrode_guards<physics>);
    const auto v = w.total() - c.total() + current * (separator / p.separator_conductivity);
    T* cell = g + cell_guard_offset<physics>;
    cell[0] = separator.si;
    cell[1] = limits.high - v.si;
    cell[2] = v.si - limits.low;
    const Mask<T> forth = on.working.stripping || on.counter.plating;
    const Mask<T> back = on.working.plating || on.counter.stripping;
    const T idle = T(2.0 * resting_current) - kinetics::abs(current.si);
    cell[3] = kinetics::select(forth, current.si, kinetics::select(back, T(-current.si), idle));
    return v;
}

} // namespace percolith::model
