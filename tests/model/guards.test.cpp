#include "model/guards.hpp"
#include "model/event.hpp"
#include "tests/support/random_state.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace percolith;
using namespace percolith::kinetics;
using namespace percolith::model;
using namespace percolith::tests;

namespace
{

using Values = std::array<double, fixed_guards<Physics::full>>;

Values values(const PlacedCell& c, const VoltageLimits& limits = {})
{
    Values g{};
    fixed_guard_values<Physics::full>(c.cell, c.state, c.on(),
                                      cell_flows(c.cell, c.state, c.on(), c.i()), c.slope(), limits,
                                      overpotentials(c.cell, c.state, c.i()), g.data());
    return g;
}

double cell_guard(const Values& g, CellGuard which)
{
    return g[cell_guard_offset<Physics::full> + static_cast<std::size_t>(which)];
}

double working_guard(const Values& g, ElectrodeGuard which)
{
    return g[static_cast<std::size_t>(which)];
}

} // namespace

TEST_CASE("each end of the instrument's window has a guard of its own", "[model]")
{
    Draw draw(351);
    for (int trial = 0; trial < 200; ++trial) {
        const auto c = random_placed_cell<Physics::full>(draw, LithiumMode::metal);
        const double v = voltage<Physics::full>(c.cell, c.state, c.on(), c.i()).total().si;
        const auto inside = values(c, {v + 0.1, v - 0.2});
        const double rounding = 1e-13 * (1.0 + std::abs(v));
        CHECK(cell_guard(inside, CellGuard::voltage_high) == Approx(0.1).margin(rounding));
        CHECK(cell_guard(inside, CellGuard::voltage_low) == Approx(0.2).margin(rounding));
        const auto above = values(c, {v - 0.1, v - 0.2});
        CHECK(cell_guard(above, CellGuard::voltage_high) < 0.0);
        CHECK(cell_guard(above, CellGuard::voltage_low) > 0.0);
        const auto below = values(c, {v + 0.2, v + 0.1});
        CHECK(cell_guard(below, CellGuard::voltage_high) > 0.0);
        CHECK(cell_guard(below, CellGuard::voltage_low) < 0.0);
    }
}

TEST_CASE("a current that turns falls through its guard in both directions", "[model]")
{
    Draw draw(352);
    for (int trial = 0; trial < 200; ++trial) {
        auto c = random_placed_cell<Physics::full>(draw, LithiumMode::metal);
        if (c.current == 0.0) {
            CHECK(cell_guard(values(c), CellGuard::direction) > 0.0);
            c.current = 3.0 * resting_current;
            CHECK(cell_guard(values(c), CellGuard::direction) < 0.0);
            continue;
        }
        CHECK(cell_guard(values(c), CellGuard::direction) == std::abs(c.current));
        c.current = -c.current;
        CHECK(cell_guard(values(c), CellGuard::direction) == -std::abs(c.current));
    }
}

TEST_CASE("an intrusion as long as the separator is a short, on either side", "[model]")
{
    Draw draw(353);
    for (int trial = 0; trial < 200; ++trial) {
        auto c = random_placed_cell<Physics::full>(draw, LithiumMode::metal);
        c.cell.submodels.intrusion = true;
        const auto left = separator_left(c.cell, c.state);
        CHECK(cell_guard(values(c), CellGuard::separator) == left.si);
        c.state.working.intrusion_length = 0.999 * left;
        c.state.counter.intrusion_length = 1.001 * left;
        const auto g = values(c);
        const auto gap = static_cast<std::size_t>(ElectrodeGuard::short_circuit);
        CHECK((g[gap] > 0.0) == (left.si > 0.0));
        CHECK((g[electrode_guards<Physics::full> + gap] > 0.0) == (left.si < 0.0));
    }
}

TEST_CASE("contact is lost at its minimum", "[model]")
{
    Draw draw(354);
    auto c = random_placed_cell<Physics::full>(draw, LithiumMode::metal);
    c.cell.submodels.contact = true;
    c.state.working.contact_fraction = 0.011;
    CHECK(working_guard(values(c), ElectrodeGuard::contact_lost) > 0.0);
    c.state.working.contact_fraction = 0.009;
    CHECK(working_guard(values(c), ElectrodeGuard::contact_lost) < 0.0);
    c.cell.submodels.contact = false;
    CHECK(working_guard(values(c), ElectrodeGuard::contact_lost) > 0.0);
}

TEST_CASE("metal, host and starvation end where their balances do", "[model]")
{
    Draw draw(355);
    for (int trial = 0; trial < 300; ++trial) {
        for (const auto mode : {LithiumMode::metal, LithiumMode::host, LithiumMode::starved}) {
            auto c = random_placed_cell<Physics::full>(draw, mode);
            const auto m = c.mode.working.lithium;
            auto& s = c.state.working;
            const double some = 1e-6 * (s.host_capacity.si + 1.0);
            const auto with = [&](double q) {
                auto there = c;
                there.state.working.lithium.si = q;
                return values(there);
            };
            using enum ElectrodeGuard;
            if (m == LithiumMode::metal) {
                CHECK(working_guard(with(s.host_capacity.si + some), lithium_lower) > 0.0);
                CHECK(working_guard(with(s.host_capacity.si - some), lithium_lower) < 0.0);
            } else if (m == LithiumMode::host) {
                CHECK(working_guard(with(s.host_capacity.si - some), lithium_upper) > 0.0);
                CHECK(working_guard(with(s.host_capacity.si + some), lithium_upper) < 0.0);
                CHECK(working_guard(with(1e-9), lithium_lower) > 0.0);
                CHECK(working_guard(with(-1e-9), lithium_lower) < 0.0);
            } else if (m == LithiumMode::starved) {
                const double edge = starving_edge(c.cell.working, s);
                c.current = -0.999 * edge;
                CHECK(working_guard(values(c), lithium_lower) > 0.0);
                c.current = -1.001 * edge;
                CHECK(working_guard(values(c), lithium_lower) < 0.0);
            }
        }
    }
}

TEST_CASE("events have names of their own", "[model]")
{
    std::set<std::string> names;
    for (int k = 0; k <= static_cast<int>(EventKind::protocol_finished); ++k) {
        names.insert(name(static_cast<EventKind>(k)));
    }
    CHECK(names.size() == static_cast<std::size_t>(EventKind::protocol_finished) + 1);
}
