#include "kinetics/quantity.hpp"
#include "kinetics/constants.hpp"

#include <catch2/catch.hpp>

#include <type_traits>

using namespace percolith::kinetics;

TEST_CASE("a charge over a current is a time", "[kinetics]")
{
    const auto time = ArealCharge<>{1.8e4} / CurrentDensity<>{5.0};
    static_assert(std::is_same_v<decltype(time), const Time<>>);
    CHECK(time.si == 3600.0);
}

TEST_CASE("dimensions that cancel leave a plain number", "[kinetics]")
{
    static_assert(std::is_same_v<decltype(Length<>{2.0} / Length<>{4.0}), double>);
    CHECK(Length<>{2.0} / Length<>{4.0} == 0.5);
}

TEST_CASE("one micrometre of foil holds 0.205 mAh/cm2 in the article and 0.206 by molar volume",
          "[kinetics]")
{
    CHECK(article_foil_capacity * 1e-6 / 3.6e4 == Approx(0.205).epsilon(1e-12));
    CHECK(1e-6 / lithium_volume_per_charge.si / 3.6e4 == Approx(0.2062).epsilon(1e-3));
}
