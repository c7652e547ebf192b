#include "model/control.hpp"
#include "model/layout.hpp"
#include "model/small_signal.hpp"
#include "tests/support/random_state.hpp"

#include <limits>
#include <stdexcept>

#include <catch2/catch.hpp>

using namespace percolith;
using namespace percolith::kinetics;
using namespace percolith::model;
using namespace percolith::tests;

namespace
{

double volts(const PlacedCell& c, double i)
{
    return voltage<Physics::full>(c.cell, c.state, c.on(), CurrentDensity<>{i}).total().si;
}

double held_current(const PlacedCell& c, double voltage, double guess = 0.0)
{
    return cell_current<Physics::full>(
               Potentiostatic<>{Voltage<>{voltage}, CurrentDensity<>{guess}}, c.cell, c.state,
               c.on(), Time<>{0.0})
        .si;
}

} // namespace

TEST_CASE("a given current is a line in time", "[model]")
{
    Draw draw(281);
    const auto c = random_placed_cell<Physics::full>(draw, LithiumMode::metal);
    const Galvanostatic<> ramp{CurrentDensity<>{2.0}, CurrentRamp<>{-0.5}};
    const auto at = [&](double t) {
        return cell_current<Physics::full>(ramp, c.cell, c.state, c.on(), Time<>{t}).si;
    };
    CHECK(at(0.0) == 2.0);
    CHECK(at(4.0) == 0.0);
    CHECK(at(10.0) == -3.0);
    CHECK(current_ramp<Physics::full>(ramp, c.cell, c.state, c.on(), CurrentDensity<>{1.0}).si ==
          -0.5);
}

TEST_CASE("a held voltage is met by the current that flows, from any guess", "[model]")
{
    Draw draw(282);
    for (const auto mode : {LithiumMode::metal, LithiumMode::host, LithiumMode::starved}) {
        for (int trial = 0; trial < 1000; ++trial) {
            const auto c = random_placed_cell<Physics::full>(draw, mode);
            const double held = volts(c, c.current);
            const double guess = draw.uniform(-100.0, 100.0);
            const double found = held_current(c, held, guess);
            // Rounding of V by 1e-15 moves the current by that over the resistance.
            const double rounding =
                1e-14 * (3.0 + std::abs(held)) /
                small_signal<Physics::full>(c.cell, c.state, c.on(), c.i()).resistance().si;
            CAPTURE(trial, guess, static_cast<int>(mode));
            CHECK(found == Approx(c.current).epsilon(1e-12).margin(rounding));
        }
    }
}

TEST_CASE("a voltage far outside all others has its current, and one beyond numbers has none",
          "[model]")
{
    // Solvers try states in which only absurd currents hold the voltage; such a step is then
    // refused.
    Draw draw(283);
    const auto c = random_placed_cell<Physics::full>(draw, LithiumMode::metal);
    for (const double far : {3e7, -3e7, 1e12}) {
        CHECK(held_current(c, volts(c, far)) == Approx(far).epsilon(1e-12));
    }
    CHECK_THROWS_AS(held_current(c, std::numeric_limits<double>::quiet_NaN()), std::domain_error);
}

TEST_CASE("the current that holds a voltage drifts as the states move", "[model]")
{
    using View = std::span<const double, cell_size<Physics::full>>;
    Draw draw(284);
    for (int trial = 0; trial < 300; ++trial) {
        auto c = random_placed_cell<Physics::full>(draw, LithiumMode::metal);
        c.ramp = 0.0;
        const double held = volts(c, c.current);
        const auto drift = holding_ramp<Physics::full>(c.cell, c.state, c.on(), c.i());
        StateVector<Physics::full> y;
        StateVector<Physics::full> dy;
        pack<Physics::full, double>(c.state, y);
        pack<Physics::full, double>(
            cell_rates<Physics::full>(c.cell, c.state, c.on(), c.i(), drift), dy);
        // So long that what moves fastest moves by 1e-5 of itself.
        double pace = 0.0;
        for (std::size_t k = 0; k < y.size(); ++k) {
            pace = std::max(pace, y[k] != 0.0 ? std::abs(dy[k] / y[k]) : 0.0);
        }
        const double time = 1e-5 / pace;
        const auto current_at = [&](double t) {
            auto later = c;
            auto moved = y;
            for (std::size_t k = 0; k < y.size(); ++k) {
                moved[k] += t * dy[k];
            }
            later.state = unpack<Physics::full, double>(View(moved));
            return held_current(later, held, c.current);
        };
        const double expected = (current_at(time) - current_at(-time)) / (2.0 * time);
        const double resistance =
            small_signal<Physics::full>(c.cell, c.state, c.on(), c.i()).resistance().si;
        const double rounding = 1e-14 * (3.0 + std::abs(held)) / resistance / time;
        // Curvature of the laws over 1e-5 of themselves.
        const double size = 1e-6 * pace * (std::abs(c.current) + std::abs(held) / resistance);
        CAPTURE(trial, c.current);
        CHECK(drift.si == Approx(expected).epsilon(1e-6).margin(rounding + size));
    }
}
