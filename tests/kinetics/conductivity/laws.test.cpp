/// What every conductivity law must satisfy, over random parameters.

#include "kinetics/conductivity/derivative.hpp"
#include "tests/kinetics/conductivity/random_laws.hpp"
#include "tests/support/scalars.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace percolith::kinetics;
using namespace percolith::tests;

namespace
{

/// A metal fraction in the domain of the law.
double fraction_in(const ElectronicLaw<>& law, Draw& draw)
{
    const Domain held = domain(law);
    return draw.uniform(held.lower, held.upper);
}

template <class T> void check_lanes()
{
    Draw draw(4);
    for (int trial = 0; trial < 20; ++trial) {
        for (const ElectronicLaw<>& law : RandomLaws{draw}.all()) {
            T fractions;
            for (int k = 0; k < lanes<T>; ++k) {
                set_lane(fractions, k, fraction_in(law, draw));
            }
            const T packed = electronic_conductivity(as<T>(law), fractions).si;
            for (int k = 0; k < lanes<T>; ++k) {
                const double alone = electronic_conductivity(law, lane(fractions, k)).si;
                INFO(name(law) << " at " << lane(fractions, k));
                CHECK(lane(packed, k) == Approx(alone).epsilon(1e-12));
            }
        }
    }
}

} // namespace

TEST_CASE("more metal never conducts less, whatever the law", "[kinetics]")
{
    Draw draw(1);
    for (int trial = 0; trial < 200; ++trial) {
        for (const ElectronicLaw<>& law : RandomLaws{draw}.all()) {
            const double a = fraction_in(law, draw);
            const double b = fraction_in(law, draw);
            const double less = electronic_conductivity(law, std::min(a, b)).si;
            const double more = electronic_conductivity(law, std::max(a, b)).si;
            INFO(name(law) << " between " << a << " and " << b);
            CHECK(more >= less * (1.0 - 1e-12));
        }
    }
}

TEST_CASE("an interphase with metal conducts between its insulator and its conductor", "[kinetics]")
{
    Draw draw(2);
    for (int trial = 0; trial < 200; ++trial) {
        RandomLaws random{draw};
        for (const ElectronicLaw<>& law : random.all()) {
            if (std::holds_alternative<Tabulated<>>(law)) {
                continue; // knows no phases
            }
            const double sigma = electronic_conductivity(law, fraction_in(law, draw)).si;
            INFO(name(law));
            CHECK(sigma >= random.insulator.si * (1.0 - 1e-12));
            CHECK(sigma <= (random.insulator.si + random.conductor.si) * (1.0 + 1e-12));
        }
    }
}

TEST_CASE("the derivative of every law is the slope of its curve", "[kinetics]")
{
    Draw draw(3);
    for (int trial = 0; trial < 100; ++trial) {
        for (const ElectronicLaw<>& law : RandomLaws{draw}.all()) {
            const Domain held = domain(law);
            const double at = held.lower + (held.upper - held.lower) * draw.uniform(0.01, 0.99);
            const double step = 1e-6 * at;
            const double above = electronic_conductivity(law, at + step).si;
            const double below = electronic_conductivity(law, at - step).si;
            // The narrowest crossover is 1e-3 wide; rounding leaves 1e-16/1e-6 of the value.
            INFO(name(law) << " at " << at);
            CHECK(derivative(law, at).si ==
                  Approx((above - below) / (2.0 * step)).epsilon(1e-4).margin(1e-8 * above / at));
        }
    }
}

TEST_CASE("laws have the same value for derivatives as for plain numbers", "[kinetics]")
{
    Draw draw(5);
    for (int trial = 0; trial < 20; ++trial) {
        for (const ElectronicLaw<>& law : RandomLaws{draw}.all()) {
            const double at = fraction_in(law, draw);
            const double plain = electronic_conductivity(law, at).si;
            const Dual with_dual = electronic_conductivity(as<Dual>(law), dual(at)).si;
            const Jet with_jet = electronic_conductivity(as<Jet>(law), Jet(at, 0)).si;
            INFO(name(law) << " at " << at);
            CHECK(value_of(with_dual) == Approx(plain).epsilon(1e-12));
            CHECK(value_of(with_jet) == Approx(plain).epsilon(1e-12));
            CHECK(with_jet.v[0] ==
                  Approx(derivative(law, at).si).epsilon(1e-9).margin(1e-12 * plain));
        }
    }
}

TEST_CASE("four lanes give what each fraction gives alone", "[kinetics]")
{
    check_lanes<Pack4>();
}

TEST_CASE("eight lanes give what each fraction gives alone", "[kinetics]")
{
    check_lanes<Pack8>();
}

TEST_CASE("derivatives by a parameter of a law are the slopes over that parameter", "[kinetics]")
{
    Draw draw(6);
    for (int trial = 0; trial < 50; ++trial) {
        RandomLaws random{draw};
        const auto check = [&](const auto& law, double at) {
            auto active = law.template as<Dual>();
            active.threshold = dual(law.threshold);
            auto above = law;
            auto below = law;
            const double step = 1e-6 * law.threshold;
            above.threshold += step;
            below.threshold -= step;
            const double slope = (above(at).si - below(at).si) / (2.0 * step);
            CHECK(active(Dual(at)).si.derivative(1) ==
                  Approx(slope).epsilon(1e-4).margin(1e-8 * law(at).si / law.threshold));
        };
        const double at = draw.uniform(0.0, 1.0);
        check(random.power_law(), at);
        check(random.two_sided(), at);
        check(random.effective_medium(), at);
    }
}

TEST_CASE("a law with parameters that mean nothing is refused", "[kinetics]")
{
    const Conductivity<> low{1e-9};
    const Conductivity<> high{1.0};
    CHECK_THROWS_AS((PowerLaw<>{low, high, 0.0, 2.0}.check()), std::invalid_argument);
    CHECK_THROWS_AS((PowerLaw<>{low, high, 0.3, 0.0}.check()), std::invalid_argument);
    CHECK_THROWS_AS((PowerLaw<>{high, low, 0.3, 2.0}.check()), std::invalid_argument);
    CHECK_THROWS_AS((TwoSidedScaling<>{low, high, 1.0}.check()), std::invalid_argument);
    CHECK_THROWS_AS((GeneralEffectiveMedium<>{low, high, 0.3, -1.0}.check()),
                    std::invalid_argument);
    CHECK_THROWS_AS((RuleOfMixtures<>{Conductivity<>{0.0}, high}.check()), std::invalid_argument);
    CHECK_THROWS_AS((Tunnelling<>{low, high, Length<>{0.0}}.check()), std::invalid_argument);
    CHECK_THROWS_AS(FixedConductivity<>{}.check(), std::invalid_argument);
    CHECK_THROWS_AS((Segregated<>{1.5, FixedConductivity<>{high}, PowerLaw<>{low, high}}.check()),
                    std::invalid_argument);
}

TEST_CASE("every law of the variant has its name", "[kinetics]")
{
    Draw draw(7);
    const auto laws = RandomLaws{draw}.all();
    REQUIRE(laws.size() == electronic_law_names.size());
    CHECK(name(laws[0]) == "rule of mixtures");
    CHECK(name(laws[3]) == "general effective medium");
    CHECK(name(laws[7]) == "fixed");
}
