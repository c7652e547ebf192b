// Where one mode hands over to another the balances go on without a jump.

#include "model/balances.hpp"

#include "tests/support/one_side.hpp"

#include <catch2/catch.hpp>

using namespace percolith::kinetics;
using namespace percolith::model;
using namespace percolith::tests;

TEST_CASE("where the drive is nothing, leaking or not is the same", "[model]")
{
    Draw draw(215);
    int seen = 0;
    for (int trial = 0; trial < 500; ++trial) {
        const auto mode = chance(draw, 0.5) ? LithiumMode::metal : LithiumMode::host;
        const auto c = random_placed_cell<Physics::full>(draw, mode);
        auto e = working(c);
        const auto f = e.flows();
        // E_red - U = (j/theta) l/sigma_i: stripping as strong as the front is thirsty.
        e.j = ((e.p.reduction_potential - f.potential) * e.s.contact_fraction / f.path.ionic).si;
        if (!(e.j > 0.0) || e.mode.flow == Flow::plate) {
            continue;
        }
        ++seen;
        e.mode.leaking = true;
        const auto leaking = rates(e, c.cell.submodels);
        e.mode.leaking = false;
        const auto tight = rates(e, c.cell.submodels);
        CHECK(leaking.lithium.si == Approx(tight.lithium.si).epsilon(1e-13));
        CHECK((leaking.interphase_thickness - tight.interphase_thickness).si ==
              Approx(0.0).margin(1e-13 * e.p.growth.si * e.j));
        CHECK((leaking.barrier_thickness - tight.barrier_thickness).si ==
              Approx(0.0).margin(1e-13 * e.p.growth.si * e.j));
    }
    CHECK(seen > 100);
}

TEST_CASE("where stripping is just refilled, voiding or not is the same", "[model]")
{
    Draw draw(216);
    int seen = 0;
    for (int trial = 0; trial < 2000; ++trial) {
        auto c = random_placed_cell<Physics::full>(draw, LithiumMode::metal);
        c.cell.submodels.contact = true;
        auto e = working(c);
        e.j = e.s.contact_fraction * e.p.contact.replenishment.si;
        if (!(e.j > 0.0) || e.mode.flow != Flow::strip) {
            continue;
        }
        ++seen;
        e.mode.voiding = true;
        const double voiding = rates(e, c.cell.submodels).contact_fraction.si;
        e.mode.voiding = false;
        const double whole = rates(e, c.cell.submodels).contact_fraction.si;
        CHECK(voiding == Approx(whole).margin(1e-15 * e.j / e.p.contact.void_capacity.si));
    }
    CHECK(seen > 100);
}

TEST_CASE("at the critical current, intruding or not is the same", "[model]")
{
    Draw draw(217);
    int seen = 0;
    for (int trial = 0; trial < 1000; ++trial) {
        auto c = random_placed_cell<Physics::full>(draw, LithiumMode::metal);
        c.cell.submodels.intrusion = true;
        auto e = working(c);
        if (e.mode.flow != Flow::plate) {
            continue;
        }
        ++seen;
        e.j = -e.s.contact_fraction * e.p.intrusion.critical.si;
        e.mode.intruding = true;
        const double intruding = rates(e, c.cell.submodels).intrusion_length.si;
        e.mode.intruding = false;
        const double held = rates(e, c.cell.submodels).intrusion_length.si;
        const double rounding = 1e-15 * e.p.intrusion.excess_gain * std::abs(e.j) /
                                e.s.contact_fraction * lithium_volume_per_charge.si;
        CHECK(intruding == Approx(held).epsilon(1e-12).margin(rounding));
    }
    CHECK(seen > 100);
}

TEST_CASE("lithium metal and a full host leak alike", "[model]")
{
    // U = 0 on both sides of q = c_r.
    Draw draw(218);
    for (int trial = 0; trial < 300; ++trial) {
        const auto c = random_placed_cell<Physics::full>(draw, LithiumMode::host);
        auto e = working(c);
        if (!(e.s.host_capacity.si > 0.0)) {
            continue;
        }
        e.s.lithium = e.s.host_capacity;
        e.mode.lithium = LithiumMode::host;
        const auto host = e.flows();
        e.mode.lithium = LithiumMode::metal;
        const auto metal = e.flows();
        CHECK(host.potential.si == Approx(0.0).margin(1e-14));
        CHECK(host.leak.si == Approx(metal.leak.si).epsilon(1e-12).margin(1e-14));
    }
}

TEST_CASE("a starved electrode hands over to its host without a jump", "[model]")
{
    Draw draw(219);
    int seen = 0;
    for (int trial = 0; trial < 500; ++trial) {
        const auto c = random_placed_cell<Physics::full>(draw, LithiumMode::starved);
        auto e = working(c);
        if (e.mode.lithium != LithiumMode::starved || e.p.reversible_share <= 0.0) {
            continue;
        }
        ++seen;
        // What the front takes at U_host(0), all of the plating.
        e.j = -starving_edge(e.p, e.s);
        const auto starved = e.flows();
        e.mode.lithium = LithiumMode::host;
        e.mode.leaking = true;
        e.s.host_capacity = ArealCharge<>{1.0};
        const auto host = e.flows();
        CHECK(starved.potential.si ==
              Approx(host_entry_potential(e.p).si).epsilon(1e-9).margin(1e-11));
        CHECK(host.leak.si == Approx(starved.leak.si).epsilon(1e-9));
    }
    CHECK(seen > 50);
}
