#pragma once
/// Balances of one electrode and of the cell: d(state)/dt on the branches that the switches name.
/// Written once for doubles, derivatives and SIMD lanes. Explained with sources in docs/concepts/.

#include "kinetics/contact.hpp"
#include "kinetics/intrusion.hpp"
#include "kinetics/leakage.hpp"
#include "model/electrode.hpp"
#include "model/modes.hpp"
#include "model/parameters.hpp"

namespace percolith::model
{

/// core: leakage, growth and inventory (q, c_r, l, b). full: also dead lithium and the sub-models.
enum class Physics { core, full };

/// What flows through one electrode, and the potential it sits at.
template <class T = double> struct ElectrodeFlows {
    kinetics::CurrentDensity<T> current; ///< j, > 0 strips this electrode
    kinetics::CurrentDensity<T> magnitude; ///< |j|
    kinetics::CurrentDensity<T> leak; ///< i_leak
    kinetics::Voltage<T> potential; ///< U
    kinetics::Voltage<T> drive; ///< what drives the leak; its sign is a mode
    kinetics::Conductivity<T> electronic; ///< sigma_e of the barrier
    kinetics::LeakPath<T> path;
};

/// Both electrodes' flows.
template <class T = double> struct CellFlows {
    ElectrodeFlows<T> working;
    ElectrodeFlows<T> counter;
};

/// d(state)/dt of one electrode.
template <class T = double> struct ElectrodeRates {
    kinetics::CurrentDensity<T> lithium;
    kinetics::CurrentDensity<T> host_capacity;
    kinetics::Velocity<T> interphase_thickness;
    kinetics::Velocity<T> barrier_thickness;
    kinetics::CurrentDensity<T> dead_lithium;
    kinetics::Rate<T> contact_fraction;
    kinetics::Velocity<T> intrusion_length;
    kinetics::Velocity<T> pore_lithium;
};

template <class T = double> struct CellRates {
    ElectrodeRates<T> working;
    ElectrodeRates<T> counter;
    kinetics::CurrentDensity<T> passed_charge;
};

/// U_host(0): where a starved electrode hands over. 0 without a host.
template <class T> kinetics::Voltage<T> host_entry_potential(const ElectrodeParameters<T>& p)
{
    const auto curve = p.host(T(0.0));
    return kinetics::select(p.reversible_share > T(0.0), curve, kinetics::Voltage<T>(T(0.0)));
}

/// Leak at which plating leaves nothing over: J = |j| / (1 - u f_rev).
template <class T>
kinetics::CurrentDensity<T> starving_leak(const ElectrodeParameters<T>& p,
                                          kinetics::CurrentDensity<T> magnitude)
{
    return magnitude / (T(1.0) - p.reversible_share);
}

/// Flows of an electrode that is not plain metal: host, exhausted, starved or sliding lanes.
template <class T>
ElectrodeFlows<T> special_flows(const ElectrodeParameters<T>& p, ElectrodeState<T> s,
                                const ElectrodeSwitches<T>& on, ElectrodeFlows<T> f)
{
    const T holds = kinetics::select(on.host, s.host_capacity.si, T(1.0));
    const T filled = kinetics::select(on.host, T(s.lithium.si / holds), T(1.0));
    f.potential = kinetics::select(on.host, p.host(filled), f.potential);
    f.drive = kinetics::leak_drive(p.reduction_potential, f.potential, f.current,
                                   s.contact_fraction, f.path.ionic);
    f.leak =
        kinetics::select(on.leaking, kinetics::leak_current(s.contact_fraction, f.drive, f.path),
                         kinetics::CurrentDensity<T>(T(0.0)));

    const auto starving = starving_leak(p, f.magnitude);
    const auto floating = kinetics::potential_at_leak(p.reduction_potential, starving, f.current,
                                                      s.contact_fraction, f.path);
    f.leak = kinetics::select(on.starved, starving, f.leak);
    f.potential = kinetics::select(on.starved, floating, f.potential);
    f.leak = kinetics::select(on.sliding, f.magnitude, f.leak);
    f.leak = kinetics::select(on.exhausted, kinetics::CurrentDensity<T>(T(0.0)), f.leak);
    f.potential = kinetics::select(on.exhausted, p.reduction_potential, f.potential);
    return f;
}

template <class T>
[[gnu::always_inline]] inline ElectrodeFlows<T>
flows(const ElectrodeParameters<T>& p, const ElectrodeState<T>& s, const ElectrodeSwitches<T>& on,
      kinetics::CurrentDensity<T> current)
{
    const auto magnitude =
        kinetics::select(on.plating || (!on.stripping && current.si < T(0.0)), -current, current);
    const auto electronic = p.electronic(s.barrier_thickness);
    const kinetics::LeakPath<T> path{.electronic =
                                         p.electronic.resistance(s.barrier_thickness, electronic),
                                     .ionic = p.ionic.resistance(s.interphase_thickness),
                                     .front = p.front_resistance};
    const kinetics::Voltage<T> potential(T(0.0));
    const auto drive = kinetics::leak_drive(p.reduction_potential, potential, current,
                                            s.contact_fraction, path.ionic);
    const auto leak =
        kinetics::select(on.leaking, kinetics::leak_current(s.contact_fraction, drive, path),
                         kinetics::CurrentDensity<T>(T(0.0)));
    // Written at once: an object filled bit by bit is cleared first, every time.
    const auto metal = [&]() __attribute__((always_inline)) {
        return ElectrodeFlows<T>{.current = current,
                                 .magnitude = magnitude,
                                 .leak = leak,
                                 .potential = potential,
                                 .drive = drive,
                                 .electronic = electronic,
                                 .path = path};
    };
    if (on.any_special) {
        return special_flows(p, s, on, metal());
    }
    return metal();
}

/// d theta / dt without the metal factor of voids: [stripping, plating] branches and healing.
template <class T = double> struct ContactRates {
    kinetics::Rate<T> with_metal; ///< multiplied by g
    kinetics::Rate<T> always;
};

template <class T>
[[gnu::always_inline]] inline ContactRates<T>
contact_rates(const ElectrodeParameters<T>& p, const ElectrodeState<T>& s,
              const ElectrodeSwitches<T>& on, const ElectrodeFlows<T>& f)
{
    const kinetics::Rate<T> none(T(0.0));
    const auto& c = p.contact;
    const auto excess =
        kinetics::void_forming_excess(f.current, s.contact_fraction, c.replenishment);
    const auto loss =
        kinetics::select(on.voiding, kinetics::contact_loss(excess, c.void_capacity), none);
    const auto gain = kinetics::select(
        on.plating,
        kinetics::contact_refill(f.magnitude, s.contact_fraction, c.refill_share, c.void_capacity),
        none);
    return {.with_metal = loss + gain,
            .always = kinetics::contact_healing(c.healing, s.contact_fraction)};
}

/// Share of g = 1 that keeps q = c_r and i_leak = |j|: the sliding mode.
///
/// On the manifold b/sigma_e(b) = theta E_red/|j| - R_k; its time derivative, with d theta/dt and
/// db/dt both linear in g, gives g. `slope` is d|j|/dt. [derived] Filippov's convex combination.
template <class T>
T sliding_share(const ElectrodeParameters<T>& p, ElectrodeState<T> s, ElectrodeFlows<T> f,
                ContactRates<T> contact, kinetics::CurrentRamp<T> slope)
{
    const auto b = s.barrier_thickness;
    const auto resistance = [&](const kinetics::Length<T>& at) { return at / p.electronic(at); };
    const auto nudge = b * 1e-5;
    const auto per_length = (resistance(b + nudge) - resistance(b - nudge)) / (2.0 * nudge);
    const auto pull = p.reduction_potential / f.magnitude;
    const auto drift = per_length * (p.growth * f.magnitude) - pull * contact.always +
                       pull * s.contact_fraction * (slope / f.magnitude);
    const auto control = per_length * (p.renewal * f.magnitude * b) + pull * contact.with_metal;
    return drift / control;
}

/// g: 1 with metal, 0 without, in between while sliding.
template <class T>
[[gnu::always_inline]] inline T
metal_factor(const ElectrodeParameters<T>& p, const ElectrodeState<T>& s,
             const ElectrodeSwitches<T>& on, const ElectrodeFlows<T>& f,
             const ContactRates<T>& contact, kinetics::CurrentRamp<T> slope)
{
    T g = kinetics::select(on.metal, T(1.0), T(0.0));
    if (on.any_special && kinetics::any(on.sliding)) {
        g = kinetics::select(on.sliding, sliding_share(p, s, f, contact, slope), g);
    }
    return g;
}

/// Contact, intrusion and activation of one electrode. `g` is the metal factor.
template <class T>
[[gnu::always_inline]] inline void
submodel_rates(const ElectrodeParameters<T>& p, const Submodels& with, const ElectrodeState<T>& s,
               const ElectrodeSwitches<T>& on, const ElectrodeFlows<T>& f, const T& g,
               ElectrodeRates<T>& r)
{
    const auto inner =
        kinetics::inner_deposition_share(s.interphase_thickness, s.barrier_thickness,
                                         p.decay_length, f.electronic, p.ionic.conductivity()) *
        f.magnitude;
    const kinetics::Velocity<T> still(T(0.0));
    if (with.intrusion) {
        const auto excess = kinetics::select(
            on.intruding,
            kinetics::intrusion_excess(f.magnitude, s.contact_fraction, p.intrusion.critical),
            kinetics::CurrentDensity<T>(T(0.0)));
        const auto growth = kinetics::intrusion_growth(excess, p.intrusion.excess_gain, inner,
                                                       p.intrusion.electronic_gain);
        r.intrusion_length = kinetics::select(on.plating, growth * g, still) + p.intrusion.creep;
    }
    if (with.activation) {
        const T filling =
            kinetics::pore_filling(s.pore_lithium, s.interphase_thickness,
                                   p.activation.pore_fraction, p.activation.filling_limit);
        const auto fill =
            kinetics::select(on.plating, kinetics::pore_deposition(inner, filling), still);
        const auto drain = kinetics::select(
            on.stripping, kinetics::pore_stripping(inner, filling, p.activation.strippable_share),
            still);
        // Without metal there is nothing in the pores, and nothing goes in.
        r.pore_lithium = kinetics::select(on.metal, (fill + drain) * g, still);
    }
}

/// Balances of one electrode with these flows.
///
///     dl/dt   = v i_leak
///     db/dt   = v i_leak - g k_f |j| b
///     dq/dt   = -j - (1 - u f_rev) i_leak - dead
///     dc_r/dt = u f_rev i_leak
template <Physics physics, class T>
[[gnu::always_inline]] inline ElectrodeRates<T>
electrode_rates(const ElectrodeParameters<T>& p, const Submodels& with, const ElectrodeState<T>& s,
                const ElectrodeSwitches<T>& on, const ElectrodeFlows<T>& f,
                kinetics::CurrentRamp<T> ramp)
{
    ElectrodeRates<T> r;
    r.host_capacity = p.reversible_share * f.leak;
    r.interphase_thickness = p.growth * f.leak;
    r.lithium = -f.current - (T(1.0) - p.reversible_share) * f.leak;

    ContactRates<T> contact{};
    if constexpr (physics == Physics::full) {
        const kinetics::CurrentDensity<T> none(T(0.0));
        r.dead_lithium = kinetics::select(on.stripping, p.dead_share * f.current, none);
        r.lithium -= r.dead_lithium;
        if (with.contact) {
            contact = contact_rates(p, s, on, f);
        }
    }
    if (on.any_special) {
        r.lithium = kinetics::select(on.starved, kinetics::CurrentDensity<T>(T(0.0)), r.lithium);
        r.lithium = kinetics::select(on.sliding, r.host_capacity, r.lithium);
    }
    const auto slope = kinetics::select(on.plating, -ramp, ramp);
    const T g = metal_factor(p, s, on, f, contact, slope);
    r.barrier_thickness =
        r.interphase_thickness - g * (p.renewal * f.magnitude * s.barrier_thickness);
    if constexpr (physics == Physics::full) {
        r.contact_fraction = contact.with_metal * g + contact.always;
        submodel_rates(p, with, s, on, f, g, r);
    }
    return r;
}

/// The same at current density `current`.
template <Physics physics, class T>
ElectrodeRates<T> electrode_rates(const ElectrodeParameters<T>& p, const Submodels& with,
                                  const ElectrodeState<T>& s, const ElectrodeSwitches<T>& on,
                                  kinetics::CurrentDensity<T> current,
                                  kinetics::CurrentRamp<T> ramp)
{
    return electrode_rates<physics>(p, with, s, on, flows(p, s, on, current), ramp);
}

/// Flows of the cell at cell current density `current` (> 0 strips working).
template <class T>
[[gnu::always_inline]] inline CellFlows<T>
cell_flows(const CellParameters<T>& p, const CellState<T>& s, const CellSwitches<T>& on,
           kinetics::CurrentDensity<T> current)
{
    return {.working = flows(p.working, s.working, on.working, current),
            .counter = flows(p.counter, s.counter, on.counter, -current)};
}

/// Balances of the cell with these flows; the current changes at `ramp`.
template <Physics physics, class T>
[[gnu::always_inline]] inline CellRates<T>
cell_rates(const CellParameters<T>& p, const CellState<T>& s, const CellSwitches<T>& on,
           const CellFlows<T>& f, kinetics::CurrentRamp<T> ramp)
{
    return {.working = electrode_rates<physics>(p.working, p.submodels, s.working, on.working,
                                                f.working, ramp),
            .counter = electrode_rates<physics>(p.counter, p.submodels, s.counter, on.counter,
                                                f.counter, -ramp),
            .passed_charge = f.working.current};
}

/// The same at cell current density `current`.
template <Physics physics, class T>
CellRates<T> cell_rates(const CellParameters<T>& p, const CellState<T>& s,
                        const CellSwitches<T>& on, kinetics::CurrentDensity<T> current,
                        kinetics::CurrentRamp<T> ramp)
{
    return cell_rates<physics>(p, s, on, cell_flows(p, s, on, current), ramp);
}

} // namespace percolith::model
