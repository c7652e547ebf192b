#include "model/microstructure/films.hpp"

#include "model/microstructure/parallel.hpp"
#include "tests/support/structures.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <stdexcept>
#include <vector>

using namespace percolith::microstructure;
using percolith::kinetics::Conductivity;
using percolith::kinetics::Length;
using percolith::tests::grains_of;
using percolith::tests::shaped;

namespace
{

FilmPlan small_plan()
{
    FilmPlan plan;
    plan.structure = CubicLattice{};
    plan.metal_conductivity = Conductivity<>{100.0};
    plan.insulator_conductivity = Conductivity<>{1e-3};
    plan.metal_fractions = {0.0, 0.3, 0.6, 1.0};
    plan.thicknesses = {Length<>{3e-9}, Length<>{8e-9}};
    plan.realisations = 3;
    return plan;
}

std::vector<FilmSample> all_samples(const FilmPlan& plan, unsigned threads = 1)
{
    std::vector<FilmSample> samples(realisation_count(plan));
    run_parallel(samples.size(), threads, [&](std::size_t k) { samples[k] = realise(plan, k); });
    return samples;
}

void refused(const std::function<void(FilmPlan&)>& spoil, const std::string& named)
{
    FilmPlan plan = small_plan();
    CHECK_NOTHROW(check(plan));
    spoil(plan);
    CHECK_THROWS_AS(check(plan), std::invalid_argument);
    CHECK_THROWS_WITH(check(plan), Catch::Contains(named));
}

} // namespace

TEST_CASE("Films without metal conduct as the insulator, full ones as the metal")
{
    const FilmPlan plan = small_plan();
    const auto table = tabulate(plan, all_samples(plan));
    REQUIRE(table.size() == 8);
    for (const std::size_t thickness : {0U, 1U}) {
        CHECK(table[thickness].conductivity == Approx(1e-3).epsilon(1e-9));
        CHECK(table[thickness].spanning_share == 0.0);
        CHECK(table[thickness].standard_error == Approx(0.0).margin(1e-15));
        CHECK(table[6 + thickness].conductivity == Approx(100.0).epsilon(1e-9));
        CHECK(table[6 + thickness].spanning_share == 1.0);
        CHECK(table[6 + thickness].standard_error == Approx(0.0).margin(1e-9));
    }
}

TEST_CASE("A table holds the mean over realisations and its standard error, in the plan's order")
{
    FilmPlan plan = small_plan();
    plan.metal_fractions = {0.2, 0.4};
    std::vector<FilmSample> samples(12);
    // Second fraction, first thickness: numbers 6 to 8.
    samples[6] = {0.41, 2.0, 1.5, true};
    samples[7] = {0.40, 4.0, 0.0, false};
    samples[8] = {0.39, 9.0, 8.0, true};
    const auto table = tabulate(plan, samples);
    REQUIRE(table.size() == 4);
    CHECK(table[2].metal_fraction == 0.4);
    CHECK(table[2].thickness.si == 3e-9);
    CHECK(table[2].conductivity == Approx(5.0));
    // Squares of 3, 1 and 4 sum to 26; over 3 x 2.
    CHECK(table[2].standard_error == Approx(std::sqrt(26.0 / 6.0)));
    CHECK(table[2].spanning_share == Approx(2.0 / 3.0));
    // Of the metal alone: 1.5, 0 and 8, off their mean by 5/3, 19/6 and 29/6.
    CHECK(table[2].metal_conductivity == Approx(19.0 / 6.0));
    CHECK(table[2].metal_error == Approx(std::sqrt((100.0 + 361.0 + 841.0) / 36.0 / 6.0)));
    CHECK(table[2].realisations == 3);
    CHECK(table[1].metal_fraction == 0.2);
    CHECK(table[1].thickness.si == 8e-9);
    CHECK(table[1].conductivity == 0.0);
    samples.pop_back();
    CHECK_THROWS_AS(tabulate(plan, samples), std::invalid_argument);
}

