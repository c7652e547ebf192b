#pragma once
/// Random states of random cells, in every lithium mode, settled on their branches.

#include "model/transitions.hpp"
#include "tests/support/random_cell.hpp"

#include <array>
#include <cmath>
#include <utility>

namespace percolith::tests
{

/// A cell somewhere in the middle of a test.
struct PlacedCell {
    model::CellParameters<> cell;
    model::CellState<> state;
    model::CellMode mode;
    double current = 0.0; ///< A/m2
    double ramp = 0.0; ///< A/(m2 s)

    kinetics::CurrentDensity<> i() const { return kinetics::CurrentDensity<>{current}; }
    kinetics::CurrentRamp<> slope() const { return kinetics::CurrentRamp<>{ramp}; }
    model::CellSwitches<> on() const { return model::switches<double>(mode); }
};

inline constexpr std::array every_lithium_mode{
    model::LithiumMode::metal, model::LithiumMode::host, model::LithiumMode::exhausted,
    model::LithiumMode::starved, model::LithiumMode::sliding};

inline model::Submodels random_submodels(Draw& draw)
{
    return {.contact = chance(draw, 0.5),
            .intrusion = chance(draw, 0.5),
            .activation = chance(draw, 0.5)};
}

inline Barrier random_barrier_kind(Draw& draw)
{
    const double kind = draw.uniform(0.0, 1.0);
    return kind < 0.6 ? Barrier::constant : kind < 0.8 ? Barrier::kinked : Barrier::smooth;
}

/// Metal on an interphase that has grown; the host holds what the leak gave it.
template <model::Physics physics>
model::ElectrodeState<> random_metal(Draw& draw, const model::ElectrodeParameters<>& p,
                                     const model::Submodels& with)
{
    using namespace kinetics;
    model::ElectrodeState<> s;
    s.interphase_thickness = p.initial_thickness * draw.logarithmic(1.01, 1e3);
    s.barrier_thickness = s.interphase_thickness * draw.uniform(0.1, 0.99);
    s.host_capacity =
        p.reversible_share * (s.interphase_thickness - p.initial_thickness) / p.growth;
    s.lithium = s.host_capacity + ArealCharge<>{draw.logarithmic(1e2, 7e5)};
    if constexpr (physics == model::Physics::full) {
        s.dead_lithium = ArealCharge<>{draw.logarithmic(1.0, 1e3)};
        s.contact_fraction = with.contact ? draw.uniform(0.05, 0.99) : 1.0;
        s.intrusion_length = Length<>{with.intrusion ? draw.logarithmic(1e-9, 1e-6) : 0.0};
        const auto pores =
            p.activation.filling_limit * p.activation.pore_fraction * s.interphase_thickness;
        s.pore_lithium = pores * (with.activation ? draw.uniform(0.01, 0.99) : 0.0);
    }
    return s;
}

inline kinetics::LeakPath<> path_of(const model::ElectrodeParameters<>& p,
                                    const model::ElectrodeState<>& s)
{
    return {.electronic = s.barrier_thickness / p.electronic(s.barrier_thickness),
            .ionic = p.ionic.resistance(s.interphase_thickness),
            .front = p.front_resistance};
}

/// Plating (> 0) of which, with the electrode at U_host(0), the front takes exactly all. From
/// J = |j|/(1 - u f_rev) = theta (E_red - U_host(0) + |j| l/(theta sigma_i)) / (all resistances).
/// Not positive where no plating starves the electrode.
inline double starving_edge(const model::ElectrodeParameters<>& p, const model::ElectrodeState<>& s)
{
    const auto path = path_of(p, s);
    const auto drive = p.reduction_potential - model::host_entry_potential(p);
    const auto resistance = path.total() / (1.0 - p.reversible_share) - path.ionic;
    return (s.contact_fraction * drive / resistance).si;
}

/// Plating (> 0) that the leak of metal equals: theta E_red = |j| (b/sigma_e + R_k).
inline double balanced_plating(const model::ElectrodeParameters<>& p,
                               const model::ElectrodeState<>& s)
{
    const auto path = path_of(p, s);
    return (s.contact_fraction * p.reduction_potential / (path.electronic + path.front)).si;
}

/// Moves an electrode from metal to another lithium mode; returns its current density. NaN where
/// these parameters do not know the mode.
inline double place(Draw& draw, const model::ElectrodeParameters<>& p, const model::Submodels& with,
                    model::LithiumMode mode, model::ElectrodeState<>& s)
{
    using model::LithiumMode;
    const double current = draw.logarithmic(0.05, 20.0) * (chance(draw, 0.5) ? 1.0 : -1.0);
    if (mode == LithiumMode::metal) {
        return chance(draw, 0.15) ? 0.0 : current;
    }
    s.pore_lithium.si = 0.0;
    switch (mode) {
    case LithiumMode::host:
        s.lithium = s.host_capacity * draw.uniform(0.03, 0.97);
        return s.host_capacity.si > 0.0 ? current : std::nan("");
    case LithiumMode::exhausted:
        s.lithium.si = 0.0;
        return 0.0;
    case LithiumMode::starved: {
        s.lithium.si = 0.0;
        const double edge = starving_edge(p, s);
        return edge > 0.0 ? -edge * draw.uniform(0.05, 0.95) : std::nan("");
    }
    default:
        s.lithium = s.host_capacity;
        return p.renewal.si > 0.0 || with.contact ? -balanced_plating(p, s) : std::nan("");
    }
}

/// A random cell with one electrode in the given mode, the other with metal or on its host. Either
/// may be the working one.
template <model::Physics physics> PlacedCell random_placed_cell(Draw& draw, model::LithiumMode mode)
{
    using model::LithiumMode;
    for (;;) {
        const bool core = physics == model::Physics::core;
        const auto with = core ? model::Submodels{} : random_submodels(draw);
        PlacedCell c{
            .cell = random_cell(draw, random_barrier_kind(draw), with), .state = {}, .mode = {}};
        auto& cell = c.cell;
        if (core) {
            cell.working.dead_share = 0.0;
            cell.counter.dead_share = 0.0;
        }
        c.state.working = random_metal<physics>(draw, cell.working, with);
        c.state.counter = random_metal<physics>(draw, cell.counter, with);
        c.current = place(draw, cell.working, with, mode, c.state.working);
        if (!(std::abs(c.current) < 1e3)) {
            continue;
        }
        const bool other_on_host = chance(draw, 0.3) && c.state.counter.host_capacity.si > 0.0;
        const auto other = other_on_host ? LithiumMode::host : LithiumMode::metal;
        place(draw, cell.counter, with, other, c.state.counter);
        c.mode.working.lithium = mode;
        c.mode.counter.lithium = other;
        if (chance(draw, 0.5)) {
            std::swap(cell.working, cell.counter);
            std::swap(c.state.working, c.state.counter);
            std::swap(c.mode.working, c.mode.counter);
            c.current = -c.current;
        }
        const auto flow = [](double j) {
            return j > 0.0 ? model::Flow::strip : j < 0.0 ? model::Flow::plate : model::Flow::rest;
        };
        c.mode.working.flow = flow(c.current);
        c.mode.counter.flow = flow(-c.current);
        c.ramp = c.current != 0.0 && chance(draw, 0.3) ? draw.uniform(-1e-4, 1e-4) : 0.0;
        model::detail::settle_flags<physics>(cell.working, with, c.state.working, c.current, c.ramp,
                                             c.mode.working);
        model::detail::settle_flags<physics>(cell.counter, with, c.state.counter, -c.current,
                                             -c.ramp, c.mode.counter);
        return c;
    }
}

} // namespace percolith::tests
