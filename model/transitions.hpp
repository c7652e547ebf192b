#pragma once
/// Finding the branches a state is on: at a step's start and after every event. Scalar only; events
/// are rare, so lanes are settled one by one.

#include "model/flags.hpp"
#include "model/guards.hpp"

#include <algorithm>

#include <boost/math/tools/toms748_solve.hpp>

namespace percolith::model
{

/// What `settle` found and did.
struct Settled {
    ElectrodeMode mode;
    bool stripped_bare = false; ///< q = 0 under stripping: the terminal event "host exhausted"
};

/// Below this charge (C/m2) an electrode counts as empty; 10^-14 of a 10 um foil.
inline constexpr double empty_charge = 1e-9;

/// A ramp this close to zero current, in s, is taken to have crossed it.
inline constexpr double zero_crossing_time = 1e-6;

namespace detail
{

/// d(q - c_r)/dt with the electrode as metal; its sign decides at q = c_r.
inline double net_metal_rate(const ElectrodeParameters<>& p, ElectrodeState<> s,
                             const ElectrodeMode& as, double j)
{
    ElectrodeSwitches<> on;
    set_mode<double>(on, 0, as);
    const auto f = flows(p, s, on, kinetics::CurrentDensity<>{j});
    return -j - f.leak.si - (as.flow == Flow::strip ? p.dead_share * j : 0.0);
}

/// Below this share of its largest term a flag's quantity counts as zero: events are located to
/// 10^-12 of the time that has passed, and the current at an instant is known to rounding.
inline constexpr double flag_hair = 1e-9;

/// The flags that follow from state and current alone, given what lithium there is. One whose
/// quantity is zero is on the side it is heading for.
template <Physics physics>
void settle_flags(const ElectrodeParameters<>& p, const Submodels& with, const ElectrodeState<>& s,
                  double j, double ramp, ElectrodeMode& mode)
{
    const std::array<bool ElectrodeMode::*, flag_count> flags{
        &ElectrodeMode::leaking, &ElectrodeMode::voiding, &ElectrodeMode::intruding,
        &ElectrodeMode::pores_by_metal, &ElectrodeMode::above_threshold};
    const auto by_current = [](std::size_t k) {
        return k == static_cast<std::size_t>(Flag::voiding) ||
               k == static_cast<std::size_t>(Flag::intruding);
    };
    const double nearly_no_current = zero_crossing_time * std::abs(ramp);
    const auto values = flag_values<physics>(p, with, s, mode, kinetics::CurrentDensity<>{j});
    std::array<bool, flag_count> at_zero{};
    for (std::size_t k = 0; k < flag_count; ++k) {
        mode.*flags[k] = values[k].value > 0.0;
        const double hair = flag_hair * values[k].size + (by_current(k) ? nearly_no_current : 0.0);
        at_zero[k] = std::abs(values[k].value) <= hair;
    }
    if (std::none_of(at_zero.begin(), at_zero.end(), [](bool b) { return b; })) {
        return;
    }
    const auto slopes = flag_slopes<physics>(p, with, s, mode, j, ramp);
    for (std::size_t k = 0; k < flag_count; ++k) {
        if (at_zero[k] && slopes[k] != 0.0) {
            mode.*flags[k] = slopes[k] > 0.0;
        }
    }
}

/// Whether q = 0 holds under this plating: U floats above the host's entry.
inline bool starves(const ElectrodeParameters<>& p, const ElectrodeState<>& s, double j)
{
    ElectrodeSwitches<> on;
    set_mode<double>(on, 0, {.lithium = LithiumMode::starved, .flow = Flow::plate});
    const auto f = flows(p, s, on, kinetics::CurrentDensity<>{j});
    return f.potential.si > host_entry_potential(p).si;
}

/// q = c_r = 0 and the front does not take all plating: lithium collects at the constant ratio
/// q/c_r = (|j| - (1 - u f_rev) i_leak)/(u f_rev i_leak) where that is below 1, else as metal.
/// The seed is what 10^-14 of a 10 um foil holds, so that the ratio is defined from the start.
inline LithiumMode seed_bare(const ElectrodeParameters<>& p, ElectrodeState<>& s, double j)
{
    const double share = p.reversible_share;
    if (share <= 0.0) {
        return LithiumMode::metal;
    }
    const auto surplus = [&](double ratio) {
        ElectrodeState<> at = s;
        at.host_capacity.si = 1.0;
        at.lithium.si = ratio;
        ElectrodeSwitches<> on;
        set_mode<double>(on, 0, {.lithium = LithiumMode::host, .flow = Flow::plate});
        const double leak = flows(p, at, on, kinetics::CurrentDensity<>{j}).leak.si;
        return -j - (1.0 - share) * leak - ratio * share * leak;
    };
    if (surplus(1.0) >= 0.0) {
        return LithiumMode::metal;
    }
    std::uintmax_t rounds = 100;
    const auto bracket = boost::math::tools::toms748_solve(
        surplus, 0.0, 1.0, boost::math::tools::eps_tolerance<double>(52), rounds);
    s.host_capacity.si = empty_charge;
    s.lithium.si = empty_charge * 0.5 * (bracket.first + bracket.second);
    return LithiumMode::host;
}

/// Relative imbalance of leak and plating below which crossings of q = c_r are replaced by sliding:
/// the flicker's mean then differs from the true one in second order, 10^-8.
inline constexpr double sliding_imbalance = 1e-4;

/// At q = c_r under plating: does renewal make the electrode cross again and again, and is the
/// flicker already fine enough to replace it by its mean? Moves b onto the manifold if so.
template <Physics physics>
bool slides(const ElectrodeParameters<>& p, const Submodels& with, ElectrodeState<>& s, double j,
            double ramp)
{
    if (p.renewal.si <= 0.0 ||
        p.front_resistance.si * -j >= s.contact_fraction * p.reduction_potential.si) {
        return false;
    }
    const ElectrodeMode metal{.lithium = LithiumMode::metal, .flow = Flow::plate};
    if (std::abs(net_metal_rate(p, s, metal, j)) > sliding_imbalance * std::abs(j)) {
        return false;
    }
    ElectrodeState<> on_manifold = s;
    const double wanted =
        s.contact_fraction * p.reduction_potential.si / -j - p.front_resistance.si;
    for (int round = 0; round < 50; ++round) {
        on_manifold.barrier_thickness.si = wanted * p.electronic(on_manifold.barrier_thickness).si;
    }
    ElectrodeSwitches<> on;
    ElectrodeMode mode{.lithium = LithiumMode::sliding, .flow = Flow::plate};
    settle_flags<physics>(p, with, on_manifold, j, ramp, mode);
    set_mode<double>(on, 0, mode);
    const auto f = flows(p, on_manifold, on, kinetics::CurrentDensity<>{j});
    ContactRates<> contact{};
    if constexpr (physics == Physics::full) {
        if (with.contact) {
            contact = contact_rates(p, on_manifold, on, f);
        }
    }
    const double share = sliding_share(p, on_manifold, f, contact, kinetics::CurrentRamp<>{-ramp});
    if (!(share > 0.0 && share < 1.0) ||
        !(on_manifold.barrier_thickness <= on_manifold.interphase_thickness)) {
        return false;
    }
    s = on_manifold;
    return true;
}

template <Physics physics>
LithiumMode at_boundary(const ElectrodeParameters<>& p, const Submodels& with,
                        const ElectrodeState<>& s, Flow flow, double j, double ramp)
{
    ElectrodeMode mode{.lithium = LithiumMode::metal, .flow = flow};
    settle_flags<physics>(p, with, s, j, ramp, mode);
    return net_metal_rate(p, s, mode, j) >= 0.0 ? LithiumMode::metal : LithiumMode::host;
}

} // namespace detail

/// The branches of one electrode at current `j` (> 0 strips), ramping at `ramp`. May clip lithium
/// to exactly zero, seed a bare collector, drop pore lithium when the metal is gone, or move the
/// barrier onto the sliding manifold. `may_slide` is false where |j| is itself an unknown (voltage
/// held).
template <Physics physics>
Settled settle(const ElectrodeParameters<>& p, const Submodels& with, ElectrodeState<>& s, double j,
               double ramp, bool may_slide)
{
    Settled out;
    auto& mode = out.mode;
    const double heading = std::abs(j) <= zero_crossing_time * std::abs(ramp) ? ramp : j;
    mode.flow = heading > 0.0 ? Flow::strip : heading < 0.0 ? Flow::plate : Flow::rest;
    const double free = metal_balance(s).si;
    const double hair = 1e-13 * (std::abs(s.lithium.si) + s.host_capacity.si);
    if (s.lithium.si <= empty_charge) {
        s.lithium.si = 0.0;
        if (mode.flow != Flow::plate) {
            mode.lithium = LithiumMode::exhausted;
            out.stripped_bare = mode.flow == Flow::strip;
        } else if (detail::starves(p, s, j)) {
            mode.lithium = LithiumMode::starved;
        } else {
            mode.lithium =
                s.host_capacity.si > empty_charge ? LithiumMode::host : detail::seed_bare(p, s, j);
        }
    } else if (std::abs(free) < 1e-11 * s.lithium.si && mode.flow == Flow::plate && may_slide &&
               detail::slides<physics>(p, with, s, j, ramp)) {
        s.lithium = s.host_capacity;
        mode.lithium = LithiumMode::sliding;
    } else if (free > hair) {
        mode.lithium = LithiumMode::metal;
    } else if (free < -hair) {
        mode.lithium = LithiumMode::host;
    } else {
        mode.lithium = detail::at_boundary<physics>(p, with, s, mode.flow, j, ramp);
    }
    if (mode.lithium != LithiumMode::metal) {
        s.pore_lithium.si = 0.0;
    }
    detail::settle_flags<physics>(p, with, s, j, ramp, mode);
    return out;
}

/// Both electrodes at cell current density `current`.
struct SettledCell {
    CellMode mode;
    bool working_stripped_bare = false;
    bool counter_stripped_bare = false;
};

template <Physics physics>
SettledCell settle(const CellParameters<>& p, CellState<>& s, double current, double ramp,
                   bool may_slide)
{
    const auto w = settle<physics>(p.working, p.submodels, s.working, current, ramp, may_slide);
    const auto c = settle<physics>(p.counter, p.submodels, s.counter, -current, -ramp, may_slide);
    return {{w.mode, c.mode}, w.stripped_bare, c.stripped_bare};
}

} // namespace percolith::model
