#pragma once
/// Finding the branches a state is on: at a step's start and after every event. Scalar only; events
/// are rare, so lanes are settled one by one.

#include "model/flags.hpp"
#include "model/guards.hpp"

#include <algorithm>
#include <optional>

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

/// What a bare collector's host is given to begin with (C/m2): far above the integrators' absolute
/// tolerance, or the ratio q/c_r would drown in it, and 10^-12 of a thin foil.
inline constexpr double seed_charge = 1e-8;

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
    const double nearly_no_current = std::min(zero_crossing_time * std::abs(ramp), resting_current);
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

/// Whether q = 0 holds under this plating: U floats above the host's entry, or is there and rising.
template <Physics physics>
bool starves(const ElectrodeParameters<>& p, const Submodels& with, const ElectrodeState<>& s,
             double j, double ramp)
{
    const auto above = floating_above_entry<physics>(p, with, s, j, ramp);
    const bool there = std::abs(above.value) <= flag_hair * p.reduction_potential.si;
    return there && above.slope != 0.0 ? above.slope > 0.0 : above.value > 0.0;
}

/// Plating left over (A/m2) where lithium collects in a young host at the constant ratio q/c_r:
/// zero at the ratio that keeps itself.
template <class T>
T host_surplus(const ElectrodeParameters<T>& p, ElectrodeState<T> s, const T& j, const T& ratio)
{
    s.host_capacity.si = T(1.0);
    s.lithium.si = ratio;
    ElectrodeSwitches<T> on;
    set_mode<T>(on, 0, {.lithium = LithiumMode::host, .flow = Flow::plate});
    const T leak = flows(p, s, on, kinetics::CurrentDensity<T>(j)).leak.si;
    return -j - (1.0 - p.reversible_share) * leak - ratio * p.reversible_share * leak;
}

/// q = c_r = 0 and the front does not take all plating: lithium collects at the constant ratio
/// q/c_r = (|j| - (1 - u f_rev) i_leak)/(u f_rev i_leak) where that is below 1, else as metal.
/// The seed defines the ratio from the start.
inline LithiumMode seed_bare(const ElectrodeParameters<>& p, ElectrodeState<>& s, double j)
{
    if (p.reversible_share <= 0.0) {
        return LithiumMode::metal;
    }
    const auto surplus = [&](double ratio) { return host_surplus(p, s, j, ratio); };
    if (surplus(1.0) >= 0.0) {
        return LithiumMode::metal;
    }
    std::uintmax_t rounds = 100;
    const auto bracket = boost::math::tools::toms748_solve(
        surplus, 0.0, 1.0, boost::math::tools::eps_tolerance<double>(52), rounds);
    s.host_capacity.si = seed_charge;
    s.lithium.si = seed_charge * 0.5 * (bracket.first + bracket.second);
    return LithiumMode::host;
}

/// Relative imbalance of leak and plating below which crossings of q = c_r are replaced by sliding.
/// The mean leak of the flicker is the plating current, whatever its size, so charge and thickness
/// do not notice; the barrier's mean differs in second order, 2.5 10^-5, and less and less as the
/// flicker dies away. Nearer by, hundreds of crossings would follow, each judged by the small
/// difference of two large charges.
inline constexpr double sliding_imbalance = 5e-3;
/// ... and below which leak and plating are the same, and only what comes next can decide.
inline constexpr double balanced = 1e-9;

/// A share of g = 1 this close to none or all is there but for rounding: sliding ends.
inline constexpr double sliding_edge = 1e-9;

/// Where leak and plating balance at q = c_r.
struct Manifold {
    double imbalance = 1.0; ///< |(|j| - i_leak)/j| before
    ElectrodeState<> state; ///< b moved so that they balance
    double share = 0.0; ///< of g = 1 that keeps them so; above 1 metal grows all the same
};

/// b at which R(b) = b/sigma_e(b) takes the given value, near `b`.
inline kinetics::Length<> barrier_of_resistance(const ElectrodeParameters<>& p, double wanted,
                                                kinetics::Length<> b)
{
    const auto resistance = [&](const kinetics::Length<>& at) {
        return (at / p.electronic(at)).si;
    };
    for (int round = 0; round < 20; ++round) {
        const auto nudge = 1e-5 * b;
        const double slope = (resistance(b + nudge) - resistance(b - nudge)) / (2.0 * nudge.si);
        b.si += (wanted - resistance(b)) / slope;
    }
    return b;
}

/// Nothing where q = c_r cannot be held: no plating, nothing that g switches, or far from balance.
template <Physics physics>
std::optional<Manifold> manifold(const ElectrodeParameters<>& p, const Submodels& with,
                                 const ElectrodeState<>& s, double j, double ramp)
{
    const double wanted =
        s.contact_fraction * p.reduction_potential.si / -j - p.front_resistance.si;
    if (!(j < 0.0) || (p.renewal.si <= 0.0 && !with.contact) || wanted <= 0.0) {
        return std::nullopt;
    }
    ElectrodeMode mode{.lithium = LithiumMode::metal, .flow = Flow::plate};
    Manifold m{.imbalance = std::abs(net_metal_rate(p, s, mode, j) / j), .state = s};
    if (m.imbalance > sliding_imbalance) {
        return std::nullopt;
    }
    auto& b = m.state.barrier_thickness;
    b = barrier_of_resistance(p, wanted, b);
    mode.lithium = LithiumMode::sliding;
    settle_flags<physics>(p, with, m.state, j, ramp, mode);
    ElectrodeSwitches<> on;
    set_mode<double>(on, 0, mode);
    const auto f = flows(p, m.state, on, kinetics::CurrentDensity<>{j});
    ContactRates<> contact{};
    if constexpr (physics == Physics::full) {
        if (with.contact) {
            contact = contact_rates(p, m.state, on, f);
        }
    }
    m.share = sliding_share(p, m.state, f, contact, kinetics::CurrentRamp<>{-ramp});
    // b = l where nothing renews the barrier: no further, then, than rounding.
    const double excess = b / s.interphase_thickness - 1.0;
    if (!std::isfinite(m.share) || !(b.si > 0.0) || excess > balanced) {
        return std::nullopt;
    }
    b = kinetics::min(b, s.interphase_thickness);
    return m;
}

