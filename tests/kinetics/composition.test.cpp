#include "kinetics/composition.hpp"

#include <boost/math/differentiation/autodiff.hpp>
#include <catch2/catch.hpp>

#include <experimental/simd>
#include <limits>
#include <random>

using namespace percolith::kinetics;
using Catch::Contains;

namespace
{

// Molar volumes and reductions of the sulfides, as in the materials library.
constexpr MolarVolume<> li2s{27.68e-6}, li3p{35.93e-6}, licl{20.44e-6}, li15ge4{188.8e-6};

PhaseReduction lpsc()
{
    return {"LPSC",
            MolarVolume<>{143.94e-6},
            8.0,
            {{"Li2S", ProductRole::insulator, 5.0, li2s, 0.0},
             {"Li3P", ProductRole::insulator, 1.0, li3p, 0.0},
             {"LiCl", ProductRole::insulator, 1.0, licl, 0.0}}};
}

PhaseReduction lgps()
{
    return {"LGPS",
            MolarVolume<>{289.1e-6},
            23.75,
            {{"Li2S", ProductRole::insulator, 12.0, li2s, 0.0},
             {"Li3P", ProductRole::insulator, 2.0, li3p, 0.0},
             {"Li15Ge4", ProductRole::alloy, 0.25, li15ge4, 15.0}}};
}

Mixture mixed(double argyrodite, double germanium)
{
    return make_mixture({{lpsc(), argyrodite}, {lgps(), germanium}});
}

/// Phases of arbitrary but sound numbers.
PhaseReduction random_phase(std::mt19937& random, const std::string& name)
{
    std::uniform_real_distribution<double> volume{5e-6, 3e-4}, amount{0.1, 12.0},
        lithium{1.0, 40.0};
    PhaseReduction phase{name, MolarVolume<>{volume(random)}, lithium(random), {}};
    for (int k = 0; k < 3; ++k) {
        const auto role = static_cast<ProductRole>(random() % 3);
        phase.products.push_back(
            {name + std::to_string(k), role, amount(random), MolarVolume<>{volume(random)}, 0.0});
        phase.products.back().reversible_lithium =
            0.3 * phase.lithium / phase.products.back().amount;
    }
    return phase;
}

} // namespace

TEST_CASE("the metal fraction of the article's four interphases", "[kinetics][composition]")
{
    // Published to three digits.
    CHECK(compose(mixed(0, 1)).metal_volume_fraction == Approx(0.105).margin(5e-4));
    CHECK(compose(mixed(4, 1)).metal_volume_fraction == Approx(0.038).margin(5e-4));
    CHECK(compose(mixed(16, 1)).metal_volume_fraction == Approx(0.013).margin(5e-4));
    CHECK(compose(mixed(1, 0)).metal_volume_fraction == 0.0);
}

TEST_CASE("1 uAh/cm2 makes 9.1 nm of argyrodite interphase", "[kinetics][composition]")
{
    const ArealCharge<> charge{36.0};
    const Length<> film = compose(mixed(1, 0)).growth * charge;
    CHECK(film.si == Approx(9.1e-9).margin(0.05e-9));
}

TEST_CASE("3.75 of the 23.75 lithium that LGPS takes sit in the alloy", "[kinetics][composition]")
{
    CHECK(compose(mixed(0, 1)).reversible_fraction == Approx(3.75 / 23.75).epsilon(1e-12));
    CHECK(compose(mixed(4, 1)).reversible_fraction == Approx(3.75 / (32.0 + 23.75)).epsilon(1e-12));
    CHECK(compose(mixed(1, 0)).reversible_fraction == 0.0);
}

TEST_CASE("former LGPS grains fill more of the interphase than of the electrolyte",
          "[kinetics][composition]")
{
    const auto four = compose(mixed(4, 1)), sixteen = compose(mixed(16, 1));
    CHECK(four.grains[1].interphase_fraction == Approx(0.367).margin(5e-4));
    CHECK(four.grains[1].electrolyte_fraction == Approx(0.33).margin(5e-3));
    CHECK(sixteen.grains[1].interphase_fraction == Approx(0.126).margin(5e-4));
    CHECK(sixteen.grains[1].electrolyte_fraction == Approx(0.11).margin(5e-3));
    CHECK(four.metal_bearing_fraction() == four.grains[1].interphase_fraction);
    // Inside a grain the metal is as dense as in the interphase of pure LGPS.
    CHECK(four.grains[1].metal_fraction ==
          Approx(compose(mixed(0, 1)).metal_volume_fraction).epsilon(1e-12));
}

