#pragma once
/// Which branch of each law an electrode is on. A branch holds until its guard (guards.hpp) falls
/// through zero; then `settle` (transitions.hpp) finds the next one. Inside a right-hand side
/// nothing switches by itself.

#include "kinetics/scalar.hpp"
#include "model/electrode.hpp"

#include <type_traits>
#include <utility>

namespace percolith::model
{

/// What lithium the electrode has, and what sets its potential.
enum class LithiumMode {
    metal, ///< q > c_r: U = 0
    host, ///< 0 < q < c_r: U on the alloy's curve
    exhausted, ///< q = 0 at rest or under stripping: no leak
    starved, ///< q = 0 while plating, the front takes all of it: U floats
    sliding, ///< q = c_r held: renewal of the barrier flickers so that the leak equals the plating
};

/// Direction of the electrode's current.
enum class Flow { rest, strip, plate };

struct ElectrodeMode {
    LithiumMode lithium = LithiumMode::metal;
    Flow flow = Flow::rest;
    bool leaking = true; ///< the leak's drive is positive
    bool voiding = false; ///< stripping outruns replenishment
    bool intruding = false; ///< local plating current above critical
    bool pores_by_metal = false; ///< ions are shortened by what metal is left, not by m
    bool above_threshold = true; ///< on the conducting branch of sigma_e's law
    bool operator==(const ElectrodeMode&) const = default;
};

struct CellMode {
    ElectrodeMode working;
    ElectrodeMode counter;
    bool operator==(const CellMode&) const = default;
};

/// What a comparison of two T gives: bool, or a mask of lanes.
template <class T>
using Mask = std::remove_cvref_t<decltype(std::declval<const T&>() < std::declval<const T&>())>;

/// The same as ElectrodeMode, one bit per lane: what the right-hand side reads.
template <class T = double> struct ElectrodeSwitches {
    Mask<T> metal{}; ///< g = 1
    Mask<T> host{};
    Mask<T> exhausted{};
    Mask<T> starved{};
    Mask<T> sliding{};
    Mask<T> stripping{};
    Mask<T> plating{};
    Mask<T> leaking{};
    Mask<T> voiding{};
    Mask<T> intruding{};
    Mask<T> pores_by_metal{};
    Mask<T> above_threshold{};
    bool any_special = false; ///< some lane is host, exhausted, starved or sliding

    /// Finds `any_special` again, after lanes were set.
    void look_for_special()
    {
        any_special = kinetics::any(host || exhausted || starved || sliding);
    }
};

template <class T = double> struct CellSwitches {
    ElectrodeSwitches<T> working;
    ElectrodeSwitches<T> counter;
};

/// Sets one lane of a mask; the only lane of a bool.
template <class M> void set_bit(M& mask, std::size_t lane, bool value)
{
    if constexpr (std::is_same_v<M, bool>) {
        mask = value;
    } else {
        mask[lane] = value;
    }
}

/// One lane of a mask.
template <class M> bool bit(const M& mask, [[maybe_unused]] std::size_t lane)
{
    if constexpr (std::is_same_v<M, bool>) {
        return mask;
    } else {
        return static_cast<bool>(mask[lane]);
    }
}

/// Writes `mode` into lane `lane`. `any_special` is only ever raised here; start from a fresh
/// object, or look for it in the end.
template <class T>
void set_mode(ElectrodeSwitches<T>& to, std::size_t lane, const ElectrodeMode& mode)
{
    const auto is = [&](LithiumMode m) { return mode.lithium == m; };
    set_bit(to.metal, lane, is(LithiumMode::metal));
    set_bit(to.host, lane, is(LithiumMode::host));
    set_bit(to.exhausted, lane, is(LithiumMode::exhausted));
    set_bit(to.starved, lane, is(LithiumMode::starved));
    set_bit(to.sliding, lane, is(LithiumMode::sliding));
    set_bit(to.stripping, lane, mode.flow == Flow::strip);
    set_bit(to.plating, lane, mode.flow == Flow::plate);
    set_bit(to.leaking, lane, mode.leaking);
    set_bit(to.voiding, lane, mode.voiding);
    set_bit(to.intruding, lane, mode.intruding);
    set_bit(to.pores_by_metal, lane, mode.pores_by_metal);
    set_bit(to.above_threshold, lane, mode.above_threshold);
    to.any_special = to.any_special || !is(LithiumMode::metal);
}

/// The same branches in every lane.
template <class T> CellSwitches<T> switches(const CellMode& mode)
{
    CellSwitches<T> all;
    for (std::size_t lane = 0; lane < kinetics::lanes<T>; ++lane) {
        set_mode(all.working, lane, mode.working);
        set_mode(all.counter, lane, mode.counter);
    }
    return all;
}

} // namespace percolith::model
