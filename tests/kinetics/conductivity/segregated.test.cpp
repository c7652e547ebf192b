#include "kinetics/conductivity/segregated.hpp"
#include "tests/kinetics/conductivity/random_laws.hpp"

#include <catch2/catch.hpp>

using namespace percolith::kinetics;
using namespace percolith::tests;

namespace
{

const Conductivity<> matrix{1e-10};
const Conductivity<> metal{1.0};

/// Metal of fraction 0.105 inside each grain, where it percolates from 0.05 on; grains among
/// grains percolate from 0.30 on.
Segregated<> milled(double grains)
{
    return {grains, PowerLaw<>{matrix, metal, 0.05, 2.0},
            TwoSidedScaling<>{matrix, Conductivity<>{}, 0.30}};
}

} // namespace

TEST_CASE("grains above their threshold carry the metal inside them through the interphase",
          "[kinetics]")
{
    // The grains of a 4:1 molar mixture fill 36.7 %, those of a 16:1 one 12.6 % of the interphase.
    const double above = milled(0.367)(0.105 * 0.367).si;
    const double below = milled(0.126)(0.105 * 0.126).si;
    CHECK(above > 1e3 * matrix.si);
    CHECK(below < 2.0 * matrix.si);
}

TEST_CASE("metal that does not percolate inside its grain leaves the interphase insulating",
          "[kinetics]")
{
    CHECK(milled(0.367)(0.04 * 0.367).si == Approx(matrix.si).epsilon(1e-5));
}

TEST_CASE("segregation lets metal percolate that evenly spread metal would not", "[kinetics]")
{
    const double V_f = 0.105 * 0.367;
    const PowerLaw<> spread{matrix, metal, 0.05, 2.0};
    CHECK(spread(V_f).si == matrix.si);
    CHECK(milled(0.367)(V_f).si > 1e3 * matrix.si);
}

TEST_CASE("grains that fill everything leave only the law inside them", "[kinetics]")
{
    Draw draw(41);
    for (int trial = 0; trial < 50; ++trial) {
        RandomLaws random{draw};
        const GeneralEffectiveMedium<> inside = random.effective_medium();
        const Segregated<> law{1.0, inside, random.two_sided()};
        const double V_f = draw.uniform(0.0, 1.0);
        CHECK(law(V_f).si == Approx(inside(V_f).si).epsilon(1e-5));
    }
}

TEST_CASE("more metal than the grains can hold is outside the domain", "[kinetics]")
{
    CHECK(milled(0.367).domain().upper == Approx(0.367).epsilon(1e-12));
    const Segregated<> tunnelled{0.5, Tunnelling<>{matrix, metal}, PowerLaw<>{matrix, metal}};
    CHECK(tunnelled.domain().upper == Approx(0.32).epsilon(1e-12));
}