TEST_CASE("One realisation does not tell the error of its conductivity")
{
    FilmPlan plan = small_plan();
    plan.realisations = 1;
    for (const auto& entry : tabulate(plan, all_samples(plan))) {
        CHECK(std::isnan(entry.standard_error));
        CHECK(std::isnan(entry.metal_error));
    }
}

TEST_CASE("Realisations of films scatter as the table's error says")
{
    FilmPlan plan = small_plan();
    plan.metal_fractions = {0.45};
    plan.thicknesses = {Length<>{5e-9}};
    plan.realisations = 6;
    constexpr int runs = 30;
    std::vector<FilmEntry> entries;
    double mean = 0.0;
    for (std::uint64_t seed = 1; seed <= runs; ++seed) {
        plan.seed = seed;
        entries.push_back(tabulate(plan, all_samples(plan)).at(0));
        mean += entries.back().conductivity / runs;
    }
    double squares = 0.0;
    double variances = 0.0;
    for (const auto& entry : entries) {
        squares += std::pow(entry.conductivity - mean, 2.0) / (runs - 1);
        variances += std::pow(entry.standard_error, 2.0) / runs;
    }
    // Both know the variance, to sqrt(2/29) and sqrt(2/150); three of these.
    CHECK(squares / variances > 1.0 - 3.0 * 0.29);
    CHECK(squares / variances < 1.0 + 3.0 * 0.29);
}

TEST_CASE("Films are computed the same on any number of threads")
{
    FilmPlan plan = small_plan();
    plan.structure = Particles{};
    plan.metal_fractions = {0.25};
    plan.resolution = 3.0;
    plan.thicknesses = {Length<>{2e-9}, Length<>{3e-9}};
    const auto one = all_samples(plan);
    const auto many = all_samples(plan, 5);
    for (std::size_t k = 0; k < one.size(); ++k) {
        CHECK(many[k].conductivity == one[k].conductivity);
        CHECK(many[k].metal_fraction == one[k].metal_fraction);
        CHECK(one[k].conductivity >= one[k].backbone_conductivity);
        CHECK(one[k].spans == (one[k].backbone_conductivity > 0.0));
    }
    CHECK(one[0].conductivity != one[1].conductivity);
}

TEST_CASE("Insulators that do not conduct at all leave the metal alone")
{
    FilmPlan plan = small_plan();
    plan.insulator_conductivity = Conductivity<>{0.0};
    plan.metal_fractions = {0.5};
    for (const auto& sample : all_samples(plan)) {
        CHECK(sample.conductivity == sample.backbone_conductivity);
    }
}

TEST_CASE("Films are at least twelve units wide, as wide as asked and wide against thick")
{
    FilmPlan plan = small_plan();
    CHECK(voxels(plan, 0).shape == std::array{12, 12, 3});
    CHECK(voxels(plan, 3).shape == std::array{16, 16, 8});
    plan.lateral = Length<>{20e-9};
    CHECK(voxels(plan, 3).shape == std::array{20, 20, 8});
    plan.least_width = 4.0;
    CHECK(voxels(plan, 3).shape == std::array{32, 32, 8});
    CHECK(voxels(plan, 3).edge == Approx(1e-9));
    plan.structure = Particles{};
    plan.resolution = 3.0;
    CHECK(voxels(plan, 3).shape == std::array{96, 96, 24});
    CHECK(voxels(plan, 3).edge == Approx(1e-9 / 3.0));
}

TEST_CASE("Realisations of films are numbered fraction by fraction and make up the whole work")
{
    const FilmPlan plan = small_plan();
    CHECK(realisation_count(plan) == 24);
    double all = 0.0;
    for (std::size_t k = 0; k < 24; ++k) {
        all += voxels_of(plan, k);
    }
    CHECK(all == voxels_in_all(plan));
    // 16 x 16 x 8 voxels against 12 x 12 x 3.
    CHECK(voxels_of(plan, 3) == 2048.0);
    CHECK(voxels_of(plan, 0) == 432.0);
}

