#pragma once
/// Several cells side by side in the lanes of one SIMD pack.

#include "model/convert.hpp"
#include "model/layout.hpp"
#include "model/modes.hpp"
#include "tests/support/scalars.hpp"

#include <functional>
#include <utility>
#include <vector>

namespace percolith::tests
{

namespace detail
{
template <class T> T& number(T& x)
{
    return x;
}
template <int Kg, int M, int S, int A, int K, int Mol, class T>
T& number(kinetics::Quantity<Kg, M, S, A, K, Mol, T>& x)
{
    return x.si;
}

/// Every plain number of an electrode's parameters, in a fixed order. Laws are not among them.
template <class T, class Visit> void visit_numbers(model::ElectrodeParameters<T>& p, Visit&& visit)
{
    const auto all = [&](auto&... fields) { (visit(number(fields)), ...); };
    all(p.growth, p.separator_use, p.reversible_share, p.ionic, p.front_resistance, p.renewal,
        p.reduction_potential, p.initial_thickness, p.exchange_current_density, p.dead_share,
        p.decay_length, p.double_layer, p.permittivity);
    all(p.contact.void_capacity, p.contact.replenishment, p.contact.refill_share, p.contact.healing,
        p.contact.minimum);
    all(p.intrusion.critical, p.intrusion.excess_gain, p.intrusion.electronic_gain,
        p.intrusion.creep);
    all(p.activation.pore_fraction, p.activation.filling_limit, p.activation.strippable_share);
}

template <class T, class Visit> void visit_numbers(model::CellParameters<T>& p, Visit&& visit)
{
    visit_numbers(p.working, visit);
    visit_numbers(p.counter, visit);
    visit(p.separator_thickness.si);
    visit(p.separator_conductivity.si);
    visit(p.temperature.si);
    visit(p.short_resistance.si);
}

/// Barriers of constant conductivity and linear hosts: laws whose numbers can differ by lane.
template <class P>
void gather_laws(model::ElectrodeParameters<P>& to,
                 const std::vector<const model::ElectrodeParameters<>*>& from)
{
    P conductivity(0.0);
    P at_empty(0.0);
    for (std::size_t k = 0; k < from.size(); ++k) {
        const auto& host = std::get<kinetics::LinearHost<>>(from[k]->host.law());
        conductivity[k] = from[k]->electronic(from[k]->initial_thickness).si;
        at_empty[k] = host.at_empty.si;
    }
    to.electronic = kinetics::ElectronicConductivity<P>{kinetics::Conductivity<P>{conductivity}};
    to.host = kinetics::HostCurve<P>{kinetics::LinearHost<P>{kinetics::Voltage<P>{at_empty}}};
}
} // namespace detail

/// One cell per lane. All have the sub-models of the first.
template <class P>
model::CellParameters<P> gather(const std::vector<model::CellParameters<>>& cells)
{
    auto packed = model::as<P>(cells.front());
    for (std::size_t k = 0; k < cells.size(); ++k) {
        auto cell = cells[k];
        std::vector<double> numbers;
        detail::visit_numbers(cell, [&](double x) { numbers.push_back(x); });
        std::size_t next = 0;
        detail::visit_numbers(packed, [&](P& x) { x[k] = numbers[next++]; });
    }
    std::vector<const model::ElectrodeParameters<>*> working;
    std::vector<const model::ElectrodeParameters<>*> counter;
    for (const auto& cell : cells) {
        working.push_back(&cell.working);
        counter.push_back(&cell.counter);
    }
    detail::gather_laws(packed.working, working);
    detail::gather_laws(packed.counter, counter);
    return packed;
}

template <model::Physics physics, class P>
model::StateVector<physics, P> gather_states(const std::vector<model::CellState<>>& states)
{
    model::StateVector<physics, P> packed;
    for (std::size_t k = 0; k < states.size(); ++k) {
        model::StateVector<physics> y;
        model::pack<physics, double>(states[k], y);
        for (std::size_t f = 0; f < y.size(); ++f) {
            packed[f][k] = y[f];
        }
    }
    return packed;
}

template <class P> model::CellSwitches<P> gather_modes(const std::vector<model::CellMode>& modes)
{
    model::CellSwitches<P> on;
    for (std::size_t k = 0; k < modes.size(); ++k) {
        model::set_mode(on.working, k, modes[k].working);
        model::set_mode(on.counter, k, modes[k].counter);
    }
    return on;
}

} // namespace percolith::tests
