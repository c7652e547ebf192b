#include "model/cell_system.hpp"
#include "model/cell_equations.hpp"
#include "model/cell_lanes.hpp"
#include "tests/support/random_state.hpp"
#include "tests/support/scalars.hpp"

#include <catch2/catch.hpp>

#include <bit>
#include <cstdint>

using namespace percolith;
using namespace percolith::kinetics;
using namespace percolith::model;
using namespace percolith::tests;

namespace
{

/// Four cells in four modes of their own, and the same four in one pack.
template <Physics physics> struct FourCells {
    std::array<CellParameters<>, 4> cells;
    std::array<CellState<>, 4> states;
    CellSwitches<Pack4> on;
    std::array<CellMode, 4> modes;
    StateVector<physics, Pack4> together{};
    Pack4 current{0.0};
    Pack4 ramp{0.0};

    explicit FourCells(Draw& draw)
    {
        const auto with = physics == Physics::core ? Submodels{} : random_submodels(draw);
        for (std::size_t k = 0; k < 4; ++k) {
            const auto mode = every_lithium_mode[static_cast<std::size_t>(draw.uniform(0.0, 5.0))];
            const auto c = suitable(draw, mode, with);
            cells[k] = c.cell;
            states[k] = c.state;
            modes[k] = c.mode;
            set_mode(on.working, k, c.mode.working);
            set_mode(on.counter, k, c.mode.counter);
            set_lane<physics, Pack4>(together, k, c.state);
            current[k] = c.current;
            ramp[k] = c.ramp;
        }
    }

private:
    static PlacedCell suitable(Draw& draw, LithiumMode mode, const Submodels& with)
    {
        for (;;) {
            auto c = random_placed_cell<physics>(draw, mode);
            const auto& has = c.cell.submodels;
            const bool same = has.contact == with.contact && has.intrusion == with.intrusion &&
                              has.activation == with.activation;
            if (same) {
                return c;
            }
        }
    }
};

/// Values that are differences of larger ones agree to rounding of those: `scale`.
void check_lane(double packed, double alone, double scale)
{
    CHECK(packed == Approx(alone).epsilon(1e-13).margin(1e-15 * scale));
}

template <Physics physics> void check_lanes(std::uint32_t seed)
{
    Draw draw(seed);
    for (int trial = 0; trial < 300; ++trial) {
        const FourCells<physics> four(draw);
        const CellLanes<Pack4> lanes(four.cells);
        const std::vector<Condition> conditions{
            {.what = Observable::voltage, .threshold = 0.3},
            {.what = Observable::cell_resistance, .threshold = 0.1},
            {.what = Observable::charge_magnitude, .threshold = 100.0}};
        const CellSystem<physics, Pack4, Galvanostatic<Pack4>> packed{
            .cell = lanes.together(),
            .on = four.on,
            .control = {CurrentDensity<Pack4>{four.current}, CurrentRamp<Pack4>{four.ramp}},
            .limits = {Pack4(5.0), Pack4(-5.0)},
            .conditions = conditions};
        const auto& y = four.together;
        StateVector<physics, Pack4> dy;
        packed(y, dy, Pack4(0.0));
        std::vector<Pack4> g(packed.guard_count());
        const Pack4 v = packed.guards(y, Pack4(0.0), g.data());
        for (std::size_t k = 0; k < 4; ++k) {
            const CellSystem<physics, double, Galvanostatic<>> alone{
                .cell = four.cells[k],
                .on = switches<double>(four.modes[k]),
                .control = {CurrentDensity<>{four.current[k]}, CurrentRamp<>{four.ramp[k]}},
                .limits = {5.0, -5.0},
                .conditions = conditions};
            StateVector<physics> at;
            StateVector<physics> rate;
            pack<physics, double>(four.states[k], at);
            alone(at, rate, 0.0);
            CAPTURE(trial, k);
            for (std::size_t f = 0; f < at.size(); ++f) {
                CAPTURE(layout(physics)[f].name);
                check_lane(dy[f][k], rate[f], std::abs(rate[f]));
            }
            std::vector<double> guards(alone.guard_count());
            const double voltage = alone.guards(at, 0.0, guards.data());
            check_lane(v[k], voltage, 1e3);
            for (std::size_t n = 0; n < guards.size(); ++n) {
                CAPTURE(n);
                check_lane(g[n][k], guards[n], std::abs(guards[n]) + (n < 2 ? 0.0 : 1e3));
            }
        }
    }
}

} // namespace

TEST_CASE("in every lane a cell moves as it would alone, whatever its neighbours do", "[model]")
{
    check_lanes<Physics::core>(251);
    check_lanes<Physics::full>(252);
}

TEST_CASE("a cell that takes over a lane moves as in a pack made with it, and so do its neighbours",
          "[model]")
{
    Draw draw(254);
    for (int trial = 0; trial < 300; ++trial) {
        const FourCells<Physics::core> before(draw);
        const FourCells<Physics::core> after(draw);
        CellLanes<Pack4> lanes(before.cells);
        auto cells = before.cells;
        // Lane by lane, until all four are others.
        for (const std::size_t k : {2U, 0U, 3U, 1U}) {
            lanes.set(k, after.cells[k]);
            cells[k] = after.cells[k];
            const CellLanes<Pack4> made(cells);
            StateVector<Physics::core, Pack4> of_lanes;
            StateVector<Physics::core, Pack4> of_made;
            const auto rates = [&](const CellLanes<Pack4>& of, auto& dy) {
                const CellSystem<Physics::core, Pack4, Galvanostatic<Pack4>> system{
                    .cell = of.together(),
                    .on = after.on,
                    .control = {CurrentDensity<Pack4>{after.current},
                                CurrentRamp<Pack4>{after.ramp}},
                    .limits = {Pack4(5.0), Pack4(-5.0)},
                    .conditions = {}};
                system(after.together, dy, Pack4(0.0));
            };
            rates(lanes, of_lanes);
            rates(made, of_made);
            CAPTURE(trial, k);
            for (std::size_t f = 0; f < of_made.size(); ++f) {
                for (std::size_t lane = 0; lane < 4; ++lane) {
                    const double a = of_lanes[f][lane];
                    const double b = of_made[f][lane];
                    CHECK(std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b));
                }
            }
            CHECK(lanes.alone(k).working.growth.si == after.cells[k].working.growth.si);
        }
    }
    const FourCells<Physics::core> cells(draw);
    CellLanes<Pack4> lanes(cells.cells);
    auto other = cells.cells[0];
    other.submodels.contact = true;
    CHECK_THROWS_AS(lanes.set(1, other), std::invalid_argument);
}

TEST_CASE("a system that knows its overpotential beforehand judges as one that does not", "[model]")
{
    Draw draw(253);
    for (int trial = 0; trial < 200; ++trial) {
        const auto c = random_placed_cell<Physics::core>(draw, LithiumMode::metal);
        CellSystem<Physics::core, double, Galvanostatic<>> system{.cell = c.cell,
                                                                  .on = c.on(),
                                                                  .control = {c.i(), c.slope()},
                                                                  .limits = {5.0, -5.0},
                                                                  .conditions = {}};
        StateVector<Physics::core> y;
        pack<Physics::core, double>(c.state, y);
        std::vector<double> each_time(system.guard_count());
        std::vector<double> beforehand(system.guard_count());
        const double v = system.guards(y, 0.0, each_time.data());
        SteadyOverpotentials<> memory;
        system.prepare(memory);
        CHECK(system.steady.has_value() == (c.ramp == 0.0));
        CHECK(system.guards(y, 0.0, beforehand.data()) == v);
        CHECK(beforehand == each_time);
    }
}
