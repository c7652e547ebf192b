#include "model/transitions.hpp"
#include "tests/support/random_state.hpp"

#include <catch2/catch.hpp>

using namespace percolith;
using namespace percolith::kinetics;
using namespace percolith::model;
using namespace percolith::tests;

namespace
{

constexpr auto guards = fixed_guards<Physics::full>;

std::array<double, guards> guard_values(const PlacedCell& c)
{
    std::array<double, guards> g{};
    fixed_guard_values<Physics::full>(c.cell, c.state, c.on(),
                                      cell_flows(c.cell, c.state, c.on(), c.i()), c.slope(), {},
                                      overpotentials(c.cell, c.state, c.i()), g.data());
    return g;
}

PlacedCell settled(PlacedCell c)
{
    c.mode = settle<Physics::full>(c.cell, c.state, c.current, c.ramp, true).mode;
    return c;
}

StateVector<Physics::full> numbers(const PlacedCell& c)
{
    StateVector<Physics::full> y;
    pack<Physics::full, double>(c.state, y);
    return y;
}

PlacedCell random_settled(Draw& draw)
{
    const auto mode = every_lithium_mode[static_cast<std::size_t>(draw.uniform(0.0, 5.0))];
    auto c = random_placed_cell<Physics::full>(draw, mode);
    if (chance(draw, 0.3)) {
        // Any current on any state, whatever mode that is.
        c.current = chance(draw, 0.2) ? 0.0 : draw.uniform(-20.0, 20.0);
    }
    return settled(c);
}

/// A plain collector on an electrolyte with an alloy.
ElectrodeParameters<> collector()
{
    ElectrodeParameters<> p;
    p.growth = VolumePerCharge<>{2.5e-10};
    p.separator_use = VolumePerCharge<>{2e-10};
    p.reversible_share = 0.15;
    p.electronic = ElectronicConductivity<>{Conductivity<>{1e-8}};
    p.ionic = Conductivity<>{1e-3};
    p.front_resistance = ArealResistance<>{0.1};
    p.reduction_potential = Voltage<>{1.71};
    p.initial_thickness = Length<>{5e-9};
    p.exchange_current_density = CurrentDensity<>{50.0};
    return p;
}

} // namespace

TEST_CASE("settling what is settled changes nothing", "[model]")
{
    Draw draw(311);
    for (int trial = 0; trial < 5000; ++trial) {
        const auto once = random_settled(draw);
        const auto twice = settled(once);
        CAPTURE(trial, once.current);
        CHECK(twice.mode == once.mode);
        CHECK(numbers(twice) == numbers(once));
    }
}

TEST_CASE("after settling no guard of a branch is down", "[model]")
{
    constexpr auto per_electrode = electrode_guards<Physics::full>;
    constexpr auto ends = static_cast<std::size_t>(ElectrodeGuard::contact_lost);
    Draw draw(312);
    for (int trial = 0; trial < 5000; ++trial) {
        const auto c = random_settled(draw);
        const auto g = guard_values(c);
        const auto leak = static_cast<std::size_t>(ElectrodeGuard::leak);
        for (std::size_t k = 0; k < 2 * per_electrode; ++k) {
            if (k % per_electrode >= ends) {
                continue; // those end the test rather than a branch
            }
            const auto& s = k < per_electrode ? c.state.working : c.state.counter;
            // Balances of charges count as zero within 1e-11 of them, potentials and shares to
            // rounding, other flags within 1e-9.
            const double hair = k % per_electrode < leak
                                    ? 1e-11 * (s.lithium + s.host_capacity).si + 1e-14
                                    : 1e-9 * (std::abs(c.current) + 3.0);
            CAPTURE(trial, k, c.current);
            CHECK(g[k] >= -hair);
        }
    }
}

TEST_CASE("a flag changes where its guard falls, and nowhere else", "[model]")
{
    // A settled cell whose state and current move a little: each flag of the new branches differs
    // from the old exactly where the old guard fell.
    constexpr std::array flags{&ElectrodeMode::leaking, &ElectrodeMode::above_threshold,
                               &ElectrodeMode::voiding, &ElectrodeMode::intruding,
                               &ElectrodeMode::pores_by_metal};
    constexpr std::size_t first = 2; // ElectrodeGuard::leak
    Draw draw(313);
    std::array<int, flags.size()> changes{};
    for (int trial = 0; trial < 20000; ++trial) {
        const auto c = random_settled(draw);
        auto moved = c;
        auto& s = moved.state.working;
        moved.current *= draw.logarithmic(0.3, 3.0);
        moved.ramp = 0.0;
        s.barrier_thickness = s.barrier_thickness * draw.uniform(0.5, 1.0);
        if (c.cell.submodels.contact) {
            s.contact_fraction = std::min(1.0, s.contact_fraction * draw.logarithmic(0.3, 3.0));
        }
        if (c.mode.working.lithium == LithiumMode::metal) {
            s.lithium =
                s.host_capacity + (s.lithium - s.host_capacity) * draw.logarithmic(1e-3, 1.0);
        }
        const auto g = guard_values(moved); // on the branches of before
        const auto after = settled(moved);
        if (after.mode.working.lithium != c.mode.working.lithium ||
            after.mode.working.flow != c.mode.working.flow ||
            after.mode.working.lithium == LithiumMode::sliding) {
            continue;
        }
        for (std::size_t k = 0; k < flags.size(); ++k) {
            const bool changed = after.mode.working.*flags[k] != c.mode.working.*flags[k];
            const bool fell = g[first + k] < 0.0;
            // On the edge itself the side is that of the drift; the slack of the charges is one.
            if (std::abs(g[first + k]) < 1e-12) {
                continue;
            }
            CAPTURE(trial, k, g[first + k]);
            CHECK(changed == fell);
            changes[k] += changed ? 1 : 0;
        }
    }
    for (const int count : changes) {
        CHECK(count > 20);
    }
}

