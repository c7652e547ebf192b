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

    template <class To, class... X> void operator()(To& to, const X&... x) const
    {
        to = kinetics::combined_numbers(f, x...);
    }
    template <class Law, class... Each> void law(Law& to, const Each&... each) const
    {
        const auto numbers = [this](const auto&... x) {
            return kinetics::combined_numbers(f, x...);
        };
        to = Law::template combined<U>(numbers, each...);
    }
};

/// Puts each into its own lane of the pack U, with its own laws.
template <class U> struct SideBySide {
    template <class To, class... X> void operator()(To& to, const X&... x) const
    {
        to = kinetics::side_by_side<U>(x...);
    }
    template <class Law, class... Each> void law(Law& to, const Each&... each) const
    {
        to = Law({each...});
    }
};

/// Puts one into one lane of what is there.
struct IntoLane {
    int lane;

    template <class To, class X> void operator()(To& to, const X& x) const
    {
        kinetics::set_lane(to, lane, x);
    }
    template <class Law, class Own> void law(Law& to, const Own& own) const
    {
        to.set_lane(lane, own);
    }
};

/// Has `make`, one of the above, make every number and law of `to` of those of `p...`.
template <class Make, class U, class... Each>
void combine_electrodes(const Make& make, ElectrodeParameters<U>& to, const Each&... p)
{
    make(to.growth, p.growth...);
    make(to.separator_use, p.separator_use...);
    make(to.reversible_share, p.reversible_share...);
    make.law(to.electronic, p.electronic...);
    auto ionic = to.ionic.conductivity();
    make(ionic, p.ionic.conductivity()...);
    to.ionic = ionic;
    make(to.front_resistance, p.front_resistance...);
    make(to.renewal, p.renewal...);
    make(to.reduction_potential, p.reduction_potential...);
    make(to.initial_thickness, p.initial_thickness...);
    make(to.exchange_current_density, p.exchange_current_density...);
    make.law(to.host, p.host...);
    make(to.dead_share, p.dead_share...);
    make(to.decay_length, p.decay_length...);
    make(to.contact.void_capacity, p.contact.void_capacity...);
    make(to.contact.replenishment, p.contact.replenishment...);
    make(to.contact.refill_share, p.contact.refill_share...);
    make(to.contact.healing, p.contact.healing...);
    make(to.contact.minimum, p.contact.minimum...);
    make(to.intrusion.critical, p.intrusion.critical...);
    make(to.intrusion.excess_gain, p.intrusion.excess_gain...);
    make(to.intrusion.electronic_gain, p.intrusion.electronic_gain...);
    make(to.intrusion.creep, p.intrusion.creep...);
    make(to.activation.pore_fraction, p.activation.pore_fraction...);
    make(to.activation.filling_limit, p.activation.filling_limit...);
    make(to.activation.strippable_share, p.activation.strippable_share...);
    make(to.double_layer, p.double_layer...);
    make(to.permittivity, p.permittivity...);
}

/// The same of cells. Throws `std::invalid_argument` unless all have the same sub-models.
template <class Make, class U, class First, class... Rest>
void combine_cells(const Make& make, CellParameters<U>& to, const First& p, const Rest&... rest)
{
    if (!((rest.submodels == p.submodels) && ...)) {
        throw std::invalid_argument("cells made into one must have the same sub-models");
    }
    combine_electrodes(make, to.working, p.working, rest.working...);
    combine_electrodes(make, to.counter, p.counter, rest.counter...);
    make(to.separator_thickness, p.separator_thickness, rest.separator_thickness...);
    make(to.separator_conductivity, p.separator_conductivity, rest.separator_conductivity...);
    make(to.temperature, p.temperature, rest.temperature...);
    make(to.short_resistance, p.short_resistance, rest.short_resistance...);
    to.submodels = p.submodels;
}

template <class U, class T> ElectrodeParameters<U> as(const ElectrodeParameters<T>& p)
{
    ElectrodeParameters<U> to;
    combine_electrodes(NumberByNumber<U, kinetics::Cast<U>>{}, to, p);
    return to;
}

template <class U, class T> CellParameters<U> as(const CellParameters<T>& p)
{
    CellParameters<U> to;
    combine_cells(NumberByNumber<U, kinetics::Cast<U>>{}, to, p);
    return to;
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
