#pragma once
/// The same parameters and state over another scalar: passive numbers become derivatives or SIMD
/// lanes.

#include "model/electrode.hpp"
#include "model/modes.hpp"
#include "model/parameters.hpp"

namespace percolith::model
{

template <class U, class T> ElectrodeParameters<U> as(const ElectrodeParameters<T>& p)
{
    using kinetics::cast;
    return {
        .growth = cast<U>(p.growth),
        .separator_use = cast<U>(p.separator_use),
        .reversible_share = cast<U>(p.reversible_share),
        .electronic = p.electronic.template as<U>(),
        .ionic = cast<U>(p.ionic),
        .front_resistance = cast<U>(p.front_resistance),
        .renewal = cast<U>(p.renewal),
        .reduction_potential = cast<U>(p.reduction_potential),
        .initial_thickness = cast<U>(p.initial_thickness),
        .exchange_current_density = cast<U>(p.exchange_current_density),
        .host = p.host.template as<U>(),
        .dead_share = cast<U>(p.dead_share),
        .decay_length = cast<U>(p.decay_length),
        .contact = {.void_capacity = cast<U>(p.contact.void_capacity),
                    .replenishment = cast<U>(p.contact.replenishment),
                    .refill_share = cast<U>(p.contact.refill_share),
                    .healing = cast<U>(p.contact.healing),
                    .minimum = cast<U>(p.contact.minimum)},
        .intrusion = {.critical = cast<U>(p.intrusion.critical),
                      .excess_gain = cast<U>(p.intrusion.excess_gain),
                      .electronic_gain = cast<U>(p.intrusion.electronic_gain),
                      .creep = cast<U>(p.intrusion.creep)},
        .activation = {.pore_fraction = cast<U>(p.activation.pore_fraction),
                       .filling_limit = cast<U>(p.activation.filling_limit),
                       .strippable_share = cast<U>(p.activation.strippable_share)},
        .double_layer = cast<U>(p.double_layer),
        .permittivity = cast<U>(p.permittivity),
    };
}

template <class U, class T> CellParameters<U> as(const CellParameters<T>& p)
{
    using kinetics::cast;
    return {.working = as<U>(p.working),
            .counter = as<U>(p.counter),
            .separator_thickness = cast<U>(p.separator_thickness),
            .separator_conductivity = cast<U>(p.separator_conductivity),
            .temperature = cast<U>(p.temperature),
            .short_resistance = cast<U>(p.short_resistance),
            .submodels = p.submodels};
}

/// Switches of scalars without lanes are plain booleans, whatever the scalar.
template <class U> ElectrodeSwitches<U> as(const ElectrodeSwitches<double>& on)
{
    return {.metal = on.metal,
            .host = on.host,
            .exhausted = on.exhausted,
            .starved = on.starved,
            .sliding = on.sliding,
            .stripping = on.stripping,
            .plating = on.plating,
            .leaking = on.leaking,
            .voiding = on.voiding,
            .intruding = on.intruding,
            .pores_by_metal = on.pores_by_metal,
            .above_threshold = on.above_threshold,
            .any_special = on.any_special};
}

} // namespace percolith::model
