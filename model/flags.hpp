#pragma once
/// The quantities whose signs are an electrode's flags, and where they are heading: what a flag is
/// when its quantity is zero.

#include "model/layout.hpp"
#include "model/voltage.hpp"

#include <array>

namespace percolith::model
{

/// In the order of the flags of ElectrodeMode.
enum class Flag : std::size_t { leaking, voiding, intruding, pores_by_metal, above_threshold };
inline constexpr std::size_t flag_count = 5;

/// A quantity and the size of its largest term, which says what counts as zero.
template <class T = double> struct FlagValue {
    T value{-1.0};
    T size{0.0};
};

template <class T = double> using FlagValues = std::array<FlagValue<T>, flag_count>;

/// Flags that mean nothing in this mode have the value -1.
template <Physics physics, class T>
FlagValues<T> flag_values(const ElectrodeParameters<T>& p, const Submodels& with,
                          const ElectrodeState<T>& s, const ElectrodeMode& mode,
                          kinetics::CurrentDensity<T> current)
{
    ElectrodeSwitches<T> on;
    set_mode<T>(on, 0, mode);
    const auto f = flows(p, s, on, current);
    FlagValues<T> v;
    const auto flag = [&](Flag which) -> FlagValue<T>& {
        return v[static_cast<std::size_t>(which)];
    };
    // Exhausted, starved or sliding, an electrode does not leak by its drive.
    const bool by_drive = mode.lithium == LithiumMode::metal || mode.lithium == LithiumMode::host;
    flag(Flag::leaking) = {by_drive ? f.drive.si : T(1.0), p.reduction_potential.si};
    flag(Flag::above_threshold) = {p.electronic.branch(s.barrier_thickness), T(1.0)};
    if constexpr (physics == Physics::full) {
        const bool metal = mode.lithium == LithiumMode::metal;
        if (with.contact && metal && mode.flow == Flow::strip) {
            const auto refill = s.contact_fraction * p.contact.replenishment;
            flag(Flag::voiding) = {kinetics::void_forming_excess(f.current, s.contact_fraction,
                                                                 p.contact.replenishment)
                                       .si,
                                   refill.si};
        }
        // Sliding, it holds metal for a share of the time, and intrudes for that share.
        const bool at_times_metal = metal || mode.lithium == LithiumMode::sliding;
        if (with.intrusion && at_times_metal && mode.flow == Flow::plate) {
            flag(Flag::intruding) = {
                kinetics::intrusion_excess(f.magnitude, s.contact_fraction, p.intrusion.critical)
                    .si,
                p.intrusion.critical.si};
        }
        if (with.activation && metal) {
            const auto left = metal_balance(s) * kinetics::lithium_volume_per_charge;
            // Just back, metal and pore lithium are both nothing: what counts is how exactly the
            // instant of the metal's return is known.
            const auto known =
                1e-2 * (s.lithium + s.host_capacity) * kinetics::lithium_volume_per_charge;
            flag(Flag::pores_by_metal) = {(s.pore_lithium - left).si, (s.pore_lithium + known).si};
        }
    }
    return v;
}

/// d(flag value)/dt on the given branches while the current changes at `ramp`; exact.
template <Physics physics>
std::array<double, flag_count> flag_slopes(const ElectrodeParameters<>& p, const Submodels& with,
                                           const ElectrodeState<>& s, const ElectrodeMode& mode,
                                           double current, double ramp);

/// A quantity and its derivative by time.
struct MovingValue {
    double value = 0.0;
    double slope = 0.0;
};

/// U - U_host(0) of an electrode held starved (V, V/s) while the current changes at `ramp`; exact.
template <Physics physics>
MovingValue floating_above_entry(const ElectrodeParameters<>& p, const Submodels& with,
                                 const ElectrodeState<>& s, double current, double ramp);

} // namespace percolith::model
