#pragma once
/// Whether two cells are made of the same numbers, bit by bit, or how far apart they are.

#include "model/convert.hpp"
#include "model/layout.hpp"

#include <cmath>
#include <cstddef>
#include <vector>

namespace percolith::tests
{

/// Every number of a cell's parameters, in the order in which cells are combined. Laws show
/// themselves by their conductivity at some thicknesses, their potential at some shares of the
/// host.
template <class T> std::vector<T> numbers_of(const model::CellParameters<T>& cell)
{
    std::vector<T> all;
    const auto keep = [&](const auto& x) {
        if constexpr (requires { x.si; }) {
            all.push_back(x.si);
        } else {
            all.push_back(x);
        }
    };
    const auto electrode = [&](const model::ElectrodeParameters<T>& e) {
        for (const auto& x : {e.growth.si,
                              e.separator_use.si,
                              e.reversible_share,
                              e.ionic.conductivity().si,
                              e.front_resistance.si,
                              e.renewal.si,
                              e.reduction_potential.si,
                              e.initial_thickness.si,
                              e.exchange_current_density.si,
                              e.dead_share,
                              e.decay_length.si,
                              e.contact.void_capacity.si,
                              e.contact.replenishment.si,
                              e.contact.refill_share,
                              e.contact.healing.si,
                              e.contact.minimum,
                              e.intrusion.critical.si,
                              e.intrusion.excess_gain,
                              e.intrusion.electronic_gain,
                              e.intrusion.creep.si,
                              e.activation.pore_fraction,
                              e.activation.filling_limit,
                              e.activation.strippable_share,
                              e.double_layer.si,
                              e.permittivity.si}) {
            keep(x);
        }
        for (const double b : {5e-9, 2e-8, 1e-6}) {
            keep(e.electronic(kinetics::Length<T>(T(b))));
            keep(e.electronic.branch(kinetics::Length<T>(T(b))));
        }
        for (const double x : {0.02, 0.5, 0.98}) {
            keep(e.host(T(x)));
        }
    };
    electrode(cell.working);
    electrode(cell.counter);
    keep(cell.separator_thickness);
    keep(cell.separator_conductivity);
    keep(cell.temperature);
    keep(cell.short_resistance);
    return all;
}

template <class T> std::vector<T> numbers_of(const model::CellState<T>& state)
{
    constexpr auto size = model::cell_size<model::Physics::full>;
    std::vector<T> all(size);
    model::pack<model::Physics::full, T>(state, std::span<T, size>(all.data(), size));
    return all;
}

} // namespace percolith::tests