TEST_CASE("a flag is the sign of its quantity", "[model]")
{
    constexpr std::array flags{&ElectrodeMode::leaking, &ElectrodeMode::voiding,
                               &ElectrodeMode::intruding, &ElectrodeMode::pores_by_metal,
                               &ElectrodeMode::above_threshold};
    Draw draw(314);
    for (int trial = 0; trial < 5000; ++trial) {
        const auto c = random_settled(draw);
        for (const bool working : {true, false}) {
            const auto& mode = working ? c.mode.working : c.mode.counter;
            const auto values = flag_values<Physics::full>(
                working ? c.cell.working : c.cell.counter, c.cell.submodels,
                working ? c.state.working : c.state.counter, mode, working ? c.i() : -c.i());
            for (std::size_t k = 0; k < flags.size(); ++k) {
                if (std::abs(values[k].value) > 1e-8 * values[k].size) {
                    CAPTURE(trial, k, working, values[k].value);
                    CHECK(mode.*flags[k] == values[k].value > 0.0);
                }
            }
        }
    }
}

TEST_CASE("metal, host and nothing are told apart by q and c_r", "[model]")
{
    const auto p = collector();
    const auto mode = [&](double q, double c_r, double j) {
        auto s = fresh(p, q);
        s.host_capacity = ArealCharge<>{c_r};
        return settle<Physics::core>(p, {}, s, j, 0.0, true);
    };
    CHECK(mode(100.0, 10.0, 1.0).mode.lithium == LithiumMode::metal);
    CHECK(mode(10.0, 100.0, 1.0).mode.lithium == LithiumMode::host);
    CHECK(mode(0.0, 100.0, 0.0).mode.lithium == LithiumMode::exhausted);
    CHECK_FALSE(mode(0.0, 100.0, 0.0).stripped_bare);
    CHECK(mode(0.0, 100.0, 1.0).mode.lithium == LithiumMode::exhausted);
    CHECK(mode(0.0, 100.0, 1.0).stripped_bare);
}

TEST_CASE("a bare collector starves while the front takes all of the plating", "[model]")
{
    const auto p = collector();
    const auto bare = fresh(p, 0.0);
    const double edge = starving_edge(p, bare);
    const auto mode = [&](double j) {
        auto s = bare;
        return settle<Physics::core>(p, {}, s, j, 0.0, true).mode.lithium;
    };
    CHECK(mode(-0.999 * edge) == LithiumMode::starved);
    CHECK(mode(-1.001 * edge) != LithiumMode::starved);
    // From U_host(0) = 0.4 V down to lithium's own potential the leak still grows: in between the
    // host fills at a constant ratio, above it lithium collects as metal.
    CHECK(mode(-1.001 * edge) == LithiumMode::host);
    CHECK(mode(-1e3) == LithiumMode::metal);
}

TEST_CASE("the first host of a bare collector keeps the ratio at which it fills", "[model]")
{
    // q/c_r = (|j| - (1 - u f_rev) i_leak)/(u f_rev i_leak)
    const auto p = collector();
    auto s = fresh(p, 0.0);
    const double edge = starving_edge(p, s);
    const double top = balanced_plating(p, s);
    REQUIRE(top > edge);
    for (const double share : {0.1, 0.5, 0.9}) {
        s = fresh(p, 0.0);
        const double j = -(edge + share * (top - edge));
        const auto mode = settle<Physics::core>(p, {}, s, j, 0.0, true).mode;
        REQUIRE(mode.lithium == LithiumMode::host);
        ElectrodeSwitches<> on;
        set_mode<double>(on, 0, mode);
        const auto r = electrode_rates<Physics::core>(p, {}, s, on, CurrentDensity<>{j}, {});
        CHECK(r.lithium / r.host_capacity == Approx(s.lithium / s.host_capacity).epsilon(1e-12));
    }
}