/// At q = c_r under plating: held there, or let go to either side. Moves b onto the manifold where
/// the electrode slides. `without` is the branch without metal. Against starvation (no host) there
/// is no flicker: the electrode slides from the instant of balance.
template <Physics physics>
std::optional<LithiumMode> slide(const ElectrodeParameters<>& p, const Submodels& with,
                                 ElectrodeState<>& s, double j, double ramp, LithiumMode without)
{
    const auto m = manifold<physics>(p, with, s, j, ramp);
    const bool starving = without == LithiumMode::starved;
    if (!m || (starving && m->imbalance > balanced)) {
        return std::nullopt;
    }
    if (m->share > sliding_edge && m->share < 1.0 - sliding_edge) {
        s = m->state;
        s.lithium = s.host_capacity;
        return LithiumMode::sliding;
    }
    if (m->imbalance > balanced) {
        return std::nullopt;
    }
    return m->share > 0.5 ? LithiumMode::metal : without;
}

template <Physics physics>
LithiumMode at_boundary(const ElectrodeParameters<>& p, const Submodels& with,
                        const ElectrodeState<>& s, Flow flow, double j, double ramp)
{
    ElectrodeMode mode{.lithium = LithiumMode::metal, .flow = flow};
    settle_flags<physics>(p, with, s, j, ramp, mode);
    return net_metal_rate(p, s, mode, j) >= 0.0 ? LithiumMode::metal : LithiumMode::host;
}

/// q = 0 under plating.
template <Physics physics>
LithiumMode plated_on_nothing(const ElectrodeParameters<>& p, const Submodels& with,
                              ElectrodeState<>& s, double j, double ramp)
{
    const bool hostless = p.reversible_share <= 0.0 && s.host_capacity.si <= empty_charge;
    if (hostless) {
        if (const auto held = slide<physics>(p, with, s, j, ramp, LithiumMode::starved)) {
            return *held;
        }
    }
    if (starves<physics>(p, with, s, j, ramp)) {
        return LithiumMode::starved;
    }
    return s.host_capacity.si > empty_charge ? LithiumMode::host : seed_bare(p, s, j);
}

/// q > 0.
template <Physics physics>
LithiumMode metal_or_host(const ElectrodeParameters<>& p, const Submodels& with,
                          ElectrodeState<>& s, Flow flow, double j, double ramp)
{
    const double free = metal_balance(s).si;
    if (std::abs(free) < 1e-11 * s.lithium.si && flow == Flow::plate) {
        if (const auto held = slide<physics>(p, with, s, j, ramp, LithiumMode::host)) {
            return *held;
        }
    }
    const double hair = 1e-13 * (s.lithium.si + s.host_capacity.si);
    if (std::abs(free) <= hair) {
        return at_boundary<physics>(p, with, s, flow, j, ramp);
    }
    return free > 0.0 ? LithiumMode::metal : LithiumMode::host;
}

} // namespace detail

/// The branches of one electrode at current `j` (> 0 strips), ramping at `ramp`. May clip lithium
/// to exactly zero, seed a bare collector, drop pore lithium when the metal is gone, or move the
/// barrier onto the sliding manifold. `current_given` is false where |j| is itself an unknown
/// (voltage held).
template <Physics physics>
Settled settle(const ElectrodeParameters<>& p, const Submodels& with, ElectrodeState<>& s, double j,
               double ramp, bool current_given)
{
    Settled out;
    auto& mode = out.mode;
    const bool idle =
        !current_given && std::abs(j) < resting_current && s.lithium.si > empty_charge;
    const bool crossing = current_given && std::abs(j) <= zero_crossing_time * std::abs(ramp);
    const double heading = idle ? 0.0 : crossing ? ramp : j;
    mode.flow = heading > 0.0 ? Flow::strip : heading < 0.0 ? Flow::plate : Flow::rest;
    if (s.lithium.si > empty_charge) {
        mode.lithium = detail::metal_or_host<physics>(p, with, s, mode.flow, j, ramp);
    } else {
        const double first_metal = kinetics::max(s.lithium.si, 0.0);
        s.lithium.si = 0.0;
        mode.lithium = mode.flow == Flow::plate
                           ? detail::plated_on_nothing<physics>(p, with, s, j, ramp)
                           : LithiumMode::exhausted;
        out.stripped_bare = mode.flow == Flow::strip;
        // What is there of the first metal stays, or it would never grow out of being nothing.
        if (mode.lithium == LithiumMode::metal) {
            s.lithium.si = first_metal;
        }
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
                   bool current_given)
{
    const auto w = settle<physics>(p.working, p.submodels, s.working, current, ramp, current_given);
    const auto c =
        settle<physics>(p.counter, p.submodels, s.counter, -current, -ramp, current_given);
    return {{w.mode, c.mode}, w.stripped_bare, c.stripped_bare};
}

} // namespace percolith::model
