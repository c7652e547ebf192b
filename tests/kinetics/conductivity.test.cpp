#include "kinetics/conductivity.hpp"
#include "tests/kinetics/conductivity/random_laws.hpp"
#include "tests/support/scalars.hpp"

#include <catch2/catch.hpp>

using namespace percolith::kinetics;
using namespace percolith::tests;

namespace
{
const Conductivity<> matrix{1e-10};
const Conductivity<> metal{1e-4};
const ElectronicLaw<> power_law = PowerLaw<>{matrix, metal, 0.3, 2.0};
const FiniteThickness<> film{Length<>{1e-8}, 1.0, 0.88, 0.0};
} // namespace

TEST_CASE("a given conductivity is that number for every barrier", "[kinetics]")
{
    const ElectronicConductivity<> sigma(Conductivity<>{2.4e-10});
    CHECK(sigma(Length<>{1e-9}).si == 2.4e-10);
    CHECK(sigma(Length<>{1e-3}).si == 2.4e-10);
    CHECK_FALSE(sigma.depends_on_thickness());
    CHECK(sigma.branch(Length<>{1e-9}) == 1.0);
    CHECK(std::isinf(sigma.limiting_thickness()));
    CHECK(sigma.in_domain(Length<>{1e-12}));
}

TEST_CASE("a law in a thick interphase is a constant, times its Arrhenius factor", "[kinetics]")
{
    Draw draw(61);
    for (const ElectronicLaw<>& law : RandomLaws{draw}.all()) {
        if (std::holds_alternative<Tabulated<>>(law)) {
            continue; // depends on thickness
        }
        const double V_f = 0.5 * domain(law).upper;
        const ElectronicConductivity<> sigma(law, V_f, {}, 3.0);
        CHECK_FALSE(sigma.depends_on_thickness());
        CHECK(sigma(Length<>{1e-7}).si == 3.0 * electronic_conductivity(law, V_f).si);
    }
}

TEST_CASE("an interphase below its threshold starts leaky and ends insulating", "[kinetics]")
{
    const ElectronicConductivity<> sigma(power_law, 0.2, film);
    const double xi = 1e-8 * std::pow(1.0 / 3.0, -0.88);
    CHECK(sigma.limiting_thickness() == Approx(xi).epsilon(1e-12));
    CHECK(sigma.crossing_thickness() == Approx(xi).epsilon(1e-12));
    CHECK(sigma(Length<>{0.7 * xi}).si > 1e3 * matrix.si);
    CHECK(sigma(Length<>{1.1 * xi}).si == matrix.si);
}

TEST_CASE("the branch changes sign where a film stops percolating", "[kinetics]")
{
    const ElectronicConductivity<> sigma(power_law, 0.2, film);
    const double b = sigma.crossing_thickness();
    CHECK(sigma.branch(Length<>{0.99 * b}) > 0.0);
    CHECK(sigma.branch(Length<>{1.01 * b}) < 0.0);
    CHECK(ElectronicConductivity<>(power_law, 0.4, film).branch(Length<>{1.0}) > 0.0);
}

TEST_CASE("smooth laws have no branch to locate", "[kinetics]")
{
    const ElectronicLaw<> scaling = TwoSidedScaling<>{matrix, metal, 0.3};
    const ElectronicConductivity<> sigma(scaling, 0.2, film);
    CHECK(sigma.depends_on_thickness());
    CHECK(sigma.branch(Length<>{1e-9}) == 1.0);
    CHECK(sigma.branch(Length<>{1e-3}) == 1.0);
}

TEST_CASE("a thicker film never conducts better, whatever the law", "[kinetics]")
{
    Draw draw(62);
    for (int trial = 0; trial < 100; ++trial) {
        for (const ElectronicLaw<>& law : RandomLaws{draw}.all()) {
            const double V_f = domain(law).upper * draw.uniform(0.0, 1.0);
            const ElectronicConductivity<> sigma(law, V_f, film);
            const double b = draw.logarithmic(1e-9, 1e-5);
            INFO(name(law) << " at " << V_f << " and " << b << " m");
            CHECK(sigma(Length<>{1.1 * b}).si <= sigma(Length<>{b}).si * (1.0 + 1e-12));
        }
    }
}

TEST_CASE("a film that is thick enough has the conductivity of the bulk", "[kinetics]")
{
    Draw draw(63);
    for (const ElectronicLaw<>& law : RandomLaws{draw}.all()) {
        const double V_f = 0.5 * domain(law).upper;
        const ElectronicConductivity<> sigma(law, V_f, film);
        CHECK(sigma(Length<>{1e3}).si ==
              Approx(electronic_conductivity(law, V_f).si).epsilon(1e-6));
    }
}

TEST_CASE("a film of segregated grains is limited by the grains", "[kinetics]")
{
    const ElectronicLaw<> law =
        Segregated<>{0.2, FixedConductivity<>{metal}, PowerLaw<>{matrix, metal, 0.3, 2.0}};
    const FiniteThickness<> grains{Length<>{1e-6}, 1.0, 0.88, 0.0};
    const ElectronicConductivity<> sigma(law, 0.02, grains);
    CHECK(sigma.limiting_thickness() == Approx(1e-6 * std::pow(1.0 / 3.0, -0.88)).epsilon(1e-12));
    CHECK(sigma.branch(Length<>{1e-6}) > 0.0);
    CHECK(sigma.branch(Length<>{1e-5}) < 0.0);
    CHECK(sigma(Length<>{1e-5}).si == matrix.si);
}

