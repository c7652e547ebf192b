#include "kinetics/combine.hpp"

#include "kinetics/conductivity.hpp"
#include "kinetics/host.hpp"
#include "tests/support/random.hpp"
#include "tests/support/scalars.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace percolith::kinetics;
using percolith::tests::Draw;
using percolith::tests::Dual;
using percolith::tests::dual;
using percolith::tests::Jet;
using percolith::tests::Pack4;

namespace
{

/// The numbers of a law as they depend on one parameter x: each grows with a rate of its own.
template <class T> class Growing
{
public:
    Growing(std::uint32_t seed, T x) : draw_(seed), x_(x) {}

    T operator()(double value) { return T(value * (1.0 + draw_.uniform(-0.3, 0.3) * x_)); }

private:
    Draw draw_;
    T x_;
};

template <class T, class Choice> Choice simple_law(std::size_t kind, Growing<T>& at)
{
    const Conductivity<T> insulator{at(1e-9)};
    const Conductivity<T> conductor{at(1e-3)};
    switch (kind) {
    case 0:
        return RuleOfMixtures<T>{insulator, conductor};
    case 1:
        return PowerLaw<T>{insulator, conductor, at(0.1), at(2.0)};
    case 2:
        return TwoSidedScaling<T>{insulator, conductor, at(0.17), at(0.73), at(2.0)};
    case 3:
        return GeneralEffectiveMedium<T>{insulator, conductor, at(0.17), at(0.73), at(2.0)};
    default:
        return Tunnelling<T>{insulator, conductor, Length<T>{at(5e-9)}, Length<T>{at(1e-9)},
                             at(0.64)};
    }
}

const Tabulated<> table{
    {0.0, 0.1, 0.3}, {1e-8, 1e-7, 1e-6}, {1e-9, 1e-9, 1e-9, 1e-6, 1e-7, 3e-8, 1e-2, 8e-3, 7e-3}};

template <class T> ElectronicLaw<T> law_of(std::size_t kind, Growing<T>& at)
{
    switch (kind) {
    case 5:
        return Tabulated<T>::template combined<T>(Cast<T>{}, table);
    case 6:
        return Segregated<T>{at(0.4), simple_law<T, InsideGrainLaw<T>>(2, at),
                             simple_law<T, AmongGrainsLaw<T>>(1, at)};
    case 7:
        return FixedConductivity<T>{Conductivity<T>{at(1e-7)}};
    default:
        return simple_law<T, ElectronicLaw<T>>(kind, at);
    }
}

/// All that an interphase's conductivity is made of, films of finite thickness with it.
template <class T> ElectronicConductivity<T> conductivity_of(std::size_t kind, bool film, T x)
{
    Growing<T> at(static_cast<std::uint32_t>(kind) + 1, x);
    const auto law = law_of<T>(kind, at);
    const T fraction = at(0.13);
    const FiniteThickness<T> finite{Length<T>{at(4e-9)}, at(1.98), at(0.88), at(1.84)};
    return {law, fraction, film ? std::optional(finite) : std::nullopt, at(0.7)};
}

constexpr double step = 1e-4;

/// A central difference of neighbours at -step and +step, in the Jet's second direction.
struct CentralDifference {
    Jet operator()(const Jet& middle, double left, double right) const
    {
        auto jet = middle;
        jet.v[1] = (right - left) / (2.0 * step);
        return jet;
    }
};

/// A one-sided difference of neighbours at 0, step and 2 step.
struct OneSidedDifference {
    Jet operator()(const Jet& middle, double here, double near, double far) const
    {
        auto jet = middle;
        jet.v[1] = (-1.5 * here + 2.0 * near - 0.5 * far) / step;
        return jet;
    }
};

/// The same of numbers with a dimension.
template <class F> struct OfNumbers {
    template <class... X> auto operator()(const X&... x) const
    {
        return combined_numbers(F{}, x...);
    }
};
using FromTwo = OfNumbers<CentralDifference>;
using FromThree = OfNumbers<OneSidedDifference>;

using OfJets = ElectronicConductivity<Jet>;

OfJets from_two(std::size_t kind, bool film)
{
    const auto at = [&](double x) { return conductivity_of<double>(kind, film, x); };
    return OfJets::combined<Jet>(FromTwo{}, at(0.0).template as<Jet>(), at(-step), at(step));
}

OfJets from_three(std::size_t kind, bool film)
{
    const auto at = [&](double x) { return conductivity_of<double>(kind, film, x); };
    return OfJets::combined<Jet>(FromThree{}, at(0.0).template as<Jet>(), at(0.0), at(step),
                                 at(2.0 * step));
}

} // namespace

TEST_CASE("laws combined from neighbours have the derivatives of laws over derivatives",
          "[kinetics]")
{
    for (std::size_t kind = 0; kind < std::variant_size_v<ElectronicLaw<>>; ++kind) {
        for (const bool film : {false, true}) {
            const auto exact = conductivity_of<Dual>(kind, film, dual(0.0));
            const auto two = from_two(kind, film);
            const auto three = from_three(kind, film);
            for (const double b : {5e-9, 3e-8, 4e-7}) {
                const auto sigma = exact(Length<Dual>{Dual(b)}).si;
                const double value = sigma.derivative(0u);
                const double slope = sigma.derivative(1u);
                INFO(electronic_law_names[kind] << (film ? ", film " : ", ") << b);
                REQUIRE(value > 0.0);
                const auto a = two(Length<Jet>{Jet(b)}).si;
                const auto c = three(Length<Jet>{Jet(b)}).si;
                CHECK(a.a == Approx(value).epsilon(1e-13));
                CHECK(c.a == a.a);
                CHECK(a.v[0] == 0.0);
                // step^2 times a third derivative of some units, in units of the value.
                CHECK(a.v[1] == Approx(slope).margin(1e-6 * value));
                CHECK(c.v[1] == Approx(slope).margin(1e-6 * value));
                const auto kink = exact.branch(Length<Dual>{Dual(b)});
                CHECK(two.branch(Length<Jet>{Jet(b)}).v[1] ==
                      Approx(kink.derivative(1u)).margin(1e-9));
            }
        }
    }
}