TEST_CASE("unreacted electrolyte dilutes the metal and thickens the film",
          "[kinetics][composition]")
{
    const auto whole = compose(mixed(4, 1));
    const auto half = compose<double>(mixed(4, 1), {.converted_fraction = 0.5});
    CHECK(half.metal_volume_fraction < whole.metal_volume_fraction);
    CHECK(half.growth.si > whole.growth.si);
    // Twice the electrolyte is used up, and the surplus of growth is what stays unreacted.
    CHECK(half.separator_use.si == Approx(2.0 * whole.separator_use.si).epsilon(1e-12));
    CHECK(half.growth.si - whole.growth.si == Approx(whole.separator_use.si).epsilon(1e-12));
    CHECK(half.reversible_fraction == whole.reversible_fraction);
}

TEST_CASE("an imposed metal fraction scales what the alloy gives back", "[kinetics][composition]")
{
    const auto own = compose(mixed(4, 1));
    const double twice = 2.0 * own.metal_volume_fraction;
    const auto imposed = compose<double>(mixed(4, 1), {.metal_volume_fraction = twice});
    CHECK(imposed.imposed_metal);
    CHECK_FALSE(own.imposed_metal);
    CHECK(imposed.metal_volume_fraction == twice);
    CHECK(imposed.reversible_fraction == Approx(2.0 * own.reversible_fraction).epsilon(1e-12));
    CHECK(imposed.grains[1].metal_fraction ==
          Approx(2.0 * own.grains[1].metal_fraction).epsilon(1e-12));
    CHECK(imposed.growth.si == own.growth.si);

    const auto both =
        compose<double>(mixed(4, 1), {.metal_volume_fraction = twice, .reversible_fraction = 0.02});
    CHECK(both.reversible_fraction == 0.02);
    CHECK(both.imposed_reversible);
}

TEST_CASE("metal imposed on a metal-free electrolyte is spread evenly and gives nothing back",
          "[kinetics][composition]")
{
    const auto imposed = compose<double>(mixed(1, 0), {.metal_volume_fraction = 0.2});
    CHECK(imposed.reversible_fraction == 0.0);
    CHECK(imposed.metal_bearing_fraction() == Approx(1.0).epsilon(1e-12));
    CHECK(imposed.grains[0].metal_fraction == 0.2);
}

TEST_CASE("any mixture fills its interphase and its electrolyte", "[kinetics][composition]")
{
    std::mt19937 random{3};
    std::uniform_real_distribution<double> share{0.0, 1.0};
    for (int trial = 0; trial < 200; ++trial) {
        std::vector<MixturePart> parts;
        for (const char* name : {"A", "B", "C"}) {
            parts.push_back({random_phase(random, name), share(random)});
        }
        const auto mixture = make_mixture(parts);
        const double chi = 0.05 + 0.95 * share(random);
        const auto made = compose<double>(mixture, {.converted_fraction = chi});

        double molar = 0.0, interphase = 0.0, electrolyte = 0.0, metal = 0.0;
        for (std::size_t k = 0; k < made.grains.size(); ++k) {
            molar += mixture.parts[k].molar_fraction;
            interphase += made.grains[k].interphase_fraction;
            electrolyte += made.grains[k].electrolyte_fraction;
            metal += made.grains[k].interphase_fraction * made.grains[k].metal_fraction;
        }
        CHECK(molar == Approx(1.0).epsilon(1e-12));
        CHECK(interphase == Approx(1.0).epsilon(1e-12));
        CHECK(electrolyte == Approx(1.0).epsilon(1e-12));
        CHECK(metal == Approx(made.metal_volume_fraction).epsilon(1e-12).margin(1e-15));
        CHECK(made.metal_volume_fraction >= 0.0);
        CHECK(made.metal_volume_fraction <= 1.0);

        double filled = 0.0, conducting = 0.0;
        for (const auto& one : constituents(mixture, chi)) {
            filled += one.volume_fraction;
            conducting += one.role == ProductRole::insulator ? 0.0 : one.volume_fraction;
        }
        CHECK(filled == Approx(1.0).epsilon(1e-12));
        CHECK(conducting == Approx(made.metal_volume_fraction).epsilon(1e-12).margin(1e-15));
    }
}

