#include "model/observe.hpp"
#include "tests/support/random_state.hpp"

#include <catch2/catch.hpp>

using namespace percolith;
using namespace percolith::model;
using namespace percolith::tests;

namespace
{

double seen(const PlacedCell& c, Observable what, Side side = Side::working)
{
    return observe<Physics::full>(what, side, c.cell, c.state, c.on(), c.i());
}

double guard(const PlacedCell& c, const Condition& condition)
{
    return condition_guard<Physics::full>(condition, c.cell, c.state, c.on(), c.i());
}

constexpr std::array every_observable{Observable::voltage,
                                      Observable::current_magnitude,
                                      Observable::charge_magnitude,
                                      Observable::interphase_thickness,
                                      Observable::barrier_thickness,
                                      Observable::interface_resistance,
                                      Observable::cell_resistance,
                                      Observable::lithium,
                                      Observable::metal,
                                      Observable::contact_fraction,
                                      Observable::intrusion_length};

} // namespace

TEST_CASE("an observable is what it is called, on the side that was asked", "[model]")
{
    Draw draw(291);
    for (int trial = 0; trial < 100; ++trial) {
        auto c = random_placed_cell<Physics::full>(draw, LithiumMode::metal);
        c.state.passed_charge.si = draw.uniform(-100.0, 100.0);
        const auto& w = c.state.working;
        const auto& k = c.state.counter;
        const auto small = small_signal<Physics::full>(c.cell, c.state, c.on(), c.i());
        CHECK(seen(c, Observable::voltage) ==
              voltage<Physics::full>(c.cell, c.state, c.on(), c.i()).total().si);
        CHECK(seen(c, Observable::current_magnitude) == std::abs(c.current));
        CHECK(seen(c, Observable::charge_magnitude) == std::abs(c.state.passed_charge.si));
        CHECK(seen(c, Observable::interphase_thickness) == w.interphase_thickness.si);
        CHECK(seen(c, Observable::barrier_thickness, Side::counter) == k.barrier_thickness.si);
        CHECK(seen(c, Observable::interface_resistance) == small.working.resistance().si);
        CHECK(seen(c, Observable::interface_resistance, Side::counter) ==
              small.counter.resistance().si);
        CHECK(seen(c, Observable::cell_resistance) == small.resistance().si);
        CHECK(seen(c, Observable::lithium, Side::counter) == k.lithium.si);
        CHECK(seen(c, Observable::metal) == (w.lithium - w.host_capacity).si);
        CHECK(seen(c, Observable::contact_fraction, Side::counter) == k.contact_fraction);
        CHECK(seen(c, Observable::intrusion_length) == w.intrusion_length.si);
    }
}

TEST_CASE("a condition's guard is positive until the observable passes the threshold", "[model]")
{
    Draw draw(292);
    for (int trial = 0; trial < 50; ++trial) {
        const auto c = random_placed_cell<Physics::full>(draw, LithiumMode::metal);
        for (const auto what : every_observable) {
            const double now = seen(c, what);
            const double off = 0.1 * std::abs(now) + 1e-9;
            using enum Condition::Sense;
            CHECK(guard(c, {what, Side::working, above, now + off}) == Approx(off).epsilon(1e-6));
            CHECK(guard(c, {what, Side::working, above, now - off}) < 0.0);
            CHECK(guard(c, {what, Side::working, below, now - off}) == Approx(off).epsilon(1e-6));
            CHECK(guard(c, {what, Side::working, below, now + off}) < 0.0);
        }
    }
}