TEST_CASE("The memory of films grows with the voxels of the thickest one")
{
    FilmPlan plan = small_plan();
    const auto needed = [&](double thickness) {
        plan.thicknesses = {Length<>{3e-9}, Length<>{thickness}};
        return memory_needed(plan);
    };
    // Beside what every solver takes.
    const double grown = needed(80e-9) - needed(40e-9);
    CHECK(needed(160e-9) - needed(80e-9) == Approx(8.0 * grown).epsilon(0.01));
    CHECK(grown > 7.0 * 80 * 80 * 40 * 8.0); // a potential at each voxel, at the least
}

TEST_CASE("The memory of films of particles has room for the bodies of each voxel")
{
    FilmPlan plan = small_plan();
    plan.thicknesses = {Length<>{8e-9}};
    plan.resolution = 4.0;
    plan.metal_fractions = {0.5};
    Grains grains;
    plan.structure = grains;
    const double plain = memory_needed(plan);
    Particles particles;
    plan.structure = particles;
    constexpr double voxels = 64.0 * 64.0 * 32.0;
    // Three layers, the list's bounds and eight bytes for each body: ln 2 to a voxel.
    CHECK(memory_needed(plan) - plain > voxels * (3.0 + 4.0 + 8.0 * std::log(2.0)));
    plan.metal_fractions = {0.3};
    const double thin = memory_needed(plan);
    plan.metal_fractions = {0.6};
    CHECK(memory_needed(plan) > thin);
    // With gaps of a diameter to tunnel through each core is in eight times its volume.
    plan.metal_fractions = {0.3};
    particles.contact = HardCores{particles.diameter, {}};
    plan.structure = particles;
    CHECK(memory_needed(plan) - plain > voxels * 8.0 * 0.3 * 9.0);
}

TEST_CASE("Grains that all conduct alike inside conduct like grains of one sort")
{
    FilmPlan plan = small_plan();
    plan.structure = grains_of(1.0, Grains::Meeting::faces);
    plan.metal_fractions = {0.0, 0.3, 1.0};
    plan.thicknesses = {Length<>{60e-9}};
    plan.resolution = 3.0;
    plan.realisations = 1;
    FilmPlan sorted = plan;
    std::get<Grains>(sorted.structure).sorts = 7;
    const std::vector<double> same(7, plan.metal_conductivity.si);
    for (std::size_t k = 0; k < 3; ++k) {
        const auto one = realise(plan, k);
        const auto other = realise(sorted, k, same);
        CHECK(other.metal_fraction == one.metal_fraction);
        // Both solve one set of equations to the solver's tolerance.
        CHECK(other.conductivity == Approx(one.conductivity).epsilon(1e-6));
        CHECK(other.spans == one.spans);
        const std::vector<double> none(7, plan.insulator_conductivity.si);
        CHECK(realise(sorted, k, none).conductivity ==
              Approx(plan.insulator_conductivity.si).epsilon(1e-9));
    }
    CHECK_THROWS_AS(realise(sorted, 0, std::vector<double>(6, 1.0)), std::invalid_argument);
}

TEST_CASE("Grains that differ inside conduct between their worst and their best")
{
    FilmPlan plan = small_plan();
    plan.structure = grains_of(1.0, Grains::Meeting::faces);
    std::get<Grains>(plan.structure).sorts = 2;
    plan.metal_fractions = {1.0};
    plan.thicknesses = {Length<>{120e-9}};
    plan.resolution = 3.0;
    plan.realisations = 1;
    const auto grid = voxels(plan, 0);
    const auto firsts =
        static_cast<double>(std::count(grid.phase.begin(), grid.phase.end(), metal));
    const double share = firsts / static_cast<double>(grid.size());
    // About 12 x 12 x 6 grains of either sort, drawn as coins fall: 0.017, three times.
    CHECK(share == Approx(0.5).margin(0.05));
    const double conducts = realise(plan, 0, std::vector<double>{1.0, 2.0}).conductivity;
    // Between layers across the current and layers along it (Wiener).
    CHECK(conducts > 1.0 / (share + 0.5 * (1.0 - share)));
    CHECK(conducts < share + 2.0 * (1.0 - share));
}

