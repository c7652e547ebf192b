#pragma once
/// Parameters of one cell made of those of others, number by number: over another scalar, side by
/// side in the lanes of a pack, or with derivatives from cells built beside them.

#include "model/electrode.hpp"
#include "model/modes.hpp"
#include "model/parameters.hpp"

#include <stdexcept>

namespace percolith::model
{

/// Makes numbers, quantities and laws of several electrodes or cells into one's: `f` of their
/// numbers, one by one.
template <class U, class F> struct NumberByNumber {
    F f;

    template <class... X> auto operator()(const X&... x) const
    {
        return kinetics::combined_numbers(f, x...);
    }
    template <class Law, class... Each> Law law(const Each&... each) const
    {
        return Law::template combined<U>(*this, each...);
    }
};

/// Puts each into its own lane of the pack U, with its own laws.
template <class U> struct SideBySide {
    template <class... X> auto operator()(const X&... x) const
    {
        return kinetics::side_by_side<U>(x...);
    }
    template <class Law, class... Each> Law law(const Each&... each) const
    {
        return Law({each...});
    }
};

/// Parameters of one electrode made of those of several by `make`, one of the two above.
template <class U, class Make, class... Each>
ElectrodeParameters<U> combined_electrodes(const Make& make, const Each&... p)
{
    using kinetics::ElectronicConductivity;
    using kinetics::HostCurve;
    return {
        .growth = make(p.growth...),
        .separator_use = make(p.separator_use...),
        .reversible_share = make(p.reversible_share...),
        .electronic = make.template law<ElectronicConductivity<U>>(p.electronic...),
        .ionic = make(p.ionic.conductivity()...),
        .front_resistance = make(p.front_resistance...),
        .renewal = make(p.renewal...),
        .reduction_potential = make(p.reduction_potential...),
        .initial_thickness = make(p.initial_thickness...),
        .exchange_current_density = make(p.exchange_current_density...),
        .host = make.template law<HostCurve<U>>(p.host...),
        .dead_share = make(p.dead_share...),
        .decay_length = make(p.decay_length...),
        .contact = {.void_capacity = make(p.contact.void_capacity...),
                    .replenishment = make(p.contact.replenishment...),
                    .refill_share = make(p.contact.refill_share...),
                    .healing = make(p.contact.healing...),
                    .minimum = make(p.contact.minimum...)},
        .intrusion = {.critical = make(p.intrusion.critical...),
                      .excess_gain = make(p.intrusion.excess_gain...),
                      .electronic_gain = make(p.intrusion.electronic_gain...),
                      .creep = make(p.intrusion.creep...)},
        .activation = {.pore_fraction = make(p.activation.pore_fraction...),
                       .filling_limit = make(p.activation.filling_limit...),
                       .strippable_share = make(p.activation.strippable_share...)},
        .double_layer = make(p.double_layer...),
        .permittivity = make(p.permittivity...),
    };
}

/// The same of cells. Throws `std::invalid_argument` unless all have the same sub-models.
template <class U, class Make, class First, class... Rest>
CellParameters<U> combined_cells(const Make& make, const First& p, const Rest&... rest)
{
    if (!((rest.submodels == p.submodels) && ...)) {
        throw std::invalid_argument("cells made into one must have the same sub-models");
    }
    return {.working = combined_electrodes<U>(make, p.working, rest.working...),
            .counter = combined_electrodes<U>(make, p.counter, rest.counter...),
            .separator_thickness = make(p.separator_thickness, rest.separator_thickness...),
            .separator_conductivity =
                make(p.separator_conductivity, rest.separator_conductivity...),
            .temperature = make(p.temperature, rest.temperature...),
            .short_resistance = make(p.short_resistance, rest.short_resistance...),
            .submodels = p.submodels};
}

template <class U, class T> ElectrodeParameters<U> as(const ElectrodeParameters<T>& p)
{
    return combined_electrodes<U>(NumberByNumber<U, kinetics::Cast<U>>{}, p);
}

template <class U, class T> CellParameters<U> as(const CellParameters<T>& p)
{
    return combined_cells<U>(NumberByNumber<U, kinetics::Cast<U>>{}, p);
}

template <class U, class T> ElectrodeState<U> as(const ElectrodeState<T>& s)
{
    using kinetics::cast;
    return {.lithium = cast<U>(s.lithium),
            .host_capacity = cast<U>(s.host_capacity),
            .interphase_thickness = cast<U>(s.interphase_thickness),
            .barrier_thickness = cast<U>(s.barrier_thickness),
            .dead_lithium = cast<U>(s.dead_lithium),
            .contact_fraction = cast<U>(s.contact_fraction),
            .intrusion_length = cast<U>(s.intrusion_length),
            .pore_lithium = cast<U>(s.pore_lithium)};
}

template <class U, class T> CellState<U> as(const CellState<T>& s)
{
    return {.working = as<U>(s.working),
            .counter = as<U>(s.counter),
            .passed_charge = kinetics::cast<U>(s.passed_charge)};
}

/// Switches of scalars without lanes are plain booleans, whatever the scalar.
template <class U, class T>
    requires(!kinetics::Pack<T>)
ElectrodeSwitches<U> as(const ElectrodeSwitches<T>& on)
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

template <class U, class T>
    requires(!kinetics::Pack<T>)
CellSwitches<U> as(const CellSwitches<T>& on)
{
    return {.working = as<U>(on.working), .counter = as<U>(on.counter)};
}

} // namespace percolith::model
