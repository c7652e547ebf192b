#include "kinetics/intrusion.hpp"
#include "tests/support/random.hpp"
#include "tests/support/scalars.hpp"

#include <catch2/catch.hpp>

using namespace percolith::kinetics;
using namespace percolith::tests;

namespace
{
const Conductivity<> sigma_e{4e-9};
const Conductivity<> sigma_i{2e-3};

double share(double l, double b, double lambda)
{
    return inner_deposition_share(Length<>{l}, Length<>{b}, Length<>{lambda}, sigma_e, sigma_i);
}
} // namespace

TEST_CASE("where all of the interphase blocks, deposition inside follows the conductivities",
          "[kinetics]")
{
    const double ratio = sigma_e.si / (sigma_e.si + sigma_i.si);
    CHECK(share(1e-6, 1e-6, 1e-7) == Approx(ratio).epsilon(1e-15));
    CHECK(share(1e-6, 1e-6, 1e-3) == Approx(ratio).epsilon(1e-15));
}

TEST_CASE("deposition that decays at once takes place in all of the shorted part", "[kinetics]")
{
    const double ratio = sigma_e.si / (sigma_e.si + sigma_i.si);
    // sech(1000) is nothing.
    CHECK(share(1e-6, 0.25e-6, 1e-9) == Approx(0.75 + 0.25 * ratio).epsilon(1e-15));
    CHECK(share(1e-6, 1e-20, 1e-9) == Approx(1.0).epsilon(1e-13));
}

TEST_CASE("deposition that decays over a long way happens at the far end, not inside", "[kinetics]")
{
    const double ratio = sigma_e.si / (sigma_e.si + sigma_i.si);
    // 1 - sech x = x^2/2 - 5 x^4/24: at x = 1e-3 the square is right to 5e-7.
    const double x = 1e-3;
    CHECK(share(1e-6, 0.25e-6, 1e-6 / x) - 0.25 * ratio ==
          Approx(0.75 * 0.5 * x * x).epsilon(5e-7));
    CHECK(share(1e-6, 0.25e-6, 1.0) == Approx(0.25 * ratio).epsilon(1e-6));
}

TEST_CASE("the share deposited inside is a share, and grows with what is shorted", "[kinetics]")
{
    Draw draw(131);
    for (int trial = 0; trial < 500; ++trial) {
        const double l = draw.logarithmic(1e-9, 1e-3);
        const double b = l * draw.uniform(0.01, 1.0);
        const double lambda = draw.logarithmic(1e-8, 1e-2);
        const double f = share(l, b, lambda);
        CHECK(f >= 0.0);
        CHECK(f <= 1.0);
        // Shorted parts take more than the barrier while 1 - sech(l/lambda) exceeds its ratio.
        if (l > 0.01 * lambda) {
            CHECK(share(l, 0.5 * b, lambda) > f);
        }
    }
}

TEST_CASE("an interphase far thicker than the decay length keeps finite derivatives", "[kinetics]")
{
    // cosh overflows at 710.
    const auto f = inner_deposition_share<Dual>(Length<Dual>{dual(1e-4)}, Length<>{1e-5},
                                                Length<>{1e-8}, sigma_e, sigma_i);
    CHECK(value_of(f) == Approx(0.9 + 0.1 * sigma_e.si / (sigma_e.si + sigma_i.si)));
    CHECK(std::isfinite(f.derivative(1)));
    // d/dl of (1 - b/l) + (b/l) ratio
    const double ratio = sigma_e.si / (sigma_e.si + sigma_i.si);
    CHECK(f.derivative(1) == Approx(1e-5 / 1e-8 * (1.0 - ratio)).epsilon(1e-12));
}

TEST_CASE("intrusion needs a local current above the critical one", "[kinetics]")
{
    const CurrentDensity<> critical{10.0};
    CHECK(intrusion_excess(CurrentDensity<>{5.0}, 0.5, critical).si == 0.0);
    CHECK(intrusion_excess(CurrentDensity<>{5.0}, 0.25, critical).si == 10.0);
    CHECK(intrusion_excess(CurrentDensity<>{5.0}, 1.0, critical).si == -5.0);
}

TEST_CASE("an intrusion is as long as the lithium that feeds it, times its gain", "[kinetics]")
{
    // 1 A/m2 of lithium is 13e-6/96485 m/s.
    const double foil = 13.00e-6 / 96485.33212331001;
    const auto a = intrusion_growth(CurrentDensity<>{4.0}, 3.0, CurrentDensity<>{0.5}, 2.0);
    CHECK(a.si == Approx(foil * (3.0 * 4.0 + 2.0 * 0.5)).epsilon(1e-14));
    CHECK(intrusion_growth(CurrentDensity<>{0.0}, 3.0, CurrentDensity<>{0.0}, 2.0).si == 0.0);
}

TEST_CASE("pores fill up to their limit and no further", "[kinetics]")
{
    const Length<> l{2e-6};
    const double full = 0.8 * 0.05 * l.si;
    CHECK(pore_filling(Length<>{0.0}, l, 0.05, 0.8) == 0.0);
    CHECK(pore_filling(Length<>{full}, l, 0.05, 0.8) == Approx(1.0).epsilon(1e-15));
    const CurrentDensity<> inner{0.3};
    CHECK(pore_deposition(inner, 0.0).si ==
          Approx(0.3 * lithium_volume_per_charge.si).epsilon(1e-15));
    CHECK(pore_deposition(inner, 0.4).si ==
          Approx(0.6 * 0.3 * lithium_volume_per_charge.si).epsilon(1e-15));
    CHECK(pore_deposition(inner, 1.0).si == 0.0);
}

TEST_CASE("stripping takes from pores what is in them, unless it is trapped", "[kinetics]")
{
    const CurrentDensity<> inner{0.3};
    CHECK(pore_stripping(inner, 0.0, 1.0).si == 0.0);
    CHECK(pore_stripping(inner, 0.6, 0.0).si == 0.0);
    CHECK(pore_stripping(inner, 0.6, 0.5).si ==
          Approx(-0.5 * 0.6 * 0.3 * lithium_volume_per_charge.si).epsilon(1e-15));
}

TEST_CASE("derivatives and lanes of inner deposition are those of plain numbers", "[kinetics]")
{
    const double l = 3e-7;
    const double b = 1e-7;
    const double lambda = 2e-7;
    const double nudge = 1e-4 * l;
    const double slope = (share(l + nudge, b, lambda) - share(l - nudge, b, lambda)) / (2 * nudge);
    const auto f = inner_deposition_share<Jet>(Length<Jet>{Jet(l, 0)}, Length<Jet>{Jet(b)},
                                               Length<Jet>{Jet(lambda)}, cast<Jet>(sigma_e),
                                               cast<Jet>(sigma_i));
    CHECK(f.a == Approx(share(l, b, lambda)).epsilon(1e-14));
    CHECK(f.v[0] == Approx(slope).epsilon(1e-7)); // differences are right to (1e-4)^2
    const Pack4 thickness([&](int k) { return l * (1 + k); });
    const Pack4 packed = inner_deposition_share<Pack4>(Length<Pack4>{thickness}, Length<>{b},
                                                       Length<>{lambda}, sigma_e, sigma_i);
    for (int k = 0; k < 4; ++k) {
        CHECK(lane(packed, k) == Approx(share(lane(thickness, k), b, lambda)).epsilon(1e-13));
    }
}
