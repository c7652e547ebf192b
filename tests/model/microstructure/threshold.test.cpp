#include "model/microstructure/threshold.hpp"

#include "model/microstructure/parallel.hpp"
#include "model/microstructure/random.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <memory>
#include <numbers>
#include <stdexcept>
#include <vector>

using namespace percolith::microstructure;
using percolith::kinetics::Length;

namespace
{

CubicLattice lattice(CubicLattice::Element element)
{
    CubicLattice made;
    made.element = element;
    return made;
}

std::vector<Crossing> all_crossings(const ThresholdPlan& plan, unsigned threads = 1)
{
    std::vector<Crossing> crossings(realisation_count(plan));
    run_parallel(crossings.size(), threads,
                 [&](std::size_t k) { crossings[k] = realise(plan, k); });
    return crossings;
}

Threshold compute(const ThresholdPlan& plan)
{
    check(plan);
    return estimate(plan, all_crossings(plan));
}

void plan_refused(const ThresholdPlan& plan, const std::string& named)
{
    CHECK_THROWS_AS(check(plan), std::invalid_argument);
    CHECK_THROWS_WITH(check(plan), Catch::Contains(named));
}

/// Voxels of so many values at random.
Image grey_image(const std::array<std::int32_t, 3>& shape, int levels)
{
    const RandomSource random(7, 0, 0);
    std::vector<float> values;
    const auto count = static_cast<std::uint64_t>(shape[0] * shape[1] * shape[2]);
    for (std::uint64_t voxel = 0; voxel < count; ++voxel) {
        const double uniform = random.uniforms(Purpose::order, voxel)[0];
        values.push_back(static_cast<float>(std::floor(levels * uniform)));
    }
    Image image;
    image.shape = shape;
    image.values = std::make_shared<const std::vector<float>>(std::move(values));
    return image;
}

/// Within three standard errors and within `widest`.
void meets(const Threshold& found, double known, double widest)
{
    CHECK(std::abs(found.fraction - known) < 3.0 * found.standard_error);
    CHECK(std::abs(found.fraction - known) < widest);
    CHECK(found.goodness > 1e-3);
}

} // namespace

TEST_CASE("Small lattices find the known thresholds and the exponent of the correlation length")
{
    // Wang et al. 2013; nu = 1/1.1410. Small boxes: to half a per cent and to three errors.
    const ThresholdPlan sites{
        lattice(CubicLattice::Element::site), {{8, 2000}, {12, 1200}, {20, 700}}, 2};
    const auto site = compute(sites);
    meets(site, 0.3116077, 1.5e-3);
    CHECK(std::abs(site.nu - 0.8764) < 3.0 * site.nu_error);
    CHECK(site.nu_error < 0.06);
    const ThresholdPlan bonds{
        lattice(CubicLattice::Element::bond), {{8, 1500}, {12, 800}, {16, 500}}, 3};
    meets(compute(bonds), 0.24881182, 1.5e-3);
}

TEST_CASE("Small boxes of spheres find the known threshold")
{
    // 0.28955(7): Consiglio et al. 2003.
    meets(compute({Particles{}, {{6, 500}, {9, 250}, {13, 120}}, 4}), 0.28955, 5e-3);
}

TEST_CASE("Forty thresholds from other seeds scatter as their standard errors say")
{
    constexpr int runs = 40;
    double squares = 0.0;
    double nu_squares = 0.0;
    double mean = 0.0;
    for (std::uint64_t seed = 1; seed <= runs; ++seed) {
        const auto found = compute(
            {lattice(CubicLattice::Element::site), {{6, 150}, {9, 100}, {13, 60}}, 1000 * seed});
        squares += std::pow((found.fraction - 0.3116077) / found.standard_error, 2.0);
        nu_squares += std::pow((found.nu - 0.8764) / found.nu_error, 2.0);
        mean += found.fraction / runs;
    }
    // Chi-squared of 40 has the standard deviation 9. Errors are enlarged where a fit looks bad,
    // which takes about a sixth off; corrections to scaling of such boxes add about as much.
    CHECK(squares > 40.0 - 3.0 * 9.0);
    CHECK(squares < 40.0 + 4.0 * 9.0);
    CHECK(nu_squares > 40.0 - 3.5 * 9.0);
    CHECK(nu_squares < 40.0 + 4.0 * 9.0);
    CHECK(std::abs(mean - 0.3116077) < 1.5e-3);
}

TEST_CASE("Every number of threads computes the same threshold")
{
    const ThresholdPlan plan{Particles{}, {{4, 20}, {6, 12}}, 5};
    const auto one = all_crossings(plan, 1);
    for (const unsigned threads : {2U, 5U}) {
        const auto other = all_crossings(plan, threads);
        for (std::size_t k = 0; k < one.size(); ++k) {
            REQUIRE(other[k].fraction == one[k].fraction);
        }
    }
    // And whoever is asked first.
    CHECK(realise(plan, 31).fraction == one[31].fraction);
    CHECK(realise(plan, 0, 5).fraction == one[0].fraction);
    CHECK(estimate(plan, one).fraction == estimate(plan, all_crossings(plan, 5)).fraction);
}

