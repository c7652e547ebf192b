#include "kinetics/leakage.hpp"
#include "kinetics/scalar.hpp"
#include "tests/support/random.hpp"
#include "tests/support/scalars.hpp"

#include <catch2/catch.hpp>

using namespace percolith::kinetics;
using namespace percolith::tests;

namespace
{

/// What one leak depends on, within what is physically sensible.
template <class T = double> struct Leak {
    Voltage<T> reduction;
    Voltage<T> potential;
    CurrentDensity<T> current;
    T contact;
    LeakPath<T> path;

    Voltage<T> drive() const
    {
        return leak_drive(reduction, potential, current, contact, path.ionic);
    }
    CurrentDensity<T> operator()() const { return leak_current(contact, drive(), path); }
};

Leak<> random_leak(Draw& draw)
{
    return {.reduction = Voltage<>{draw.uniform(0.3, 2.5)},
            .potential = Voltage<>{draw.uniform(0.0, 0.6)},
            .current = CurrentDensity<>{draw.uniform(-20.0, 20.0)},
            .contact = draw.uniform(0.01, 1.0),
            .path = {.electronic = ArealResistance<>{draw.logarithmic(1e-3, 1e4)},
                     .ionic = ArealResistance<>{draw.logarithmic(1e-7, 1e-1)},
                     .front = ArealResistance<>{draw.logarithmic(1e-4, 3.0)}}};
}

template <class T, class At> Leak<T> in(const Leak<>& leak, const At& at)
{
    return {.reduction = Voltage<T>{at(leak.reduction.si)},
            .potential = Voltage<T>{at(leak.potential.si)},
            .current = CurrentDensity<T>{at(leak.current.si)},
            .contact = at(leak.contact),
            .path = {.electronic = ArealResistance<T>{at(leak.path.electronic.si)},
                     .ionic = ArealResistance<T>{at(leak.path.ionic.si)},
                     .front = ArealResistance<T>{at(leak.path.front.si)}}};
}

} // namespace

TEST_CASE("at rest under full contact the leak is the potential over all resistances", "[kinetics]")
{
    const LeakPath<> path{ArealResistance<>{2.0}, ArealResistance<>{0.3}, ArealResistance<>{0.7}};
    const auto drive =
        leak_drive(Voltage<>{1.71}, Voltage<>{0.0}, CurrentDensity<>{0.0}, 1.0, path.ionic);
    CHECK(drive.si == 1.71);
    CHECK(leak_current(1.0, drive, path).si == Approx(1.71 / 3.0).epsilon(1e-15));
}

TEST_CASE("where nothing but the interphase resists, the leak follows the ambipolar conductivity",
          "[kinetics]")
{
    const double sigma_e = 4e-9;
    const double sigma_i = 3e-9;
    const double l = 1e-7;
    const LeakPath<> path{ArealResistance<>{l / sigma_e}, ArealResistance<>{l / sigma_i}, {}};
    const double ambipolar = sigma_e * sigma_i / (sigma_e + sigma_i);
    CHECK(leak_current(1.0, Voltage<>{1.71}, path).si == Approx(1.71 * ambipolar / l));
}

TEST_CASE("plating drives the leak and stripping hinders it, by the ions' ohmic drop", "[kinetics]")
{
    const ArealResistance<> ionic{0.02};
    const auto at = [&](double j) {
        return leak_drive(Voltage<>{1.71}, Voltage<>{0.1}, CurrentDensity<>{j}, 0.25, ionic).si;
    };
    CHECK(at(5.0) == Approx(1.61 - 5.0 / 0.25 * 0.02).epsilon(1e-14));
    CHECK(at(-5.0) == Approx(1.61 + 5.0 / 0.25 * 0.02).epsilon(1e-14));
    CHECK(at(1.61 * 0.25 / 0.02) == Approx(0.0).margin(1e-14)); // from here on nothing leaks
}

TEST_CASE("electrons of the leak and ions of leak and current use up the whole potential",
          "[kinetics]")
{
    // Along the contacted area: E_red - U = (i/theta)(b/sigma_e + R_k) + ((i + j)/theta) l/sigma_i.
    Draw draw(101);
    for (int trial = 0; trial < 500; ++trial) {
        const auto leak = random_leak(draw);
        const auto i = leak();
        const auto spent = i * (leak.path.electronic + leak.path.front) / leak.contact +
                           (i + leak.current) * leak.path.ionic / leak.contact;
        // Rounding of the ohmic drop of the current, up to 200 V at the least contact.
        CHECK(spent.si == Approx((leak.reduction - leak.potential).si).margin(1e-12));
    }
}

TEST_CASE("the potential at a leak is the one at which that leak flows", "[kinetics]")
{
    Draw draw(102);
    for (int trial = 0; trial < 500; ++trial) {
        const auto leak = random_leak(draw);
        const auto U =
            potential_at_leak(leak.reduction, leak(), leak.current, leak.contact, leak.path);
        CHECK(U.si == Approx(leak.potential.si).margin(1e-12));
    }
}

TEST_CASE("without a leak the potential is that of the electrolyte less the ions' drop",
          "[kinetics]")
{
    const LeakPath<> path{ArealResistance<>{2.0}, ArealResistance<>{0.3}, ArealResistance<>{0.7}};
    const auto U =
        potential_at_leak(Voltage<>{1.71}, CurrentDensity<>{0.0}, CurrentDensity<>{0.5}, 0.5, path);
    CHECK(U.si == Approx(1.71 - 0.3).epsilon(1e-14));
}

TEST_CASE("a current lowers the leak by the ions' share of the way", "[kinetics]")
{
    // d i_leak / dj = -(l/sigma_i) / (all resistances), whatever the contact.
    Draw draw(103);
    for (int trial = 0; trial < 200; ++trial) {
        const auto leak = random_leak(draw);
        auto active = in<Dual>(leak, [](double x) { return Dual(x); });
        active.current = CurrentDensity<Dual>{dual(leak.current.si)};
        CHECK(active().si.derivative(1) ==
              Approx(-(leak.path.ionic / leak.path.total())).epsilon(1e-12));
    }
}

TEST_CASE("a Jet knows how the leak answers to each resistance", "[kinetics]")
{
    Draw draw(104);
    const auto leak = random_leak(draw);
    auto active = in<Jet>(leak, [](double x) { return Jet(x); });
    active.path.front = ArealResistance<Jet>{Jet(leak.path.front.si, 0)};
    active.path.electronic = ArealResistance<Jet>{Jet(leak.path.electronic.si, 1)};
    const Jet i = active().si;
    const double slope = -i.a / leak.path.total().si;
    CHECK(i.a == Approx(leak().si).epsilon(1e-14));
    CHECK(i.v[0] == Approx(slope).epsilon(1e-12));
    CHECK(i.v[1] == Approx(slope).epsilon(1e-12));
}

TEST_CASE("lanes of a leak are the leak of each lane", "[kinetics]")
{
    Draw draw(105);
    const auto leak = random_leak(draw);
    const auto packed =
        in<Pack8>(leak, [](double x) { return Pack8([&](int k) { return x * (1.0 + 0.1 * k); }); });
    const Pack8 i = packed().si;
    for (int k = 0; k < 8; ++k) {
        const auto alone = in<double>(leak, [&](double x) { return x * (1.0 + 0.1 * k); });
        CHECK(lane(i, k) == Approx(alone().si).epsilon(1e-14));
    }
}
