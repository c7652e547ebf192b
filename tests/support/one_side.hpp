#pragma once
/// One electrode of a random cell, whose balances are looked at alone.

#include "model/balances.hpp"
#include "tests/support/random_state.hpp"

namespace percolith::tests
{

/// One electrode of a placed cell, with its own current. The cell outlives it.
struct OneSide {
    const model::ElectrodeParameters<>& p;
    model::ElectrodeState<> s;
    model::ElectrodeMode mode;
    double j; ///< A/m2
    double ramp; ///< A/(m2 s)

    model::ElectrodeSwitches<> on() const
    {
        model::ElectrodeSwitches<> on;
        model::set_mode<double>(on, 0, mode);
        return on;
    }
    model::ElectrodeFlows<> flows() const
    {
        return model::flows(p, s, on(), kinetics::CurrentDensity<>{j});
    }
};

/// The working electrode of a cell whose working or counter electrode is in `mode`.
inline OneSide working(const PlacedCell& c)
{
    return {c.cell.working, c.state.working, c.mode.working, c.current, c.ramp};
}

inline model::ElectrodeRates<> rates(const OneSide& e, const model::Submodels& with)
{
    return model::electrode_rates<model::Physics::full>(
        e.p, with, e.s, e.on(), kinetics::CurrentDensity<>{e.j}, kinetics::CurrentRamp<>{e.ramp});
}

} // namespace percolith::tests
