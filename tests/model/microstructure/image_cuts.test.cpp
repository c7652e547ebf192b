#include "model/microstructure/image_cuts.hpp"

#include "model/microstructure/films.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>
#include <stdexcept>
#include <vector>

using namespace percolith::microstructure;
using percolith::kinetics::Conductivity;
using percolith::kinetics::Length;

namespace
{

using Shape = std::array<std::int32_t, 3>;

/// Metal or not, voxel by voxel, at random but for layers of more and more metal along z.
Image layered(const Shape& shape)
{
    const RandomSource random(3, 0, 0);
    std::vector<float> values;
    std::uint64_t voxel = 0;
    for (std::int32_t k = 0; k < shape[2]; ++k) {
        const double share = 0.35 + 0.3 * k / shape[2];
        for (std::int32_t n = 0; n < shape[0] * shape[1]; ++n) {
            const double uniform = random.uniforms(Purpose::kind, voxel++)[0];
            values.push_back(uniform < share ? 1.0F : 0.0F);
        }
    }
    Image image;
    image.shape = shape;
    image.values = std::make_shared<const std::vector<float>>(std::move(values));
    return image;
}

FilmPlan films_of(const Image& image, std::vector<Length<>> thicknesses)
{
    FilmPlan plan;
    plan.structure = image;
    plan.metal_conductivity = Conductivity<>{1.0};
    plan.insulator_conductivity = Conductivity<>{0.01};
    plan.metal_fractions = {0.5};
    plan.thicknesses = std::move(thicknesses);
    plan.least_width = 1.0;
    return plan;
}

std::vector<FilmSample> samples_of(const FilmPlan& plan)
{
    std::vector<FilmSample> samples;
    for (std::size_t number = 0; number < realisation_count(plan); ++number) {
        samples.push_back(realise(plan, number));
    }
    return samples;
}

} // namespace

TEST_CASE("image cuts: they lie side by side, each at another place, none of them twice")
{
    // Every voxel is its own value, so that a cut tells where it was.
    const Shape shape{7, 5, 9};
    Image image;
    image.shape = shape;
    std::vector<float> values(7 * 5 * 9);
    image.values = std::make_shared<const std::vector<float>>(values);
    const Slab slab{{3, 2, 4}, 1.0};
    REQUIRE(cut_count(image, slab) == 2 * 2 * 2);
    std::vector<int> taken(values.size(), 0);
    for (std::size_t voxel = 0; voxel < values.size(); ++voxel) {
        auto one = values;
        one[voxel] = 1.0F;
        image.values = std::make_shared<const std::vector<float>>(std::move(one));
        for (std::uint32_t number = 0; number < 8; ++number) {
            const auto cut = image_cut(image, slab, number, RandomSource(1, 1, 0));
            REQUIRE(cut.shape == slab.shape);
            taken[voxel] += static_cast<int>(std::count(cut.phase.begin(), cut.phase.end(), metal));
        }
    }
    for (std::int32_t k = 0; k < shape[2]; ++k) {
        for (std::int32_t j = 0; j < shape[1]; ++j) {
            for (std::int32_t i = 0; i < shape[0]; ++i) {
                const auto voxel = static_cast<std::size_t>((k * shape[1] + j) * shape[0] + i);
                CHECK(taken[voxel] == (i < 6 && j < 4 && k < 8 ? 1 : 0));
            }
        }
    }
    CHECK_THROWS_WITH(image_cut(image, slab, 8, RandomSource(1, 1, 0)), Catch::Contains("8 films"));
}

TEST_CASE("image cuts: a cut is the image as it stands, metal from its value on")
{
    Image image;
    image.shape = {3, 2, 2};
    image.metal_from = 0.25F;
    image.values = std::make_shared<const std::vector<float>>(std::vector<float>{
        0.0F, 0.25F, 0.5F, 1.0F, 0.2F, 0.0F, 0.0F, 0.0F, 0.3F, 0.9F, 0.1F, 0.0F});
    const auto grid = image_cut(image, {image.shape, 1.0}, 0, RandomSource(1, 1, 0));
    CHECK(grid.edge == 1.0);
    CHECK(grid.phase == std::vector<std::uint8_t>{0, 1, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0});
}