TEST_CASE("barriers thinner than a particle or than the table are reported", "[kinetics]")
{
    const ElectronicConductivity<> wrapped(power_law, 0.2, film);
    CHECK(wrapped.in_domain(Length<>{2e-8}));
    CHECK_FALSE(wrapped.in_domain(Length<>{5e-9}));

    const Tabulated<> table({0.0, 0.5}, {1e-8, 1e-7}, {1e-9, 1e-9, 1e-3, 1e-4});
    const ElectronicConductivity<> tabulated(table, 0.25);
    CHECK(tabulated.in_domain(Length<>{2e-8}));
    CHECK_FALSE(tabulated.in_domain(Length<>{5e-9}));
    CHECK(tabulated(Length<>{3e-8}).si == Approx(table(0.25, Length<>{3e-8}).si).epsilon(1e-12));
}

TEST_CASE("a metal fraction outside the domain of its law is refused", "[kinetics]")
{
    const ElectronicLaw<> tunnelling = Tunnelling<>{matrix, metal};
    CHECK_THROWS_AS(ElectronicConductivity<>(power_law, -0.1), std::domain_error);
    CHECK_THROWS_AS(ElectronicConductivity<>(power_law, 1.1), std::domain_error);
    CHECK_THROWS_AS(electronic_conductivity(power_law, 1.1), std::domain_error);
    CHECK_THROWS_WITH(ElectronicConductivity<>(tunnelling, 0.7), Catch::Contains("tunnelling"));
    CHECK_THROWS_AS(ElectronicConductivity<>(ElectronicLaw<>{}, 0.1), std::invalid_argument);
}

TEST_CASE("a conductivity carried to another scalar keeps its value and gains a slope",
          "[kinetics]")
{
    Draw draw(64);
    for (int trial = 0; trial < 20; ++trial) {
        for (const ElectronicLaw<>& law : RandomLaws{draw}.all()) {
            const double V_f = domain(law).upper * draw.uniform(0.05, 0.95);
            const ElectronicConductivity<> sigma(law, V_f, film, 2.0);
            const double b = draw.logarithmic(1.1e-8, 1e-6);
            const double step = 1e-6 * b;
            const double slope =
                (sigma(Length<>{b + step}).si - sigma(Length<>{b - step}).si) / (2.0 * step);
            const Dual active = sigma.as<Dual>()(Length<Dual>{dual(b)}).si;
            const Pack4 packed = sigma.as<Pack4>()(Length<Pack4>{Pack4(b)}).si;
            INFO(name(law) << " at " << V_f << " and " << b << " m");
            CHECK(value_of(active) == Approx(sigma(Length<>{b}).si).epsilon(1e-12));
            CHECK(lane(packed, 3) == Approx(sigma(Length<>{b}).si).epsilon(1e-12));
            CHECK(active.derivative(1) ==
                  Approx(slope).epsilon(1e-4).margin(1e-8 * value_of(active) / b));
        }
    }
}

TEST_CASE("what the next bit of barrier conducts is the slope of thickness by resistance",
          "[kinetics]")
{
    const ElectronicConductivity<> constant(Conductivity<>{2.4e-10});
    CHECK(constant.marginal(Length<>{1e-8}, Conductivity<>{2.4e-10}).si == 2.4e-10);

    const ElectronicConductivity<> sigma(power_law, 0.2, film);
    const double crossing = sigma.crossing_thickness();
    std::vector<ElectronicConductivity<>> each;
    Pack4 barrier;
    Pack4 expected;
    for (int k = 0; k < 4; ++k) {
        const Length<> b{crossing * (0.6 + 0.1 * k)};
        const auto marginal = sigma.marginal(b, sigma(b));
        const auto resistance = [&](double at) { return at / sigma(Length<>{at}).si; };
        const double step = 1e-4 * b.si;
        const double slope = 2.0 * step / (resistance(b.si + step) - resistance(b.si - step));
        // A one-sided difference over 10^-6 of b, where resistance grows by some tens of its own
        // share.
        CHECK(marginal.si == Approx(slope).epsilon(1e-3));
        each.push_back(k == 3 ? constant : sigma);
        set_lane(barrier, k, b.si);
        set_lane(expected, k, k == 3 ? 2.4e-10 : marginal.si);
    }
    const ElectronicConductivity<Pack4> lanes(each);
    const Length<Pack4> b{barrier};
    CHECK(all_of(lanes.marginal(b, lanes(b)).si == expected));

    // A table whose films conduct the better the thicker they are resists no more for it.
    const Tabulated<> table{{0.0, 0.5}, {1e-9, 1e-8}, {1e-10, 1e-6, 1e-10, 1e-6}};
    const ElectronicConductivity<> rising(table, 0.2);
    const Length<> thin{3e-9};
    CHECK(rising.marginal(thin, rising(thin)).si == Approx(100.0 * rising(thin).si));
}