TEST_CASE("Realisations of all sizes and seeds are different structures")
{
    // The second size is the first one but for rounding.
    ThresholdPlan plan{Particles{}, {{6.0, 2}, {6.0 + 1e-12, 1}}, 5};
    const double first = realise(plan, 0).fraction[0];
    CHECK(std::abs(realise(plan, 1).fraction[0] - first) > 1e-6);
    CHECK(std::abs(realise(plan, 2).fraction[0] - first) > 1e-6);
    plan.seed = 6;
    CHECK(std::abs(realise(plan, 0).fraction[0] - first) > 1e-6);
}

TEST_CASE("Realisations are numbered size by size and share the whole work among them")
{
    const ThresholdPlan plan{Particles{}, {{5, 3}, {10, 2}}, 1};
    CHECK(realisation_count(plan) == 5);
    CHECK(edge_of(plan, 0) == 5.0);
    CHECK(edge_of(plan, 2) == 5.0);
    CHECK(edge_of(plan, 3) == 10.0);
    CHECK(edge_of(plan, 4) == 10.0);
    double all = 0.0;
    for (std::size_t k = 0; k < 5; ++k) {
        all += share_of_work(plan, k);
    }
    CHECK(all == Approx(1.0));
    CHECK(share_of_work(plan, 4) == Approx(8.0 * share_of_work(plan, 0)));
}

TEST_CASE("The usual plan reaches about the error that is wanted")
{
    const auto plan = usual_plan(Particles{}, 0.01, 7);
    CHECK(plan.seed == 7);
    CHECK(plan.sizes.back().realisations > 16); // else the least number decides
    const auto sphere = compute(plan);
    const double error = sphere.standard_error / sphere.fraction;
    CHECK(error < 2.0 * 0.01);
    CHECK(error > 0.3 * 0.01);
    const auto sites = usual_plan(lattice(CubicLattice::Element::site), 0.005, 7);
    const auto site = compute(sites);
    CHECK(site.standard_error / site.fraction < 2.0 * 0.005);
    CHECK(site.standard_error / site.fraction > 0.3 * 0.005);
    // A tenth of the error takes a hundred times the realisations where few are not enough.
    const auto coarse = usual_plan(Particles{}, 0.003, 7);
    const auto fine = usual_plan(Particles{}, 0.0003, 7);
    CHECK(fine.sizes[0].realisations == Approx(100.0 * coarse.sizes[0].realisations).epsilon(0.01));
}

TEST_CASE("Usual plans are sound for every kind of structure")
{
    Particles needles;
    needles.axis_ratio = 100.0;
    Particles grains;
    grains.domains = Domains{Domains::Where::around, Length<>{2e-8}, 0.3, Length<>{2e-9}};
    grains.orientation = Orientation::normal;
    grains.axis_ratio = 0.1;
    Particles hard;
    hard.contact = HardCores{Length<>{5e-9}, Length<>{1e-9}};
    hard.orientation = Orientation::lateral;
    hard.axis_ratio = 5.0;
    Particles many;
    many.sizes = LogNormalSizes{0.5};
    for (const Structure& structure : {Structure{needles}, Structure{grains}, Structure{hard},
                                       Structure{many}, Structure{CubicLattice{}}}) {
        CHECK_NOTHROW(check(usual_plan(structure, 0.01, 1)));
    }
}

TEST_CASE("Plans that cannot be computed are refused with the reason")
{
    plan_refused({Particles{}, {}, 1}, "at least one box size");
    plan_refused({Particles{}, {{5, 0}}, 1}, "at least one realisation");
    plan_refused({Particles{}, {{6, 1}, {5, 1}}, 1}, "must rise");
    plan_refused({Particles{}, {{6, 1}, {6, 1}}, 1}, "must rise");
    const double no_number = std::numeric_limits<double>::quiet_NaN();
    plan_refused({Particles{}, {{no_number, 1}}, 1}, "must rise");
    plan_refused({CubicLattice{}, {{8.4, 1}}, 1}, "whole number of sites");
    plan_refused({Particles{}, {{6, 8}, {9, 1}}, 1}, "at least two realisations");
    CHECK_NOTHROW(check(ThresholdPlan{Particles{}, {{6, 1}}, 1}));
    Particles bad;
    bad.axis_ratio = 1000.0;
    plan_refused({bad, {{5, 1}}, 1}, "axis ratio");
}