TEST_CASE("A cube is as wide as it is thick, if what stands in it has room")
{
    FilmPlan plan = small_plan();
    plan.structure = shaped(1.0); // spheres of 1 nm
    plan.cube = true;
    plan.metal_fractions = {0.1};
    plan.thicknesses = {Length<>{5e-9}};
    CHECK_NOTHROW(check(plan));
    CHECK(voxels(plan, 0).shape == std::array<std::int32_t, 3>{30, 30, 30});
    plan.thicknesses = {Length<>{1.9e-9}};
    CHECK_THROWS_WITH(check(plan), Catch::Contains("twice as wide as what stands in it"));
}

TEST_CASE("Films that cannot be are refused with words that name what is wrong")
{
    const double no_number = std::numeric_limits<double>::quiet_NaN();
    const double infinite = std::numeric_limits<double>::infinity();
    for (const double bad : {0.0, -1.0, no_number, infinite}) {
        refused([&](FilmPlan& p) { p.metal_conductivity = Conductivity<>{bad}; },
                "conductivity of the metal");
    }
    for (const double bad : {-1.0, no_number, infinite}) {
        refused([&](FilmPlan& p) { p.insulator_conductivity = Conductivity<>{bad}; }, "below 0");
        refused([&](FilmPlan& p) { p.gap_conductivity = Conductivity<>{bad}; }, "below 0");
    }
    refused([](FilmPlan& p) { p.insulator_conductivity = Conductivity<>{101.0}; },
            "better than the metal");
    refused([](FilmPlan& p) { p.metal_fractions.clear(); }, "at least one metal fraction");
    for (const double bad : {-0.1, 1.1, no_number}) {
        refused([&](FilmPlan& p) { p.metal_fractions = {bad}; }, "within 0 .. 1");
    }
    refused([](FilmPlan& p) { p.metal_fractions = {0.3, 0.2}; }, "must rise");
    refused([](FilmPlan& p) { p.metal_fractions = {0.3, 0.3}; }, "must rise");
    refused([](FilmPlan& p) { p.thicknesses.clear(); }, "at least one thickness");
    refused([](FilmPlan& p) { p.thicknesses = {Length<>{5e-9}, Length<>{4e-9}}; }, "must rise");
    refused([](FilmPlan& p) { p.thicknesses = {Length<>{5e-9}, Length<>{5e-9}}; }, "must rise");
    refused([](FilmPlan& p) { p.thicknesses = {Length<>{0.5e-9}}; }, "one unit length");
    for (const double bad : {no_number, infinite}) {
        refused([&](FilmPlan& p) { p.thicknesses = {Length<>{bad}}; }, "thick");
        refused([&](FilmPlan& p) { p.lateral = Length<>{bad}; }, "finite");
    }
    for (const double bad : {0.5, no_number, infinite}) {
        refused([&](FilmPlan& p) { p.least_width = bad; }, "wid");
    }
    for (const double bad : {1.0, 101.0, no_number}) {
        refused([&](FilmPlan& p) { p.resolution = bad; }, "resolution");
    }
    refused([](FilmPlan& p) { p.realisations = 0; }, "at least one realisation");
    FilmPlan spheres = small_plan();
    spheres.structure = Particles{};
    spheres.resolution = 3.0;
    CHECK_NOTHROW(check(spheres));
    spheres.resolution = 2.9;
    CHECK_THROWS_WITH(check(spheres), Catch::Contains("at least 3 voxels"));
    refused(
        [](FilmPlan& p) {
            CubicLattice bonds;
            bonds.element = CubicLattice::Element::bond;
            p.structure = bonds;
        },
        "bonds");
    refused(
        [](FilmPlan& p) {
            Particles particles;
            particles.axis_ratio = 1e3;
            p.structure = particles;
        },
        "axis ratio");
}