TEST_CASE("derivatives combined from neighbours go through the barrier's thickness", "[kinetics]")
{
    for (std::size_t kind = 0; kind < std::variant_size_v<ElectronicLaw<>>; ++kind) {
        const auto two = from_two(kind, true);
        const auto exact = conductivity_of<double>(kind, true, 0.0);
        const double b = 3e-8;
        const auto at = [&](double t) { return exact(Length<>{t}).si; };
        const double difference = (at(b * (1.0 + 1e-5)) - at(b * (1.0 - 1e-5))) / 2e-5;
        INFO(electronic_law_names[kind]);
        CHECK(two(Length<Jet>{Jet(b, Jet(0.0, 0).v * b)}).si.v[0] ==
              Approx(difference).margin(1e-8 * at(b)));
    }
}

TEST_CASE("a law cannot be combined with one of another kind", "[kinetics]")
{
    for (std::size_t kind = 0; kind < std::variant_size_v<ElectronicLaw<>>; ++kind) {
        const std::size_t other = (kind + 1) % std::variant_size_v<ElectronicLaw<>>;
        Growing<double> at(1, 0.0);
        const auto here = law_of<double>(kind, at);
        const auto there = law_of<double>(other, at);
        const auto mixed = [&](const ElectronicLaw<>& left, const ElectronicLaw<>& right) {
            return combined_choice<Jet, ElectronicLaw<Jet>>(FromTwo{}, as<Jet>(here), left, right);
        };
        INFO(electronic_law_names[kind]);
        CHECK(mixed(here, here).index() == kind);
        CHECK_THROWS_AS(mixed(there, here), std::bad_variant_access);
        CHECK_THROWS_AS(mixed(here, there), std::bad_variant_access);
    }
}

TEST_CASE("a conductivity cannot be combined with one that thickness changes in another way",
          "[kinetics]")
{
    const auto combine = [](const ElectronicConductivity<>& a, const ElectronicConductivity<>& b) {
        return OfJets::combined<Jet>(FromTwo{}, a.as<Jet>(), a, b);
    };
    const auto thick = conductivity_of<double>(2, false, 0.0);
    const auto film = conductivity_of<double>(2, true, 0.0);
    const auto tabulated = conductivity_of<double>(5, true, 0.0);
    const auto kinked = conductivity_of<double>(1, true, 0.0);
    CHECK_NOTHROW(combine(film, film));
    CHECK_THROWS_AS(combine(thick, film), std::bad_variant_access);
    CHECK_THROWS_AS(combine(film, thick), std::bad_variant_access);
    CHECK_THROWS_AS(combine(film, tabulated), std::bad_variant_access);
    CHECK_THROWS_AS(combine(film, kinked), std::bad_variant_access);
}

TEST_CASE("host curves combined from neighbours have the derivatives of curves over derivatives",
          "[kinetics]")
{
    const auto linear = [](double x) {
        return HostCurve<>(LinearHost<>{Voltage<>{0.4 + 0.1 * x}});
    };
    const auto curve = HostCurve<Jet>::combined<Jet>(FromTwo{}, linear(0.0).as<Jet>(),
                                                     linear(-step), linear(step));
    const auto at = curve(Jet(0.3));
    CHECK(at.si.a == Approx(0.28));
    CHECK(at.si.v[1] == Approx(0.07).epsilon(1e-10));
    const HostCurve<> alloy{LithiumGermaniumHost<>{}};
    const auto same = HostCurve<Jet>::combined<Jet>(FromTwo{}, alloy.as<Jet>(), alloy, alloy);
    CHECK(same(Jet(0.3)).si.a == alloy(0.3).si);
    CHECK(same(Jet(0.3)).si.v[1] == 0.0);
    CHECK_THROWS_AS(HostCurve<Jet>::combined<Jet>(FromTwo{}, alloy.as<Jet>(), linear(0.0), alloy),
                    std::bad_variant_access);
}

TEST_CASE("a law cast into lanes is the law in every lane", "[kinetics]")
{
    for (std::size_t kind = 0; kind < std::variant_size_v<ElectronicLaw<>>; ++kind) {
        for (const bool film : {false, true}) {
            const auto plain = conductivity_of<double>(kind, film, 0.0);
            const auto lanes = plain.as<Pack4>();
            const Pack4 b([](auto k) { return 5e-9 * (1 + 3 * static_cast<int>(k)); });
            const auto sigma = lanes(Length<Pack4>{b}).si;
            for (std::size_t k = 0; k < 4; ++k) {
                INFO(electronic_law_names[kind] << " " << k);
                CHECK(sigma[k] == Approx(plain(Length<>{b[k]}).si).epsilon(1e-12));
            }
        }
    }
}
