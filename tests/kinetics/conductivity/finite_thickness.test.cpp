#include "kinetics/conductivity/finite_thickness.hpp"
#include "tests/support/random.hpp"
#include "tests/support/scalars.hpp"

#include <catch2/catch.hpp>

using namespace percolith::kinetics;
using namespace percolith::tests;

TEST_CASE("a thick film has the threshold of the bulk", "[kinetics]")
{
    const FiniteThickness<> film{Length<>{1e-8}, 1.3, 0.88, 0.0};
    CHECK(film.threshold(0.3, Length<>{1e3}) == Approx(0.3).epsilon(1e-10));
}

TEST_CASE("the smooth threshold is the scaling law within a thousandth above a tenth of the bulk",
          "[kinetics]")
{
    Draw draw(51);
    for (int trial = 0; trial < 1000; ++trial) {
        const FiniteThickness<> film{Length<>{1e-8}, draw.uniform(0.2, 3.0), 0.88, 0.0};
        const double bulk = draw.uniform(0.01, 0.6);
        const double b = draw.logarithmic(1e-9, 1e-4);
        const double raw = 1.0 - film.coefficient * std::pow(1e-8 / b, 1.0 / 0.88);
        if (raw > 0.1) {
            CHECK(film.threshold(bulk, Length<>{b}) == Approx(bulk * raw).epsilon(1e-3));
        }
    }
}

TEST_CASE("the threshold of a film is positive and rises with thickness, however thin it is",
          "[kinetics]")
{
    Draw draw(52);
    for (int trial = 0; trial < 1000; ++trial) {
        const FiniteThickness<> film{Length<>{1e-8}, draw.uniform(0.2, 3.0), 0.88, 0.0};
        const double b = draw.logarithmic(1e-13, 1e-4);
        const double thin = film.threshold(0.3, Length<>{b});
        CHECK(thin > 0.0);
        CHECK(film.threshold(0.3, Length<>{1.01 * b}) > thin);
    }
    CHECK(FiniteThickness<>{}.threshold(0.3, Length<>{0.0}) > 0.0);
}

TEST_CASE("the slope of the threshold over thickness is that of its curve", "[kinetics]")
{
    const FiniteThickness<Dual> film{Length<Dual>{Dual(1e-8)}, Dual(1.0), 0.88, Dual(0.0)};
    const FiniteThickness<> plain{Length<>{1e-8}, 1.0, 0.88, 0.0};
    for (const double b : {3e-9, 9.9e-9, 1.01e-8, 1.2e-8, 5e-8, 1e-6}) {
        const double step = 1e-6 * b;
        const double slope =
            (plain.threshold(0.3, Length<>{b + step}) - plain.threshold(0.3, Length<>{b - step})) /
            (2.0 * step);
        const Dual active = film.threshold(Dual(0.3), Length<Dual>{dual(b)});
        CHECK(active.derivative(1) == Approx(slope).epsilon(1e-5));
    }
}

TEST_CASE("the correlation length is a particle without metal and diverges at the threshold",
          "[kinetics]")
{
    const FiniteThickness<> film{Length<>{1e-8}};
    CHECK(film.correlation_length(0.0, 0.3).si == Approx(1e-8).epsilon(1e-12));
    CHECK(film.correlation_length(0.15, 0.3).si ==
          Approx(1e-8 * std::pow(0.5, -0.88)).epsilon(1e-12));
    CHECK(film.correlation_length(0.3 * (1.0 - 1e-9), 0.3).si > 0.1);
    CHECK(std::isinf(film.correlation_length(0.3, 0.3).si));
}

TEST_CASE("a film stops percolating at the crossing thickness, near the correlation length",
          "[kinetics]")
{
    Draw draw(53);
    for (int trial = 0; trial < 200; ++trial) {
        const FiniteThickness<> film{Length<>{1e-8}, draw.uniform(0.5, 2.0), 0.88, 0.0};
        const double bulk = draw.uniform(0.05, 0.5);
        const double V_f = bulk * draw.uniform(0.1, 0.99);
        const Length<> crossing = film.crossing(V_f, bulk);
        CHECK(film.threshold(bulk, crossing) == Approx(V_f).epsilon(1e-3));
        CHECK(crossing.si / film.correlation_length(V_f, bulk).si ==
              Approx(std::pow(film.coefficient, 0.88)).epsilon(1e-12));
    }
}

TEST_CASE("an offset is thickness that a film has without having it", "[kinetics]")
{
    const FiniteThickness<> plain{Length<>{1e-8}, 2.4, 0.88, 0.0};
    const FiniteThickness<> film{Length<>{1e-8}, 2.4, 0.88, 1.5};
    for (const double b : {1e-8, 3e-8, 1e-7, 1e-6}) {
        CHECK(film.threshold(0.3, Length<>{b}) ==
              Approx(plain.threshold(0.3, Length<>{b + 1.5e-8})).epsilon(1e-12));
    }
    CHECK(film.crossing(0.2, 0.3).si == Approx(plain.crossing(0.2, 0.3).si - 1.5e-8));
    // With little metal and a large offset not even the thinnest film percolates.
    CHECK((FiniteThickness<>{Length<>{1e-8}, 2.4, 0.88, 3.0}.crossing(0.01, 0.3).si) == 0.0);
    CHECK_THROWS_AS((FiniteThickness<>{Length<>{1e-8}, 2.4, 0.88, -0.1}.check()),
                    std::invalid_argument);
    CHECK(film.as<Dual>().threshold(Dual(0.3), Length<Dual>{dual(3e-8)}).derivative(0) ==
          Approx(film.threshold(0.3, Length<>{3e-8})).epsilon(1e-12));
}

TEST_CASE("a film thinner than a particle is outside the domain", "[kinetics]")
{
    const FiniteThickness<> film{Length<>{1e-8}};
    CHECK_FALSE(film.in_domain(Length<>{9e-9}));
    CHECK(film.in_domain(Length<>{1.1e-8}));
    CHECK_THROWS_AS((FiniteThickness<>{Length<>{0.0}}.check()), std::invalid_argument);
    CHECK_THROWS_AS((FiniteThickness<>{Length<>{1e-8}, 0.0}.check()), std::invalid_argument);
}

TEST_CASE("lanes of films have the thresholds of each film alone", "[kinetics]")
{
    const FiniteThickness<> film{Length<>{1e-8}, 1.2, 0.88, 0.0};
    const auto packed = film.as<Pack4>();
    Pack4 thicknesses;
    for (int k = 0; k < 4; ++k) {
        set_lane(thicknesses, k, 4e-9 * std::pow(4.0, k));
    }
    const Pack4 thresholds = packed.threshold(Pack4(0.3), Length<Pack4>{thicknesses});
    for (int k = 0; k < 4; ++k) {
        const double alone = film.threshold(0.3, Length<>{lane(thicknesses, k)});
        CHECK(lane(thresholds, k) == Approx(alone).epsilon(1e-12));
    }
    CHECK(any(packed.in_domain(Length<Pack4>{thicknesses})));
    CHECK_FALSE(all(packed.in_domain(Length<Pack4>{thicknesses})));
}
