#include "kinetics/conductivity/derivative.hpp"
#include "tests/kinetics/conductivity/random_laws.hpp"

#include <catch2/catch.hpp>

using namespace percolith::kinetics;
using namespace percolith::tests;

namespace
{

struct Join {
    double delta;
    double start;
    double end;

    explicit Join(const TwoSidedScaling<>& law)
        : delta(std::pow(law.insulator / law.conductor,
                         1.0 / (law.lower_exponent + law.upper_exponent)))
    {
        const double width = 2.0 * delta / (1.0 + delta);
        start = law.threshold * (1.0 - width);
        end = law.threshold + (1.0 - law.threshold) * width;
    }
};

} // namespace

TEST_CASE("away from the crossover two-sided scaling follows both arms", "[kinetics]")
{
    Draw draw(11);
    for (int trial = 0; trial < 200; ++trial) {
        const TwoSidedScaling<> law = RandomLaws{draw}.two_sided();
        const Join join(law);
        const double below = draw.uniform(0.0, join.start);
        const double above = draw.uniform(join.end, 1.0);
        const double V_P = law.threshold;
        CHECK(law(below).si ==
              Approx(law.insulator.si * std::pow(1.0 - below / V_P, -law.lower_exponent))
                  .epsilon(1e-10));
        CHECK(law(above).si ==
              Approx(law.conductor.si * std::pow((above - V_P) / (1.0 - V_P), law.upper_exponent))
                  .epsilon(1e-10));
    }
}

TEST_CASE("two-sided scaling ends at its pure phases", "[kinetics]")
{
    Draw draw(12);
    RandomLaws random{draw};
    const TwoSidedScaling<> law = random.two_sided();
    CHECK(law(0.0).si == Approx(random.insulator.si).epsilon(1e-12));
    CHECK(law(1.0).si == Approx(random.conductor.si).epsilon(1e-12));
}

TEST_CASE("at the threshold two-sided scaling has the universal geometric mean of its phases",
          "[kinetics]")
{
    Draw draw(13);
    for (int trial = 0; trial < 200; ++trial) {
        const TwoSidedScaling<> law = RandomLaws{draw}.two_sided();
        const double s = law.lower_exponent;
        const double t = law.upper_exponent;
        const double mean =
            std::pow(law.insulator.si, t / (s + t)) * std::pow(law.conductor.si, s / (s + t));
        CHECK(law(law.threshold).si >= mean * std::pow(2.0, -s));
        CHECK(law(law.threshold).si <= mean * std::pow(2.0, t));
    }
}

TEST_CASE("two-sided scaling and its slope are continuous where the arms are joined", "[kinetics]")
{
    Draw draw(14);
    for (int trial = 0; trial < 200; ++trial) {
        const TwoSidedScaling<> law = RandomLaws{draw}.two_sided();
        const Join join(law);
        for (const double corner : {join.start, join.end}) {
            const double gap = 1e-9 * join.delta * law.threshold;
            CHECK(law(corner + gap).si == Approx(law(corner - gap).si).epsilon(1e-6));
            CHECK(derivative(law, corner + gap).si ==
                  Approx(derivative(law, corner - gap).si).epsilon(1e-5));
        }
    }
}

TEST_CASE("two-sided scaling of two equal phases is that phase", "[kinetics]")
{
    const Conductivity<> same{1e-6};
    const TwoSidedScaling<> law{same, same, 0.3};
    for (const double fraction : {0.0, 0.2, 0.3, 0.31, 0.9, 1.0}) {
        CHECK(law(fraction).si == Approx(1e-6).epsilon(2e-6));
    }
}

TEST_CASE("a better conductor never lowers two-sided scaling", "[kinetics]")
{
    Draw draw(15);
    for (int trial = 0; trial < 1000; ++trial) {
        const TwoSidedScaling<> law = RandomLaws{draw}.two_sided();
        TwoSidedScaling<> better = law;
        better.conductor = law.conductor * draw.uniform(1.0, 1.2);
        const double at = law.threshold + draw.uniform(-3.0, 3.0) * Join(law).delta;
        if (at >= 0.0 && at <= 1.0) {
            CHECK(better(at).si >= law(at).si * (1.0 - 1e-12));
        }
    }
}
