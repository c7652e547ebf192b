#include "model/regime.hpp"
#include "tests/support/random.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

using namespace percolith;
using namespace percolith::kinetics;
using namespace percolith::model;
using namespace percolith::tests;

namespace
{

ElectrodeFlows<> leaking(double electronic, double ionic, double front)
{
    ElectrodeFlows<> f;
    f.leak = CurrentDensity<>{1e-3};
    f.path = {ArealResistance<>{electronic}, ArealResistance<>{ionic}, ArealResistance<>{front}};
    return f;
}

} // namespace

TEST_CASE("the largest resistance on its way limits the leak", "[model]")
{
    CHECK(regime(leaking(3.0, 2.0, 1.0)) == Regime::electron_limited);
    CHECK(regime(leaking(1.0, 3.0, 2.0)) == Regime::ion_limited);
    CHECK(regime(leaking(2.0, 1.0, 3.0)) == Regime::reaction_limited);
    Draw draw(301);
    for (int trial = 0; trial < 500; ++trial) {
        const double e = draw.logarithmic(1e-3, 1e3);
        const double i = draw.logarithmic(1e-3, 1e3);
        const double k = draw.logarithmic(1e-3, 1e3);
        const double limit = std::max({e, i, k});
        const auto expected = limit == e   ? Regime::electron_limited
                              : limit == i ? Regime::ion_limited
                                           : Regime::reaction_limited;
        CHECK(regime(leaking(e, i, k)) == expected);
    }
}

TEST_CASE("where nothing leaks nothing limits", "[model]")
{
    auto f = leaking(3.0, 2.0, 1.0);
    f.leak = {};
    CHECK(regime(f) == Regime::idle);
}

TEST_CASE("regimes have names of their own", "[model]")
{
    CHECK(std::string(name(Regime::electron_limited)) == "electron-limited");
    CHECK(std::string(name(Regime::ion_limited)) == "ion-limited");
    CHECK(std::string(name(Regime::reaction_limited)) == "reaction-limited");
    CHECK(std::string(name(Regime::idle)) == "idle");
}
