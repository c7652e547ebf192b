#include "kinetics/charge_transfer.hpp"
#include "kinetics/scalar.hpp"
#include "tests/support/random.hpp"
#include "tests/support/scalars.hpp"

#include <catch2/catch.hpp>

using namespace percolith::kinetics;
using namespace percolith::tests;

namespace
{
const Temperature<> room{298.15};
const CurrentDensity<> i_0{50.0};

double eta(double j, double theta = 1.0)
{
    return charge_transfer_overpotential(CurrentDensity<>{j}, theta, i_0, room).si;
}

double resistance(double j, double theta = 1.0)
{
    return charge_transfer_resistance(CurrentDensity<>{j}, theta, i_0, room).si;
}
} // namespace

TEST_CASE("at room temperature RT/F is 25.69 mV", "[kinetics]")
{
    CHECK(thermal_voltage(room).si == Approx(25.6926e-3).epsilon(1e-5));
}

TEST_CASE("a small current meets RT/(F theta i_0)", "[kinetics]")
{
    const double ohmic = thermal_voltage(room).si / (0.4 * i_0.si);
    CHECK(eta(0.0, 0.4) == 0.0);
    CHECK(resistance(0.0, 0.4) == Approx(ohmic).epsilon(1e-15));
    // asinh x = x - x^3/6: at x = 1e-4 the line is right to 2e-9.
    const double j = 1e-4 * 2.0 * 0.4 * i_0.si;
    CHECK(eta(j, 0.4) == Approx(ohmic * j).epsilon(2e-9));
}

TEST_CASE("a large current climbs by 118 mV per decade", "[kinetics]")
{
    // Tafel's slope ln(10) RT/(0.5 F); asinh x = ln 2x + 1/(4x^2) is there to 1e-9 at x = 1e4.
    const double decade = std::log(10.0) * 2.0 * thermal_voltage(room).si;
    CHECK(decade == Approx(0.1183).epsilon(1e-3));
    CHECK(eta(1e7) - eta(1e6) == Approx(decade).epsilon(1e-8));
}

TEST_CASE("stripping and plating meet the same overpotential with opposite sign", "[kinetics]")
{
    Draw draw(111);
    for (int trial = 0; trial < 200; ++trial) {
        const double j = draw.logarithmic(1e-6, 1e6);
        const double theta = draw.uniform(0.01, 1.0);
        CHECK(eta(j, theta) > 0.0);
        // Some libraries compute asinh of negative arguments by another road.
        CHECK(eta(-j, theta) == Approx(-eta(j, theta)).epsilon(1e-13));
    }
}

TEST_CASE("Butler-Volmer kinetics give the current back", "[kinetics]")
{
    // j = theta i_0 [e^(F eta/2RT) - e^(-F eta/2RT)]
    Draw draw(112);
    for (int trial = 0; trial < 200; ++trial) {
        const double j = draw.uniform(-1e4, 1e4);
        const double theta = draw.uniform(0.01, 1.0);
        const double x = eta(j, theta) / (2.0 * thermal_voltage(room).si);
        CHECK(theta * i_0.si * (std::exp(x) - std::exp(-x)) == Approx(j).epsilon(1e-11));
    }
}

TEST_CASE("half the contact at the same current is twice the current at full contact", "[kinetics]")
{
    CHECK(eta(7.0, 0.5) == Approx(eta(14.0)).epsilon(1e-15));
}

TEST_CASE("the small-signal resistance is the slope of the overpotential", "[kinetics]")
{
    Draw draw(113);
    for (int trial = 0; trial < 200; ++trial) {
        const double j = draw.uniform(-500.0, 500.0);
        const double theta = draw.uniform(0.01, 1.0);
        const Dual slope = charge_transfer_overpotential<Dual>(CurrentDensity<Dual>{dual(j)},
                                                               Dual(theta), i_0, room)
                               .si;
        CHECK(slope.derivative(1) == Approx(resistance(j, theta)).epsilon(1e-12));
        const Jet by_jet =
            charge_transfer_overpotential<Jet>(CurrentDensity<Jet>{Jet(j, 0)}, Jet(theta),
                                               cast<Jet>(i_0), cast<Jet>(room))
                .si;
        CHECK(by_jet.v[0] == Approx(resistance(j, theta)).epsilon(1e-12));
        CHECK(resistance(2.0 * j, theta) < resistance(j, theta));
    }
}

TEST_CASE("lanes of an overpotential are that of each lane", "[kinetics]")
{
    const Pack8 j([](int k) { return -9.0 + 3.5 * k; });
    const Pack8 theta([](int k) { return 1.0 / (1.0 + k); });
    const Pack8 packed =
        charge_transfer_overpotential<Pack8>(CurrentDensity<Pack8>{j}, theta, i_0, room).si;
    const Pack8 slope =
        charge_transfer_resistance<Pack8>(CurrentDensity<Pack8>{j}, theta, i_0, room).si;
    for (int k = 0; k < 8; ++k) {
        CHECK(lane(packed, k) == Approx(eta(lane(j, k), lane(theta, k))).epsilon(1e-13));
        CHECK(lane(slope, k) == Approx(resistance(lane(j, k), lane(theta, k))).epsilon(1e-14));
    }
}
