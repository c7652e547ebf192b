#include "kinetics/scalar.hpp"
#include "tests/support/scalars.hpp"

#include <catch2/catch.hpp>

#include <limits>

using namespace percolith::tests;
namespace kinetics = percolith::kinetics;

TEST_CASE("a pack has lanes, any other scalar has one", "[kinetics]")
{
    CHECK(kinetics::lanes<double> == 1);
    CHECK(kinetics::lanes<Dual> == 1);
    CHECK(kinetics::lanes<Jet> == 1);
    CHECK(kinetics::lanes<Pack4> == 4);
    CHECK(kinetics::lanes<Pack8> == 8);

    Pack4 pack(0.0);
    kinetics::set_lane(pack, 2, 7.0);
    CHECK(kinetics::lane(pack, 2) == 7.0);
    CHECK(kinetics::lane(pack, 3) == 0.0);
    CHECK(kinetics::lane(5.0, 3) == 5.0);
}

TEST_CASE("the plain number is found inside every scalar", "[kinetics]")
{
    CHECK(kinetics::value_of(2.5) == 2.5);
    CHECK(kinetics::value_of(dual(2.5)) == 2.5);
    CHECK(kinetics::value_of(Jet(2.5, 1)) == 2.5);
}

TEST_CASE("lanes are selected one by one", "[kinetics]")
{
    const Pack4 ramp([](int k) { return static_cast<double>(k); });
    const Pack4 chosen = kinetics::select(ramp < Pack4(2.0), Pack4(-1.0), ramp);
    CHECK(kinetics::lane(chosen, 1) == -1.0);
    CHECK(kinetics::lane(chosen, 2) == 2.0);
    CHECK(kinetics::lane(kinetics::max(ramp, Pack4(1.5)), 0) == 1.5);
    CHECK(kinetics::lane(kinetics::min(ramp, Pack4(1.5)), 3) == 1.5);
    CHECK(kinetics::any(ramp > Pack4(2.5)));
    CHECK_FALSE(kinetics::all(ramp > Pack4(2.5)));
}

TEST_CASE("quantities are selected and compared as their numbers are", "[kinetics]")
{
    using kinetics::Length;
    CHECK(kinetics::max(Length<>{1.0}, Length<>{2.0}).si == 2.0);
    CHECK(kinetics::select(false, Length<>{1.0}, Length<>{2.0}).si == 2.0);
    const Length<Pack4> ramp{Pack4([](int k) { return static_cast<double>(k); })};
    const auto capped = kinetics::min(ramp, Length<Pack4>{Pack4(1.0)});
    CHECK(kinetics::lane(capped.si, 3) == 1.0);
}

TEST_CASE("functions of derivatives have the derivatives of textbooks", "[kinetics]")
{
    const double x = 0.7;
    const auto slope = [&](auto function) {
        const double by_dual = function(dual(x)).derivative(1);
        CHECK(function(Jet(x, 0)).v[0] == Approx(by_dual).epsilon(1e-12));
        return by_dual;
    };
    CHECK(slope([](const auto& t) { return kinetics::asinh(t); }) ==
          Approx(1.0 / std::sqrt(1.0 + x * x)));
    CHECK(slope([](const auto& t) { return kinetics::pow(t, 1.7); }) ==
          Approx(1.7 * std::pow(x, 0.7)));
    CHECK(slope([](const auto& t) { return kinetics::pow(t, t); }) ==
          Approx(std::pow(x, x) * (std::log(x) + 1.0)));
    CHECK(slope([](const auto& t) { return kinetics::sech_complement(t); }) ==
          Approx(std::tanh(x) / std::cosh(x)));
}

TEST_CASE("functions of packs are those of their lanes", "[kinetics]")
{
    const Pack8 x([](int k) { return 0.3 + k; });
    for (int k = 0; k < 8; ++k) {
        const double alone = kinetics::lane(x, k);
        CHECK(kinetics::lane(kinetics::asinh(x), k) == Approx(std::asinh(alone)).epsilon(1e-14));
        CHECK(kinetics::lane(kinetics::pow(x, 1.3), k) ==
              Approx(std::pow(alone, 1.3)).epsilon(1e-14));
        CHECK(kinetics::lane(kinetics::sqrt(x), k) == Approx(std::sqrt(alone)).epsilon(1e-14));
        CHECK(kinetics::lane(kinetics::cosh(x), k) == Approx(std::cosh(alone)).epsilon(1e-14));
    }
}

TEST_CASE("what a hyperbolic secant leaves of one is exact near nothing and far away", "[kinetics]")
{
    CHECK(kinetics::sech_complement(0.0) == 0.0);
    CHECK(kinetics::sech_complement(-2.0) == Approx(1.0 - 1.0 / std::cosh(2.0)).epsilon(1e-14));
    // x^2/2 - 5 x^4/24; 1 - e^(-x) is known to rounding of 1.
    CHECK(kinetics::sech_complement(1e-6) == Approx(0.5e-12).epsilon(1e-9));
    const Dual far = kinetics::sech_complement(dual(1e6));
    CHECK(kinetics::value_of(far) == 1.0);
    CHECK(far.derivative(1) == 0.0);
}
