#include "kinetics/conductivity/power_law.hpp"
#include "kinetics/conductivity/rule_of_mixtures.hpp"
#include "tests/support/scalars.hpp"

#include <catch2/catch.hpp>

using namespace percolith::kinetics;

namespace
{
const PowerLaw<> law{Conductivity<>{2.4e-10}, Conductivity<>{7.2e-6}, 0.014, 2.0};
}

TEST_CASE("below its threshold the power law is the insulator", "[kinetics]")
{
    CHECK(law(0.0).si == 2.4e-10);
    CHECK(law(0.013).si == 2.4e-10);
    CHECK(law(0.014).si == 2.4e-10);
}

TEST_CASE("above its threshold the power law grows with the excess to its exponent", "[kinetics]")
{
    const double near = law(0.014 + 0.01).si - 2.4e-10;
    const double far = law(0.014 + 0.03).si - 2.4e-10;
    CHECK(far / near == Approx(9.0).epsilon(1e-12));
}

TEST_CASE("nothing undefined leaks from above the threshold into derivatives below it",
          "[kinetics]")
{
    using percolith::tests::dual;
    PowerLaw<percolith::tests::Dual> active = law.as<percolith::tests::Dual>();
    active.exponent = dual(1.7);
    CHECK(active(dual(0.013)).si.derivative(1) == 0.0);
    CHECK(active(dual(0.014)).si.derivative(1) == 0.0);
}

TEST_CASE("the rule of mixtures joins its phases by a line", "[kinetics]")
{
    const RuleOfMixtures<> mixtures{Conductivity<>{1e-9}, Conductivity<>{1e6}};
    CHECK(mixtures(0.0).si == 1e-9);
    CHECK(mixtures(1.0).si == 1e6);
    CHECK(mixtures(0.25).si == Approx(2.5e5).epsilon(1e-12));
}

TEST_CASE("the rule of mixtures finds a percent of metal conducting where the power law does not",
          "[kinetics]")
{
    const RuleOfMixtures<> mixtures{law.insulator, law.conductor};
    CHECK(mixtures(0.013).si > 300.0 * law(0.013).si);
}