TEST_CASE("image cuts: the seed draws which of them come first")
{
    const auto image = layered({12, 12, 60});
    const Slab slab{{12, 12, 3}, 1.0};
    std::set<std::ptrdiff_t> firsts; // by how much metal they hold
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        const auto cut = image_cut(image, slab, 0, RandomSource(seed, 1, 0));
        firsts.insert(std::count(cut.phase.begin(), cut.phase.end(), metal));
    }
    CHECK(firsts.size() > 4); // of twenty
}

TEST_CASE("image cuts: films of an image differ, and scatter as their error says")
{
    const auto image = layered({24, 24, 48});
    auto plan = films_of(image, {Length<>{12e-9}});
    plan.realisations = 100;
    check(plan);
    REQUIRE(realisation_count(plan) == 16);
    const auto samples = samples_of(plan);
    const auto entry = tabulate(plan, samples).at(0);
    CHECK(entry.realisations == 16);
    CHECK(entry.standard_error > 0.0);
    std::set<double> fractions;
    double mean = 0.0;
    for (const auto& sample : samples) {
        fractions.insert(sample.metal_fraction);
        mean += sample.metal_fraction / 16.0;
    }
    CHECK(fractions.size() > 12);
    // All sixteen together are the image.
    const auto& values = *image.values;
    const double whole = static_cast<double>(std::count(values.begin(), values.end(), 1.0F)) /
                         static_cast<double>(values.size());
    CHECK(mean == Approx(whole));
    CHECK(entry.metal_fraction == Approx(whole));
    // A few of them have a metal fraction of their own.
    plan.realisations = 2;
    const auto few = samples_of(plan);
    CHECK(tabulate(plan, few).at(0).metal_fraction ==
          Approx(0.5 * (few[0].metal_fraction + few[1].metal_fraction)));
    CHECK(tabulate(plan, few).at(0).metal_fraction != Approx(whole).epsilon(1e-6));
}

TEST_CASE("image cuts: a film as large as the image comes once, and does not tell its error")
{
    const auto image = layered({12, 12, 12});
    auto plan = films_of(image, {Length<>{4e-9}, Length<>{12e-9}});
    plan.realisations = 8;
    check(plan);
    REQUIRE(realisation_count(plan) == 3 + 1);
    CHECK(voxels_of(plan, 2) == 12.0 * 12.0 * 4.0);
    CHECK(voxels_of(plan, 3) == 12.0 * 12.0 * 12.0);
    CHECK(voxels_in_all(plan) == 2.0 * 12.0 * 12.0 * 12.0);
    const auto table = tabulate(plan, samples_of(plan));
    REQUIRE(table.size() == 2);
    CHECK(table[0].realisations == 3);
    CHECK(table[0].standard_error > 0.0);
    CHECK(table[1].realisations == 1);
    CHECK(std::isnan(table[1].standard_error));
    CHECK_THROWS_WITH(voxels(plan, 4), Catch::Contains("side by side in the image: 4"));
}

TEST_CASE("image cuts: an image smaller than the film is refused with the direction it is short in")
{
    const auto image = layered({14, 13, 8});
    const auto refused = [&](double thickness, double least_width, const std::string& named) {
        auto plan = films_of(image, {Length<>{thickness}});
        plan.least_width = least_width;
        CHECK_THROWS_WITH(check(plan), Catch::Contains(named));
    };
    CHECK_NOTHROW(check(films_of(image, {Length<>{8e-9}})));
    refused(9e-9, 1.0, "8 voxels thick, along z, not 9");
    refused(7e-9, 2.0, "14 x 13 voxels wide, not 14");
    auto large = films_of(layered({4, 4, 4}), {Length<>{4e-9}});
    CHECK_THROWS_WITH(check(large), Catch::Contains("4 x 4 voxels wide, not 12"));
}
