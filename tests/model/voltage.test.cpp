#include "model/voltage.hpp"
#include "tests/support/random_state.hpp"

#include <catch2/catch.hpp>

using namespace percolith;
using namespace percolith::kinetics;
using namespace percolith::model;
using namespace percolith::tests;

namespace
{

/// The cell seen from the other side.
PlacedCell mirrored(PlacedCell c)
{
    std::swap(c.cell.working, c.cell.counter);
    std::swap(c.state.working, c.state.counter);
    std::swap(c.mode.working, c.mode.counter);
    c.current = -c.current;
    c.ramp = -c.ramp;
    return c;
}

VoltageTerms<> voltage_of(const PlacedCell& c)
{
    return voltage<Physics::full>(c.cell, c.state, c.on(), c.i());
}

/// The formula of the voltage in plain numbers, one electrode.
double expected_electrode(const PlacedCell& c, bool is_working)
{
    const auto& p = is_working ? c.cell.working : c.cell.counter;
    const auto& s = is_working ? c.state.working : c.state.counter;
    const auto& on = is_working ? c.on().working : c.on().counter;
    const double j = is_working ? c.current : -c.current;
    const auto f = flows(p, s, on, CurrentDensity<>{j});
    const double RT_F = 8.314462618153240 * c.cell.temperature.si / 96485.33212331001;
    const double eta =
        2.0 * RT_F * std::asinh(j / (2.0 * s.contact_fraction * p.exchange_current_density.si));
    double l_ion = s.interphase_thickness.si;
    if (c.cell.submodels.activation) {
        const double metal = std::max(0.0, (s.lithium - s.host_capacity).si);
        const double bridged = std::min(s.pore_lithium.si, metal * 13.00e-6 / 96485.33212331001);
        l_ion -= bridged / p.activation.pore_fraction;
    }
    return f.potential.si + eta +
           (j + f.leak.si) / s.contact_fraction * l_ion / p.ionic.conductivity().si;
}

} // namespace

TEST_CASE("the terms of the voltage are those of its formula, and add up", "[model]")
{
    Draw draw(231);
    for (const auto mode : every_lithium_mode) {
        for (int trial = 0; trial < 500; ++trial) {
            const auto c = random_placed_cell<Physics::full>(draw, mode);
            const auto v = voltage_of(c);
            const double w = expected_electrode(c, true);
            const double counter = expected_electrode(c, false);
            const double h = separator_left(c.cell, c.state).si;
            const double separator = c.current * h / c.cell.separator_conductivity.si;
            CAPTURE(trial, static_cast<int>(mode));
            const double rounding = 1e-13 * (1.0 + std::abs(w) + std::abs(counter));
            CHECK(v.working.total().si == Approx(w).margin(rounding));
            CHECK(v.counter.total().si == Approx(counter).margin(rounding));
            CHECK(v.separator.si == Approx(separator).epsilon(1e-14));
            CHECK(
                v.total().si ==
                Approx(w - counter + separator).margin(3 * rounding + 1e-14 * std::abs(separator)));
        }
    }
}

TEST_CASE("seen from the other side a cell has the opposite voltage and the same rates", "[model]")
{
    Draw draw(232);
    for (const auto mode : every_lithium_mode) {
        for (int trial = 0; trial < 300; ++trial) {
            const auto c = random_placed_cell<Physics::full>(draw, mode);
            const auto m = mirrored(c);
            const auto v = voltage_of(c);
            const double size = std::abs(v.working.total().si) + std::abs(v.counter.total().si) +
                                std::abs(v.separator.si);
            CHECK(voltage_of(m).total().si == Approx(-v.total().si).margin(1e-15 * size));
            const auto r = cell_rates<Physics::full>(c.cell, c.state, c.on(), c.i(), c.slope());
            const auto back = cell_rates<Physics::full>(m.cell, m.state, m.on(), m.i(), m.slope());
            std::array<double, electrode_size<Physics::full>> here;
            std::array<double, electrode_size<Physics::full>> there;
            model::detail::pack_rates<Physics::full>(r.working, here.data());
            model::detail::pack_rates<Physics::full>(back.counter, there.data());
            CHECK(here == there);
            model::detail::pack_rates<Physics::full>(r.counter, here.data());
            model::detail::pack_rates<Physics::full>(back.working, there.data());
            CHECK(here == there);
            CHECK(back.passed_charge.si == -r.passed_charge.si);
        }
    }
}

