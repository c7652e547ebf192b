#include "kinetics/effective_medium.hpp"
#include "tests/support/random.hpp"
#include "tests/support/scalars.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <vector>

using namespace percolith::kinetics;
using namespace percolith::tests;

namespace
{

template <class T> using Mixture = std::vector<Phase<T>>;

Mixture<double> random_mixture(Draw& draw)
{
    Mixture<double> phases(static_cast<std::size_t>(draw.uniform(2.0, 6.0)));
    double sum = 0.0;
    for (Phase<>& phase : phases) {
        phase = {draw.uniform(0.01, 1.0), Conductivity<>{draw.logarithmic(1e-8, 1.0)}};
        sum += phase.fraction;
    }
    for (Phase<>& phase : phases) {
        phase.fraction /= sum;
    }
    return phases;
}

/// Products at 1e-3 S/m with a share of unreacted electrolyte at 0.3 S/m in between.
template <class T> Mixture<T> interphase(const T& unreacted)
{
    return {{unreacted, Conductivity<T>{T(0.3)}}, {T(1.0 - unreacted), Conductivity<T>{T(1e-3)}}};
}

template <class T> Conductivity<T> medium(const Mixture<T>& phases)
{
    return effective_medium(std::span<const Phase<T>>(phases));
}

} // namespace

TEST_CASE("no mixture breaks the bounds of Wiener and of Hashin and Shtrikman", "[kinetics]")
{
    Draw draw(91);
    for (int trial = 0; trial < 500; ++trial) {
        const Mixture<double> phases = random_mixture(draw);
        const std::span<const Phase<>> all(phases);
        const double slack = 1.0 + 1e-10;
        CHECK(wiener_lower(all).si <= hashin_shtrikman_lower(all).si * slack);
        CHECK(hashin_shtrikman_lower(all).si <= medium(phases).si * slack);
        CHECK(medium(phases).si <= hashin_shtrikman_upper(all).si * slack);
        CHECK(hashin_shtrikman_upper(all).si <= wiener_upper(all).si * slack);
    }
}

TEST_CASE("the effective medium satisfies Bruggeman's equation", "[kinetics]")
{
    Draw draw(92);
    for (int trial = 0; trial < 200; ++trial) {
        const Mixture<double> phases = random_mixture(draw);
        const double sigma = medium(phases).si;
        double sum = 0.0;
        for (const Phase<>& phase : phases) {
            const double own = phase.conductivity.si;
            sum += phase.fraction * (own - sigma) / (own + 2.0 * sigma);
        }
        CHECK(sum == Approx(0.0).margin(1e-12));
    }
}

TEST_CASE("one phase alone is its own medium", "[kinetics]")
{
    const Mixture<double> alone{{1.0, Conductivity<>{0.01}}};
    CHECK(medium(alone).si == Approx(0.01).epsilon(1e-14));
    const Mixture<double> absent{{1.0, Conductivity<>{0.01}}, {0.0, Conductivity<>{1e-9}}};
    CHECK(medium(absent).si == Approx(0.01).epsilon(1e-14));
    CHECK(hashin_shtrikman_lower(std::span<const Phase<>>(absent)).si ==
          Approx(0.01).epsilon(1e-14));
}

TEST_CASE("no phase is the matrix: their order does not matter", "[kinetics]")
{
    const Mixture<double> one{{0.2, Conductivity<>{1.0}}, {0.8, Conductivity<>{1e-4}}};
    const Mixture<double> other{one[1], one[0]};
    CHECK(medium(one).si == Approx(medium(other).si).epsilon(1e-13));
}

TEST_CASE("unreacted electrolyte carries ions through once it fills a third", "[kinetics]")
{
    CHECK(medium(interphase(0.25)).si < 5e-3);
    CHECK(medium(interphase(0.45)).si > 5e-2);
    // Far above the threshold, Bruggeman's line sigma (3 f - 1)/2.
    CHECK(medium(interphase(0.8)).si == Approx(0.3 * 0.7).epsilon(1e-2));
}

TEST_CASE("the slope of the effective medium over a fraction is that of its curve", "[kinetics]")
{
    for (const double share : {0.1, 0.3, 0.35, 0.6}) {
        const double step = 1e-6;
        const double slope =
            (medium(interphase(share + step)).si - medium(interphase(share - step)).si) /
            (2.0 * step);
        CHECK(medium(interphase(dual(share))).si.derivative(1) == Approx(slope).epsilon(1e-6));
        CHECK(medium(interphase(Jet(share, 0))).si.v[0] == Approx(slope).epsilon(1e-6));
    }
}

TEST_CASE("lanes of mixtures have the medium of each mixture alone", "[kinetics]")
{
    const Pack4 shares([](int k) { return 0.1 + 0.2 * k; });
    const Pack4 packed = medium(interphase(shares)).si;
    for (int k = 0; k < 4; ++k) {
        CHECK(lane(packed, k) == Approx(medium(interphase(lane(shares, k))).si).epsilon(1e-12));
    }
}

TEST_CASE("what is not a mixture is refused", "[kinetics]")
{
    const Conductivity<> sigma{1e-3};
    CHECK_THROWS_AS(medium(Mixture<double>{}), std::domain_error);
    CHECK_THROWS_AS(medium(Mixture<double>{{0.5, sigma}, {0.4, sigma}}), std::domain_error);
    CHECK_THROWS_AS(medium(Mixture<double>{{1.2, sigma}, {-0.2, sigma}}), std::domain_error);
    CHECK_THROWS_AS(medium(Mixture<double>{{0.5, sigma}, {0.5, Conductivity<>{}}}),
                    std::domain_error);
}
