#include "kinetics/host.hpp"
#include "tests/support/random.hpp"
#include "tests/support/scalars.hpp"

#include <catch2/catch.hpp>

using namespace percolith::kinetics;
using namespace percolith::tests;

namespace
{
const HostCurve<> line;
const HostCurve<> germanium(LithiumGermaniumHost<>{});
} // namespace

TEST_CASE("a full host is at the potential of lithium metal", "[kinetics]")
{
    CHECK(line(1.0).si == 0.0);
    CHECK(germanium(1.0).si == Approx(0.0).margin(1e-15));
}

TEST_CASE("the default host falls on a line from 0.4 V", "[kinetics]")
{
    CHECK(line(0.0).si == 0.4);
    CHECK(line(0.25).si == Approx(0.3).epsilon(1e-15));
    const HostCurve<> steeper(LinearHost<>{Voltage<>{0.6}});
    CHECK(steeper(0.5).si == Approx(0.3).epsilon(1e-15));
}

TEST_CASE("germanium gives its lithium back between 0.3 and 0.6 V", "[kinetics]")
{
    Draw draw(81);
    for (int trial = 0; trial < 200; ++trial) {
        const double U = germanium(draw.uniform(0.05, 0.9)).si;
        CHECK(U > 0.3);
        CHECK(U < 0.6);
    }
}

TEST_CASE("the potential of a host rises while lithium leaves it", "[kinetics]")
{
    Draw draw(82);
    for (int trial = 0; trial < 500; ++trial) {
        const double x = draw.uniform(0.0, 0.999);
        CHECK(germanium(x).si > germanium(x + 0.001).si);
        CHECK(line(x).si > line(x + 0.001).si);
    }
}

TEST_CASE("a host curve runs smoothly on where a solver overshoots its ends", "[kinetics]")
{
    for (const HostCurve<>& host : {line, germanium}) {
        const HostCurve<Dual> active = host.as<Dual>();
        for (const double end : {0.0, 1.0}) {
            const Dual before = active(dual(end - 1e-9)).si;
            const Dual after = active(dual(end + 1e-9)).si;
            CHECK(value_of(after) == Approx(value_of(before)).margin(1e-7));
            CHECK(after.derivative(1) == Approx(before.derivative(1)).epsilon(1e-5));
            CHECK(after.derivative(1) < 0.0);
        }
    }
}

TEST_CASE("lanes of a host curve are the curve of each lane", "[kinetics]")
{
    const Pack8 x([](int k) { return -0.1 + 0.17 * k; });
    for (const HostCurve<>& host : {line, germanium}) {
        const Pack8 packed = host.as<Pack8>()(x).si;
        for (int k = 0; k < 8; ++k) {
            CHECK(lane(packed, k) == Approx(host(lane(x, k)).si).epsilon(1e-14).margin(1e-15));
        }
    }
}
