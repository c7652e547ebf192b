#pragma once
/// The same parameters and state over another scalar: passive numbers become derivatives or SIMD
/// lanes.

#include "model/electrode.hpp"
#include "model/modes.hpp"
#include "model/parameters.hpp"

#include <stdexcept>

namespace percolith::model
{

/// Laws of one electrode per lane, or of one alone over another scalar.
template <class Law, class U, class... Each> Law laws_side_by_side(const Each&... law)
{
    if constexpr (sizeof...(law) == 1) {
        return (law.template as<U>(), ...);
    } else {
        return Law({law...});
    }
}

/// Parameters of one electrode per lane of the pack U, each with its own laws; of one alone for any
/// other scalar.
template <class U, class... Each> ElectrodeParameters<U> electrodes_side_by_side(const Each&... p)
{
    using kinetics::ElectronicConductivity;
    using kinetics::HostCurve;
    using kinetics::side_by_side;
    return {
        .growth = side_by_side<U>(p.growth...),
        .separator_use = side_by_side<U>(p.separator_use...),
        .reversible_share = side_by_side<U>(p.reversible_share...),
        .electronic = laws_side_by_side<ElectronicConductivity<U>, U>(p.electronic...),
        .ionic = side_by_side<U>(p.ionic.conductivity()...),
        .front_resistance = side_by_side<U>(p.front_resistance...),
        .renewal = side_by_side<U>(p.renewal...),
        .reduction_potential = side_by_side<U>(p.reduction_potential...),
        .initial_thickness = side_by_side<U>(p.initial_thickness...),
        .exchange_current_density = side_by_side<U>(p.exchange_current_density...),
        .host = laws_side_by_side<HostCurve<U>, U>(p.host...),
        .dead_share = side_by_side<U>(p.dead_share...),
        .decay_length = side_by_side<U>(p.decay_length...),
        .contact = {.void_capacity = side_by_side<U>(p.contact.void_capacity...),
                    .replenishment = side_by_side<U>(p.contact.replenishment...),
                    .refill_share = side_by_side<U>(p.contact.refill_share...),
                    .healing = side_by_side<U>(p.contact.healing...),
                    .minimum = side_by_side<U>(p.contact.minimum...)},
        .intrusion = {.critical = side_by_side<U>(p.intrusion.critical...),
                      .excess_gain = side_by_side<U>(p.intrusion.excess_gain...),
                      .electronic_gain = side_by_side<U>(p.intrusion.electronic_gain...),
                      .creep = side_by_side<U>(p.intrusion.creep...)},
        .activation = {.pore_fraction = side_by_side<U>(p.activation.pore_fraction...),
                       .filling_limit = side_by_side<U>(p.activation.filling_limit...),
                       .strippable_share = side_by_side<U>(p.activation.strippable_share...)},
        .double_layer = side_by_side<U>(p.double_layer...),
        .permittivity = side_by_side<U>(p.permittivity...),
    };
}

/// The same of cells. Throws `std::invalid_argument` unless all have the same sub-models.
template <class U, class First, class... Rest>
CellParameters<U> cells_side_by_side(const First& p, const Rest&... rest)
{
    using kinetics::side_by_side;
    if (!((rest.submodels == p.submodels) && ...)) {
        throw std::invalid_argument("the cells of one pack must have the same sub-models");
    }
    return {.working = electrodes_side_by_side<U>(p.working, rest.working...),
            .counter = electrodes_side_by_side<U>(p.counter, rest.counter...),
            .separator_thickness =
                side_by_side<U>(p.separator_thickness, rest.separator_thickness...),
            .separator_conductivity =
                side_by_side<U>(p.separator_conductivity, rest.separator_conductivity...),
            .temperature = side_by_side<U>(p.temperature, rest.temperature...),
            .short_resistance = side_by_side<U>(p.short_resistance, rest.short_resistance...),
            .submodels = p.submodels};
}

template <class U, class T> ElectrodeParameters<U> as(const ElectrodeParameters<T>& p)
{
    return electrodes_side_by_side<U>(p);
}

template <class U, class T> CellParameters<U> as(const CellParameters<T>& p)
{
    return cells_side_by_side<U>(p);
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
