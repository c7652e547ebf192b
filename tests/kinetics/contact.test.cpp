#include "kinetics/contact.hpp"
#include "kinetics/constants.hpp"
#include "kinetics/scalar.hpp"
#include "tests/support/random.hpp"
#include "tests/support/scalars.hpp"

#include <catch2/catch.hpp>

using namespace percolith::kinetics;
using namespace percolith::tests;

namespace
{
const CurrentDensity<> j{5.0};
const CurrentDensity<> j_rep{2.0};
const Length<> void_depth{15e-6};
const ArealCharge<> Q_h = void_depth / lithium_volume_per_charge;
} // namespace

TEST_CASE("voids form where stripping takes more than the contacted share refills", "[kinetics]")
{
    CHECK(void_forming_excess(j, 1.0, j_rep).si == 3.0);
    CHECK(void_forming_excess(j, 0.5, j_rep).si == 4.0);
    CHECK(void_forming_excess(j_rep, 1.0, j_rep).si == 0.0);
    CHECK(void_forming_excess(CurrentDensity<>{1.0}, 1.0, j_rep).si < 0.0);
}

TEST_CASE("contact is lost as fast as the voids' volume grows", "[kinetics]")
{
    // h_v d(1 - theta)/dt = theta (j/theta - j_rep) V_Li/F
    Draw draw(121);
    for (int trial = 0; trial < 200; ++trial) {
        const double theta = draw.uniform(0.01, 1.0);
        const auto volume = theta * (j / theta - j_rep) * lithium_volume_per_charge;
        const auto loss = contact_loss(void_forming_excess(j, theta, j_rep), Q_h);
        CHECK(loss.si == Approx(-(volume / void_depth).si).epsilon(1e-13));
    }
}

TEST_CASE("without replenishment contact falls at a constant rate to nothing", "[kinetics]")
{
    // 0.2 mA/cm2 empties voids of 15 um in 15.462 h; 1 % of contact is left after 15.308 h.
    const CurrentDensity<> stripping{2.0};
    const auto rate = contact_loss(void_forming_excess(stripping, 0.3, {}), Q_h).si;
    CHECK(contact_loss(void_forming_excess(stripping, 1.0, {}), Q_h).si == rate);
    CHECK(-1.0 / rate / 3600.0 == Approx(15.462).margin(5e-4));
    CHECK(-0.99 / rate / 3600.0 == Approx(15.308).margin(5e-4));
}

TEST_CASE("plating fills what is void, and full contact stays full", "[kinetics]")
{
    CHECK(contact_refill(j, 1.0, 0.7, Q_h).si == 0.0);
    CHECK(contact_refill(j, 0.25, 0.7, Q_h).si == Approx(0.7 * 5.0 * 0.75 / Q_h.si).epsilon(1e-14));
    CHECK(contact_refill(j, 0.25, 0.0, Q_h).si == 0.0);
}

TEST_CASE("pressure heals what is void at its own rate, and full contact stays full", "[kinetics]")
{
    const Rate<> k_c{1e-4};
    CHECK(contact_healing(k_c, 1.0).si == 0.0);
    CHECK(contact_healing(k_c, 0.25).si == Approx(0.75e-4).epsilon(1e-15));
    CHECK(contact_healing<Dual>(k_c, dual(0.25)).si.derivative(1) == Approx(-1e-4).epsilon(1e-15));
}

TEST_CASE("a contact rate differentiates in its own contact fraction", "[kinetics]")
{
    const Jet theta(0.4, 0);
    const auto loss = contact_loss<Jet>(
        void_forming_excess<Jet>(cast<Jet>(j), theta, cast<Jet>(j_rep)), cast<Jet>(Q_h));
    CHECK(loss.si.v[0] == Approx(j_rep.si / Q_h.si).epsilon(1e-14));
    const auto gain = contact_refill<Jet>(cast<Jet>(j), theta, Jet(0.7), cast<Jet>(Q_h));
    CHECK(gain.si.v[0] == Approx(-0.7 * j.si / Q_h.si).epsilon(1e-14));
}

TEST_CASE("lanes of contact rates are those of each lane", "[kinetics]")
{
    const Pack4 theta([](int k) { return 0.2 + 0.2 * k; });
    const auto loss = contact_loss<Pack4>(void_forming_excess<Pack4>(j, theta, j_rep), Q_h);
    const auto gain = contact_refill<Pack4>(j, theta, Pack4(0.7), Q_h);
    const auto healing = contact_healing<Pack4>(Rate<>{1e-4}, theta);
    for (int k = 0; k < 4; ++k) {
        const double alone = lane(theta, k);
        CHECK(lane(loss.si, k) == contact_loss(void_forming_excess(j, alone, j_rep), Q_h).si);
        CHECK(lane(gain.si, k) == contact_refill(j, alone, 0.7, Q_h).si);
        CHECK(lane(healing.si, k) == contact_healing(Rate<>{1e-4}, alone).si);
    }
}