TEST_CASE("an exhausted electrode at rest sits at the electrolyte's reduction potential", "[model]")
{
    Draw draw(233);
    for (int trial = 0; trial < 200; ++trial) {
        auto c = random_placed_cell<Physics::full>(draw, LithiumMode::exhausted);
        const auto v = voltage_of(c);
        const bool is_working = c.mode.working.lithium == LithiumMode::exhausted;
        const auto& empty = is_working ? v.working : v.counter;
        const auto& p = is_working ? c.cell.working : c.cell.counter;
        CHECK(empty.total().si == p.reduction_potential.si);
        // An empty electrode against metal at rest: E_red less the ions' drop of the metal's leak.
        CHECK(v.separator.si == 0.0);
    }
}

TEST_CASE("a symmetric cell at rest has no voltage", "[model]")
{
    Draw draw(234);
    for (int trial = 0; trial < 200; ++trial) {
        auto c = random_placed_cell<Physics::full>(draw, LithiumMode::metal);
        c.cell.counter = c.cell.working;
        c.state.counter = c.state.working;
        c.mode.counter = c.mode.working;
        c.current = 0.0;
        CHECK(voltage_of(c).total().si == 0.0);
    }
}

TEST_CASE("the separator is thinner by what both interphases consumed of it", "[model]")
{
    Draw draw(235);
    for (int trial = 0; trial < 300; ++trial) {
        const auto c = random_placed_cell<Physics::full>(draw, LithiumMode::metal);
        const auto used = [](const ElectrodeParameters<>& p, const ElectrodeState<>& s) {
            const auto leaked = (s.interphase_thickness - p.initial_thickness) / p.growth;
            return (p.separator_use * leaked).si;
        };
        const double h0 = c.cell.separator_thickness.si;
        const double expected =
            h0 - used(c.cell.working, c.state.working) - used(c.cell.counter, c.state.counter);
        CHECK(separator_left(c.cell, c.state).si == Approx(expected).margin(1e-15 * h0));

        CellState<> start;
        start.working.interphase_thickness = c.cell.working.initial_thickness;
        start.counter.interphase_thickness = c.cell.counter.initial_thickness;
        CHECK(separator_left(c.cell, start).si == h0);
    }
}

TEST_CASE("pore lithium and the metal left shorten the ions' way alike where they are equal",
          "[model]")
{
    Draw draw(236);
    for (int trial = 0; trial < 300; ++trial) {
        auto c = random_placed_cell<Physics::full>(draw, LithiumMode::metal);
        c.cell.submodels.activation = true;
        const auto& p = c.cell.working;
        auto& s = c.state.working;
        auto& mode = c.mode.working;
        mode.lithium = LithiumMode::metal;
        s.pore_lithium = s.interphase_thickness * p.activation.pore_fraction * draw.uniform(0., 1.);
        s.lithium = s.host_capacity + s.pore_lithium / lithium_volume_per_charge;
        const auto path = [&](bool by_metal) {
            mode.pores_by_metal = by_metal;
            return ion_path<Physics::full>(p, c.cell.submodels, s, c.on().working).si;
        };
        // The metal is a difference of charges that may be far larger.
        const double rounding =
            1e-15 * (s.lithium * lithium_volume_per_charge / p.activation.pore_fraction).si;
        CHECK(path(true) == Approx(path(false)).epsilon(1e-13).margin(rounding));
        // m = phi_max eps l at most, so that some of the way is always left.
        CHECK(path(false) >= -1e-15 * s.interphase_thickness.si);
    }
}
