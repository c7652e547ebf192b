#include "kinetics/conductivity/general_effective_medium.hpp"
#include "kinetics/effective_medium.hpp"
#include "tests/kinetics/conductivity/random_laws.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace percolith::kinetics;
using namespace percolith::tests;

TEST_CASE("the general effective medium satisfies its own equation", "[kinetics]")
{
    Draw draw(21);
    for (int trial = 0; trial < 200; ++trial) {
        const GeneralEffectiveMedium<> law = RandomLaws{draw}.effective_medium();
        const double V_f = draw.uniform(0.0, 1.0);
        const double A = (1.0 - law.threshold) / law.threshold;
        const auto term = [&](const Conductivity<>& phase, double exponent) {
            const double ratio = std::pow(law(V_f) / phase, 1.0 / exponent);
            return (1.0 - ratio) / (1.0 + A * ratio);
        };
        const double low = (1.0 - V_f) * term(law.insulator, law.lower_exponent);
        const double high = V_f * term(law.conductor, law.upper_exponent);
        CHECK(low + high == Approx(0.0).margin(1e-11));
    }
}

TEST_CASE("the general effective medium ends at its pure phases", "[kinetics]")
{
    Draw draw(22);
    RandomLaws random{draw};
    const GeneralEffectiveMedium<> law = random.effective_medium();
    CHECK(law(0.0).si == Approx(random.insulator.si).epsilon(1e-12));
    CHECK(law(1.0).si == Approx(random.conductor.si).epsilon(1e-12));
}

TEST_CASE("at high contrast the general effective medium tends to both scaling arms", "[kinetics]")
{
    const GeneralEffectiveMedium<> law{Conductivity<>{1e-20}, Conductivity<>{1e6}, 0.3, 0.73, 2.0};
    CHECK(law(0.15).si == Approx(1e-20 * std::pow(0.5, -0.73)).epsilon(1e-3));
    CHECK(law(0.65).si == Approx(1e6 * std::pow(0.5, 2.0)).epsilon(1e-3));
}

TEST_CASE("with both exponents one and threshold a third it is Bruggeman's medium", "[kinetics]")
{
    Draw draw(23);
    for (int trial = 0; trial < 100; ++trial) {
        RandomLaws random{draw};
        const double V_f = draw.uniform(0.0, 1.0);
        const GeneralEffectiveMedium<> law{random.insulator, random.conductor, 1.0 / 3.0, 1.0, 1.0};
        const std::array<Phase<>, 2> phases{
            {{V_f, random.conductor}, {1.0 - V_f, random.insulator}}};
        CHECK(law(V_f).si == Approx(effective_medium<double>(phases).si).epsilon(1e-10));
    }
}

TEST_CASE("a better conductor never lowers the general effective medium", "[kinetics]")
{
    Draw draw(24);
    for (int trial = 0; trial < 300; ++trial) {
        const GeneralEffectiveMedium<> law = RandomLaws{draw}.effective_medium();
        GeneralEffectiveMedium<> better = law;
        better.conductor = law.conductor * draw.uniform(1.0, 3.0);
        const double V_f = draw.uniform(0.0, 1.0);
        CHECK(better(V_f).si >= law(V_f).si * (1.0 - 1e-12));
    }
}