TEST_CASE("the scale of the shares does not matter", "[kinetics][composition]")
{
    const auto one = compose(mixed(4, 1)), other = compose(mixed(0.8, 0.2));
    CHECK(one.growth.si == Approx(other.growth.si).epsilon(1e-12));
    CHECK(one.metal_volume_fraction == Approx(other.metal_volume_fraction).epsilon(1e-12));
}

TEST_CASE("an imposed metal fraction carries its derivative", "[kinetics][composition]")
{
    using namespace boost::math::differentiation;
    using Dual = decltype(make_fvar<double, 1>(0.0));
    const auto own = compose(mixed(4, 1));
    const auto made =
        compose<Dual>(mixed(4, 1), {.metal_volume_fraction = make_fvar<double, 1>(0.05)});
    CHECK(made.reversible_fraction.derivative(1) ==
          Approx(own.reversible_fraction / own.metal_volume_fraction).epsilon(1e-12));
}

TEST_CASE("the lanes of a pack are compositions of their own", "[kinetics][composition]")
{
    using Pack = std::experimental::fixed_size_simd<double, 2>;
    Pack chi{1.0};
    chi[1] = 0.5;
    const auto made = compose<Pack>(mixed(4, 1), {.converted_fraction = chi});
    const auto half = compose<double>(mixed(4, 1), {.converted_fraction = 0.5});
    CHECK(made.metal_volume_fraction[1] == Approx(half.metal_volume_fraction).epsilon(1e-14));
    CHECK(made.growth.si[0] == Approx(compose(mixed(4, 1)).growth.si).epsilon(1e-14));

    chi[0] = -0.1;
    CHECK_THROWS_WITH(compose<Pack>(mixed(4, 1), {.converted_fraction = chi}),
                      Contains("converted_fraction"));
}

TEST_CASE("choices that make no sense are refused by name", "[kinetics][composition]")
{
    const auto mixture = mixed(4, 1);
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK_THROWS_WITH(compose<double>(mixture, {.converted_fraction = 0.0}),
                      Contains("converted_fraction"));
    CHECK_THROWS_WITH(compose<double>(mixture, {.converted_fraction = nan}),
                      Contains("converted_fraction"));
    CHECK_THROWS_WITH(compose<double>(mixture, {.metal_volume_fraction = 1.1}),
                      Contains("metal_volume_fraction"));
    CHECK_THROWS_WITH(compose<double>(mixture, {.metal_volume_fraction = 0.9}),
                      Contains("imposed metal scales the reversible fraction"));
    CHECK_THROWS_WITH(compose<double>(mixture, {.reversible_fraction = -0.1}),
                      Contains("reversible_fraction"));
}

TEST_CASE("mixtures that make no sense are refused by phase", "[kinetics][composition]")
{
    auto phase = lpsc();
    CHECK_THROWS_WITH(make_mixture({{phase, 0.0}}), Contains("empty"));
    CHECK_THROWS_WITH(make_mixture({{phase, -1.0}}), Contains("\"LPSC\""));
    phase.lithium = 0.0;
    CHECK_THROWS_WITH(make_mixture({{phase, 1.0}}), Contains("lithium"));
    phase = lpsc();
    phase.products.clear();
    CHECK_THROWS_WITH(make_mixture({{phase, 1.0}}), Contains("no products"));
    phase = lgps();
    phase.products.back().reversible_lithium = 200.0;
    CHECK_THROWS_WITH(make_mixture({{phase, 1.0}}), Contains("give back more"));
}