TEST_CASE("An image is one box of as many voxels, and its threshold has no error to tell")
{
    const auto image = grey_image({12, 12, 12}, 1000);
    const auto plan = usual_plan(image, 0.01, 1);
    REQUIRE(plan.sizes.size() == 1);
    CHECK(plan.sizes[0].edge == 12.0);
    CHECK(plan.sizes[0].realisations == 1);
    CHECK(usual_plan(grey_image({4, 18, 3}, 50), 0.01, 1).sizes[0].edge == Approx(6.0));
    const auto found = compute(plan);
    CHECK(found.fraction == Approx(0.31).margin(0.1));
    CHECK(std::isnan(found.standard_error));
    plan_refused({image, {{12, 2}}, 1}, "one box");
    plan_refused({image, {{8, 1}}, 1}, "one box");
    plan_refused({image, {{6, 2}, {12, 2}}, 1}, "one box");
}

TEST_CASE("An image of a few values has no threshold, and what it has is said")
{
    for (const int levels : {1, 2, 19}) {
        const auto plan = usual_plan(grey_image({8, 8, 8}, levels), 0.01, 1);
        plan_refused(plan, "the image has " + std::to_string(levels) + " value");
        plan_refused(plan, "grey values in place of the segmentation");
    }
    CHECK_NOTHROW(check(usual_plan(grey_image({8, 8, 8}, 20), 0.01, 1)));
}

TEST_CASE("A box must be twice as wide as the largest thing in it")
{
    const auto least = [](const Particles& particles, double edge) {
        CHECK_NOTHROW(check(ThresholdPlan{particles, {{edge * 1.001, 1}}, 1}));
        plan_refused({particles, {{edge * 0.999, 1}}, 1}, "smaller than twice");
        plan_refused({particles, {{edge * 0.999, 1}}, 1}, std::to_string(edge));
    };
    Particles particles;
    least(particles, 2.0);
    particles.sizes = BinarySizes{3.0, 0.5};
    least(particles, 6.0);
    particles.sizes = EqualSizes{};
    particles.contact = HardCores{Length<>{0.5e-9}, {}};
    least(particles, 3.0);
    particles.contact = Overlapping{};
    particles.domains = Domains{Domains::Where::inside, Length<>{4e-9}, 0.5, {}};
    least(particles, 8.0);
    Particles needles;
    needles.axis_ratio = 8.0; // four units long
    least(needles, 8.0);
    // Aligned in a box that is stretched as they are.
    needles.orientation = Orientation::normal;
    least(needles, 2.0);
    // Across them that box is half its edge wide, and grains of eight units must fit in twice.
    needles.domains = Domains{Domains::Where::inside, unit_length(needles) * 8.0, 0.5, {}};
    least(needles, 32.0);
}

TEST_CASE("What never percolates is said, with how often")
{
    const double infinite = std::numeric_limits<double>::infinity();
    const ThresholdPlan plan{Particles{}, {{5, 2}, {8, 2}}, 1};
    std::vector<Crossing> crossings(4, Crossing{{0.3, 0.31, 0.29}});
    CHECK_NOTHROW(estimate(plan, crossings));
    crossings[1].fraction[2] = infinite;
    crossings[3].fraction.fill(infinite);
    CHECK_THROWS_AS(estimate(plan, crossings), std::domain_error);
    CHECK_THROWS_WITH(estimate(plan, crossings), Catch::Contains("2 of 4"));
    crossings.pop_back();
    CHECK_THROWS_AS(estimate(plan, crossings), std::invalid_argument);
}

TEST_CASE("Hard cores in a box that is full too early never percolate")
{
    Particles hard;
    hard.contact = HardCores{Length<>{5e-12}, {}};
    const ThresholdPlan plan{hard, {{3, 2}, {4, 2}}, 1};
    check(plan);
    CHECK_THROWS_WITH(estimate(plan, all_crossings(plan)), Catch::Contains("4 of 4"));
}

TEST_CASE("The memory needed grows with the volume of the largest box")
{
    const auto needed = [](const Structure& structure, double edge) {
        return memory_needed({structure, {{4, 1}, {edge, 1}}, 1});
    };
    const auto site = lattice(CubicLattice::Element::site);
    CHECK(needed(site, 128) == Approx(8.0 * needed(site, 64)));
    // Order, links and marks: 4 + 8 + 1/8 bytes, and of bonds 12 + 8.
    CHECK(needed(site, 256) > 12.1 * 256 * 256 * 256);
    CHECK(needed(site, 256) < 16.0 * 256 * 256 * 256);
    CHECK(needed(lattice(CubicLattice::Element::bond), 256) > 20.0 * 256 * 256 * 256);
    CHECK(needed(Particles{}, 200) == Approx(8.0 * needed(Particles{}, 100)).epsilon(0.15));
    // At the threshold of spheres eta is 0.3418; a particle takes two records and its links.
    const double spheres = 0.3418 * 200.0 * 200.0 * 200.0 * 6.0 / std::numbers::pi;
    CHECK(needed(Particles{}, 200) > 150.0 * spheres);
    CHECK(needed(Particles{}, 200) < 1000.0 * spheres);
}
