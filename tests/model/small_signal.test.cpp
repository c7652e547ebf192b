#include "model/small_signal.hpp"
#include "tests/support/random_state.hpp"

#include <catch2/catch.hpp>

using namespace percolith;
using namespace percolith::kinetics;
using namespace percolith::model;
using namespace percolith::tests;

namespace
{

CellSmallSignal<> small(const PlacedCell& c)
{
    return small_signal<Physics::full>(c.cell, c.state, c.on(), c.i());
}

} // namespace

TEST_CASE("the small-signal resistance is the slope of the voltage", "[model]")
{
    Draw draw(241);
    for (const auto mode : every_lithium_mode) {
        for (int trial = 0; trial < 500; ++trial) {
            const auto c = random_placed_cell<Physics::full>(draw, mode);
            const auto v = [&](double i) {
                return voltage<Physics::full>(c.cell, c.state, c.on(), CurrentDensity<>{i})
                    .total()
                    .si;
            };
            // Only eta is curved, over currents of theta i_0. Richardson's extrapolation of central
            // differences leaves the fourth power of a thousandth; rounding of V by 1e-15 is then
            // the larger error.
            const double reach = std::min(
                c.state.working.contact_fraction * c.cell.working.exchange_current_density.si,
                c.state.counter.contact_fraction * c.cell.counter.exchange_current_density.si);
            const double nudge =
                c.current != 0.0 ? 1e-3 * std::min(reach, std::abs(c.current)) : 1e-3 * reach;
            const auto slope = [&](double h) {
                return (v(c.current + h) - v(c.current - h)) / (2.0 * h);
            };
            const double expected = (4.0 * slope(nudge) - slope(2.0 * nudge)) / 3.0;
            const double rounding = 1e-14 * (3.0 + std::abs(v(c.current))) / nudge;
            CAPTURE(trial, static_cast<int>(mode), c.current);
            CHECK(small(c).resistance().si == Approx(expected).epsilon(1e-8).margin(rounding));
        }
    }
}

TEST_CASE("more current always needs more voltage", "[model]")
{
    // While a barrier blocks: d i_leak/dj >= -1/(1 - u f_rev), and U of a starved electrode rises.
    Draw draw(242);
    for (const auto mode : every_lithium_mode) {
        for (int trial = 0; trial < 500; ++trial) {
            const auto c = random_placed_cell<Physics::full>(draw, mode);
            CAPTURE(trial, static_cast<int>(mode));
            CHECK(small(c).resistance().si > 0.0);
        }
    }
}

TEST_CASE("the impedance at no frequency is the resistance, at any frequency that of the separator",
          "[model]")
{
    Draw draw(243);
    for (int trial = 0; trial < 300; ++trial) {
        const auto c = random_placed_cell<Physics::full>(draw, LithiumMode::metal);
        const auto s = small(c);
        const auto slow = impedance(s, 0.0);
        CHECK(slow.real() == Approx(s.resistance().si).epsilon(1e-14));
        CHECK(slow.imag() == 0.0);
        // Far above every 1/(2 pi R C): what is left falls with f^2, and -Im with f.
        const auto fast = impedance(s, 1e30);
        CHECK(fast.real() == Approx(s.separator.si).epsilon(1e-12));
        CHECK(fast.imag() == Approx(0.0).margin(1e-15 * s.separator.si + 1e-20));
    }
}

TEST_CASE("the impedance lags and shrinks while the frequency rises", "[model]")
{
    Draw draw(244);
    for (int trial = 0; trial < 200; ++trial) {
        const auto c = random_placed_cell<Physics::full>(draw, LithiumMode::metal);
        const auto s = small(c);
        double before = s.resistance().si;
        for (double f = 1e-6; f < 1e12; f *= 3.0) {
            const auto z = impedance(s, f);
            CHECK(z.imag() <= 0.0);
            CHECK(z.real() <= before * (1.0 + 1e-14));
            before = z.real();
        }
    }
}

TEST_CASE("a resistance beside a capacitance is a half circle with its top at 1/(2 pi R C)",
          "[model]")
{
    ElectrodeSmallSignal<> e;
    e.interphase = ArealResistance<>{2e-3};
    e.interphase_capacitance = ArealCapacitance<>{1e-4};
    e.charge_transfer = ArealResistance<>{0.0};
    const double top = 1.0 / (2.0 * std::numbers::pi * 2e-3 * 1e-4);
    CHECK(impedance(e, top).real() == Approx(1e-3).epsilon(1e-14));
    CHECK(impedance(e, top).imag() == Approx(-1e-3).epsilon(1e-14));
    for (const double f : {0.1 * top, 0.7 * top, 5.0 * top}) {
        CHECK(std::abs(impedance(e, f) - 1e-3) == Approx(1e-3).epsilon(1e-14));
    }
}

TEST_CASE("an interphase that conducts electrons well looks less resistive than its ions make it",
          "[model]")
{
    Draw draw(245);
    int leaking = 0;
    for (int trial = 0; trial < 300; ++trial) {
        auto c = random_placed_cell<Physics::full>(draw, LithiumMode::metal);
        c.cell.submodels.activation = false;
        const auto& p = c.cell.working;
        const auto& state = c.state.working;
        if (c.mode.working.lithium != LithiumMode::metal || !c.mode.working.leaking) {
            continue;
        }
        ++leaking;
        const auto path = path_of(p, state);
        const double ions = (path.ionic / state.contact_fraction).si;
        const double share = path.ionic / path.total();
        CHECK(small(c).working.interphase.si == Approx(ions * (1.0 - share)).epsilon(1e-9));
    }
    CHECK(leaking > 100);
}

TEST_CASE("the capacitances are those of a plate and of the double layer", "[model]")
{
    Draw draw(246);
    const auto c = random_placed_cell<Physics::full>(draw, LithiumMode::metal);
    const auto s = small(c);
    CHECK(s.working.interphase_capacitance.si ==
          Approx((c.cell.working.permittivity / c.state.working.interphase_thickness).si));
    CHECK(s.working.double_layer.si == c.cell.working.double_layer.si);
    CHECK(s.separator.si == (separator_left(c.cell, c.state) / c.cell.separator_conductivity).si);
}
