#include "runs/fit/loss.hpp"

#include "runs/fit/jet.hpp"

#include <catch2/catch.hpp>

using namespace percolith;
using namespace runs::fit;
using J = runs::Jet<4>;

TEST_CASE("squares of softened residuals are the published losses", "[runs][fit]")
{
    const double w = GENERATE(0.5, 3.0);
    for (const double r : {-40.0, -3.1, -0.4, 0.0, 1e-6, 0.3, 2.9, 3.1, 1e3}) {
        const double huber =
            std::abs(r) <= w ? r * r : 2.0 * w * std::abs(r) - w * w; // ceres: rho(r^2)
        const double cauchy = w * w * std::log1p(r * r / (w * w));
        const double a = softened(Loss::huber, w, r);
        const double b = softened(Loss::cauchy, w, r);
        // Rounding of squares and roots; what ln(1 + 1e-4) loses to cancelling.
        CHECK(a * a == Approx(huber).epsilon(1e-14));
        CHECK(b * b == Approx(cauchy).epsilon(1e-11));
        CHECK(softened(Loss::none, w, r) == r);
        CHECK(a * r >= 0.0);
        CHECK(b * r >= 0.0);
    }
}

TEST_CASE("softened residuals are as steep as their differences say", "[runs][fit]")
{
    const double w = 3.0;
    for (const auto loss : {Loss::huber, Loss::cauchy}) {
        for (const double r : {-40.0, -3.1, -0.4, -1e-5, 0.0, 1e-5, 0.3, 2.9, 3.1, 1e3}) {
            const double h = 1e-4;
            const double difference =
                (softened(loss, w, r + h) - softened(loss, w, r - h)) / (2.0 * h);
            // h^2 times the third derivative, at most about 1/w^2.
            CHECK(softened(loss, w, J(r, 2)).v[2] == Approx(difference).margin(1e-8));
        }
    }
}

TEST_CASE("softened residuals have no step where the loss changes its formula", "[runs][fit]")
{
    for (const auto loss : {Loss::huber, Loss::cauchy}) {
        const double w = 3.0;
        const double seam = loss == Loss::huber ? w : 1e-2 * w;
        const auto below = softened(loss, w, J(seam * (1.0 - 1e-12), 0));
        const auto above = softened(loss, w, J(seam * (1.0 + 1e-12), 0));
        CHECK(below.a == Approx(above.a).epsilon(1e-11)); // ln(1 + 1e-4) to 12 digits
        CHECK(below.v[0] == Approx(above.v[0]).epsilon(1e-11));
    }
}

TEST_CASE("survival is that of the normal distribution, far into both tails", "[runs][fit]")
{
    struct Known {
        double z;
        double value;
        double slope;
    };
    // sqrt(-2 ln Phi(z)) and its derivative with 400 digits (mpmath 1.3).
    const auto known = GENERATE(values<Known>({
        {-200.0, 200.03108398895503, -0.99986959907228606},
        {-60.0, 60.083501240865901, -0.9988874845965316},
        {-36.0, 36.12487308195832, -0.99731104919159502},
        {-34.0, 34.130518960217165, -0.99703614637855182},
        {-30.5, 30.641890846451108, -0.99643709729474496},
        {-10.0, 10.318070086068661, -0.97868042664265684},
        {-3.0, 3.6353063753995617, -0.9031147077856915},
        {-0.5, 1.533565624023712, -0.74406843273791401},
        {0.0, 1.1774100225154747, -0.677660751603105},
        {0.5, 0.85900688622228913, -0.5927314926149215},
        {3.0, 0.05197710966854917, -0.085380642948889401},
        {6.0, 4.4420437762912147e-5, -0.00013678124669204857},
        {9.0, 4.750975491315106e-10, -2.1637185016973e-9},
        {20.0, 7.4210836386692661e-45, -7.4395447228105472e-44},
        {30.0, 3.1326391197034449e-99, -4.7041682063207205e-98},
    }));
    const auto found = survived(J(known.z, 1));
    INFO("z " << known.z);
    CHECK(found.a == Approx(known.value).epsilon(1e-12));
    // Density over share by logarithms: 1e-16 of up to 2e4 is lost.
    CHECK(found.v[1] == Approx(known.slope).epsilon(1e-10));
    CHECK(found.v[0] == 0.0);
}

TEST_CASE("surviving what is beyond all doubt costs nothing and pulls nowhere", "[runs][fit]")
{
    for (const double z : {40.0, 1e3, 1e300}) {
        CHECK(survived(J(z, 0)).a == 0.0);
        CHECK(survived(J(z, 0)).v.isZero(0.0));
    }
}
