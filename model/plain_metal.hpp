#pragma once
/// The branches that most lanes are on most of the time, found without a closer look: lithium
/// metal, far from where anything turns. On doubles and SIMD lanes.

#include "model/modes.hpp"
#include "model/voltage.hpp"

namespace percolith::model
{

/// What `settle` (transitions.hpp) finds in the lanes that are plain; the others it must look at.
template <class T> struct PlainMetal {
    Mask<T> plain; ///< metal and far from every turn
    Mask<T> stripping;
    Mask<T> plating;
    Mask<T> leaking;
    Mask<T> above_threshold;

    ElectrodeMode mode(std::size_t lane) const
    {
        return {.lithium = LithiumMode::metal,
                .flow = bit(stripping, lane) ? Flow::strip
                        : bit(plating, lane) ? Flow::plate
                                             : Flow::rest,
                .leaking = bit(leaking, lane),
                .above_threshold = bit(above_threshold, lane)};
    }

    /// Puts the lanes of `which` on these branches: plain ones, and those that will be settled.
    [[gnu::always_inline]] void switch_over(ElectrodeSwitches<T>& on, const Mask<T>& which) const
    {
        const Mask<T> others = !which;
        const auto put = [&](Mask<T>& to, const Mask<T>& value) __attribute__((always_inline)) {
            to = (to && others) || (value && which);
        };
        on.metal = on.metal || which;
        on.host = on.host && others;
        on.exhausted = on.exhausted && others;
        on.starved = on.starved && others;
        on.sliding = on.sliding && others;
        put(on.stripping, stripping);
        put(on.plating, plating);
        put(on.leaking, leaking);
        put(on.above_threshold, above_threshold);
        on.voiding = on.voiding && others;
        on.intruding = on.intruding && others;
        on.pores_by_metal = on.pores_by_metal && others;
    }
};

/// Core physics at constant `current`, > 0 strips. Near means ten times as near as `settle` looks
/// closer at least.
template <class T>
[[gnu::always_inline]] inline PlainMetal<T> plain_metal(const ElectrodeParameters<T>& p,
                                                        const ElectrodeState<T>& s,
                                                        kinetics::CurrentDensity<T> current)
{
    constexpr double near = 1e-8;
    const T none(0.0);
    const T drive =
        kinetics::leak_drive(p.reduction_potential, kinetics::Voltage<T>(none), current,
                             s.contact_fraction, p.ionic.resistance(s.interphase_thickness))
            .si;
    const T branch = p.electronic.branch(s.barrier_thickness);
    const T free = metal_balance(s).si;
    return {.plain = free > near * (s.lithium + s.host_capacity).si && s.lithium.si > T(near) &&
                     kinetics::abs(drive) > near * p.reduction_potential.si &&
                     kinetics::abs(branch) > T(near),
            .stripping = current.si > none,
            .plating = current.si<none, .leaking = drive> none,
            .above_threshold = branch > none};
}

} // namespace percolith::model
