#include "model/microstructure/film_scaling.hpp"

#include "model/microstructure/parallel.hpp"
#include "model/microstructure/random.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

using namespace percolith::microstructure;
using percolith::kinetics::Conductivity;
using percolith::kinetics::Length;

namespace
{

constexpr double site_threshold = 0.3116077; // Wang et al. 2013, arXiv 1302.0421

FilmPlan lattice_films(std::vector<double> thicknesses, std::uint32_t realisations)
{
    FilmPlan plan;
    plan.structure = CubicLattice{};
    plan.metal_conductivity = Conductivity<>{50.0};
    plan.metal_fractions = {0.19, 0.21, 0.23, 0.25, 0.27,           0.29,
                            0.3,  0.32, 0.34, 0.36, site_threshold, 0.38};
    std::sort(plan.metal_fractions.begin(), plan.metal_fractions.end());
    for (const double thickness : thicknesses) {
        plan.thicknesses.emplace_back(thickness * 1e-9);
    }
    plan.realisations = realisations;
    return plan;
}

std::vector<FilmSample> computed(const FilmPlan& plan)
{
    std::vector<FilmSample> samples(realisation_count(plan));
    run_parallel(samples.size(), 0, [&](std::size_t k) { samples[k] = realise(plan, k); });
    return samples;
}

/// Films of a made-up structure: V_P, c, b_0, amplitude and xi_0 as a test wants them. Scatter of
/// two per cent.
constexpr double made_coefficient = 2.0;
constexpr double made_offset = 1.2;
constexpr double made_amplitude = 1.7;
constexpr double made_length = 0.2;
std::vector<FilmSample> made_up(const FilmPlan& plan)
{
    const auto points = film_points(plan, std::vector<FilmSample>(realisation_count(plan)));
    std::vector<FilmSample> samples;
    RandomStream stream(RandomSource(5, 0, 0), Purpose::other);
    for (const auto& point : points) {
        const double film = point.thickness + made_offset;
        const double threshold =
            site_threshold * (1.0 - made_coefficient * std::pow(film, -inverse_nu));
        const double excess = std::max(point.metal_fraction - threshold, 0.0);
        const double below = std::pow(std::max(site_threshold - point.metal_fraction, 0.0),
                                      1.0 / inverse_nu); // 1/xi, times xi_0
        const double missed = std::exp(-0.5 * std::pow(point.width * below / made_length, 2.0) *
                                       std::exp(-film * below / made_length));
        for (std::uint32_t k = 0; k < plan.realisations; ++k) {
            const double noise = 1.0 + 0.02 * std::sqrt(12.0) * (stream.uniform() - 0.5);
            const bool spans = below == 0.0 || stream.uniform() > missed;
            const double sigma = plan.metal_conductivity.si * made_amplitude * excess * excess;
            samples.push_back({point.metal_fraction, sigma * noise, sigma * noise, spans});
        }
    }
    return samples;
}

/// The same, where a film conducts as well or badly at all its fractions, and so differently from
/// the next film that this is all of the error: one structure with more and more metal.
std::vector<FilmSample> unsteady(const FilmPlan& plan)
{
    auto samples = made_up(plan);
    RandomStream stream(RandomSource(plan.seed, 0, 0), Purpose::other);
    const std::size_t films = plan.thicknesses.size() * plan.realisations;
    for (std::size_t film = 0; film < films; ++film) {
        const double luck = 1.0 + 0.4 * std::sqrt(12.0) * (stream.uniform() - 0.5);
        for (std::size_t k = film; k < samples.size(); k += films) {
            samples[k].conductivity *= luck;
            samples[k].backbone_conductivity *= luck;
        }
    }
    return samples;
}

/// Where enough of them conduct.
FilmScaling scaled(const FilmPlan& plan, const std::vector<FilmSample>& samples, Estimate known)
{
    const auto scaling = scale_films(plan, samples, known);
    REQUIRE(scaling);
    return *scaling;
}

} // namespace

TEST_CASE("Films that obey the law of finite thickness give back its numbers")
{
    auto plan = lattice_films({4, 6, 9, 14, 20}, 200);
    plan.least_width = 4.0;
    const auto scaling = scaled(plan, made_up(plan), {site_threshold, 1e-6});
    // Three standard errors, and that these are small enough for the rest to mean something.
    const auto meets = [](const Estimate& found, double value, double least) {
        CAPTURE(found.value, found.error, value);
        CHECK(std::abs(found.value - value) < 3.0 * found.error);
        CHECK(found.error < least * value);
    };
    meets(scaling.coefficient, made_coefficient, 0.1);
    meets(scaling.offset, made_offset, 0.2);
    meets(scaling.amplitude, made_amplitude, 0.05);
    meets(scaling.correlation, made_length, 0.1);
    meets(scaling.threshold, site_threshold, 1e-4);
    CHECK(scaling.misfit < 0.005); // 2 %/sqrt(200) of scatter
    // Points along one curve scatter independently here: 1 within a few times sqrt(2/comparisons).
    CHECK(scaling.collapse.comparisons > 50);
    CHECK(scaling.collapse.quality < 2.0);
    CHECK(scaling.plain.quality > 10.0 * scaling.collapse.quality);
}

TEST_CASE("A threshold known badly is sharpened by the films")
{
    auto plan = lattice_films({4, 6, 9, 14, 20}, 100);
    const Estimate known{site_threshold + 0.01, 0.02};
    const auto scaling = scaled(plan, made_up(plan), known);
    CHECK(scaling.threshold.error < 0.5 * known.error);
    CHECK(std::abs(scaling.threshold.value - site_threshold) < 3.0 * scaling.threshold.error);
}

TEST_CASE("Lattice films of all thicknesses fall on one curve, with their own exponents alone")
{
    const auto plan = lattice_films({4, 6, 9, 13}, 48);
    const auto samples = computed(plan);
    const auto points = film_points(plan, samples);
    const auto scaling = scaled(plan, samples, {site_threshold, 0.0});
    const ScalingRule right{.threshold = site_threshold, .offset = scaling.offset.value};
    const auto quality = [&](auto change) {
        ScalingRule rule = right;
        change(rule);
        return collapse(points, rule).quality;
    };
    const double own = quality([](ScalingRule&) {});
    // Films of one thickness are the same structures at every fraction, so that distances come in
    // flocks: as few as three of them are independent, and 1 + 4 sqrt(2/3) is let pass.
    CHECK(own < 4.3);
    CHECK(own == Approx(scaling.collapse.quality).epsilon(1e-6));
    CHECK(quality([](ScalingRule& rule) { rule.nu = 0.7; }) > 3.0 * own);
    CHECK(quality([](ScalingRule& rule) { rule.nu = 1.1; }) > 3.0 * own);
    CHECK(quality([](ScalingRule& rule) { rule.threshold = 0.27; }) > 3.0 * own);
    CHECK(quality([](ScalingRule& rule) { rule.threshold = 0.35; }) > 3.0 * own);
    CHECK(quality([](ScalingRule& rule) { rule.exponent = 1.5; }) > 3.0 * own);
    CHECK(quality([](ScalingRule& rule) { rule.exponent = 2.5; }) > 3.0 * own);
    // A film of one layer conducts with any metal at all: c (1 + b_0)^(-1/nu) is 1. Thicker ones
    // know that within the three per cent of their form, magnified by the way to one layer.
    const double one_layer =
        scaling.coefficient.value * std::pow(1.0 + scaling.offset.value, -inverse_nu);
    CHECK(one_layer == Approx(1.0).margin(0.2));
}

TEST_CASE("What films have in common scatters over seeds as its errors say")
{
    constexpr int runs = 100;
    struct Spread {
        double sum = 0.0;
        double squares = 0.0;
        double variances = 0.0;

        void add(const Estimate& one)
        {
            sum += one.value;
            squares += one.value * one.value;
            variances += one.error * one.error / runs;
        }
        double ratio() const { return (squares - sum * sum / runs) / (runs - 1) / variances; }
    };
    Spread coefficient;
    Spread amplitude;
    for (std::uint64_t seed = 1; seed <= runs; ++seed) {
        auto plan = lattice_films({4, 6, 9, 14}, 12);
        plan.seed = seed;
        const auto scaling = scaled(plan, unsteady(plan), {site_threshold, 0.0});
        coefficient.add(scaling.coefficient);
        amplitude.add(scaling.amplitude);
    }
    // A variance from a hundred runs is known to sqrt(2/99); three times that. Trust in the form,
    // the same for every seed, adds a twelfth to the errors squared.
    const double deviation = 3.0 * std::sqrt(2.0 / (runs - 1));
    for (const Spread& spread : {coefficient, amplitude}) {
        CHECK(spread.ratio() < 1.0 + deviation);
        CHECK(spread.ratio() > (1.0 - deviation) * (1.0 - 1.0 / 12.0));
    }
}

TEST_CASE("The correlation length and the crossing thickness diverge at the threshold")
{
    FilmScaling scaling;
    scaling.threshold = {0.3, 0.0};
    scaling.coefficient = {2.5, 0.0};
    scaling.offset = {1.4, 0.0};
    scaling.correlation = {0.17, 0.0};
    for (const double fraction : {0.1, 0.2, 0.29}) {
        CHECK(correlation_length(scaling, fraction) ==
              Approx(0.17 * std::pow(0.3 - fraction, -1.0 / inverse_nu)));
        const double limit = crossing_thickness(scaling, fraction);
        // There the threshold of the film is the metal fraction.
        CHECK(0.3 * (1.0 - 2.5 * std::pow(limit + 1.4, -inverse_nu)) == Approx(fraction));
    }
    CHECK(correlation_length(scaling, 0.4) == Approx(correlation_length(scaling, 0.2)));
    CHECK(std::isinf(correlation_length(scaling, 0.3)));
    CHECK(std::isinf(crossing_thickness(scaling, 0.3)));
    CHECK(std::isinf(crossing_thickness(scaling, 0.5)));
    scaling.offset.value = 4.0;
    CHECK(crossing_thickness(scaling, 0.01) == 0.0);
}

TEST_CASE("A realisation drawn twice counts twice")
{
    const auto plan = lattice_films({4, 6, 9}, 4);
    const auto samples = made_up(plan);
    std::vector<std::uint32_t> weight(12, 1);
    weight[4] = 0; // second thickness
    weight[5] = 2;
    const auto plain = film_points(plan, samples);
    const auto drawn = film_points(plan, samples, weight);
    for (std::size_t row = 0; row < plan.metal_fractions.size(); ++row) {
        CHECK(drawn[3 * row].conductivity == plain[3 * row].conductivity);
        CHECK(drawn[3 * row].standard_error == plain[3 * row].standard_error);
        CHECK(drawn[3 * row + 2].conductivity == plain[3 * row + 2].conductivity);
        const auto* own = &samples[4 * (3 * row + 1)];
        const double mean = (2.0 * own[1].backbone_conductivity + own[2].backbone_conductivity +
                             own[3].backbone_conductivity) /
                            4.0 / plan.metal_conductivity.si;
        CHECK(drawn[3 * row + 1].conductivity == Approx(mean));
        CHECK(drawn[3 * row + 1].realisations == 4.0);
    }
}

TEST_CASE("Too few films to compare are refused")
{
    const auto refused = [](const FilmPlan& plan, Estimate known, const std::string& named) {
        const auto samples = made_up(plan);
        CHECK_THROWS_AS(scale_films(plan, samples, known), std::invalid_argument);
        CHECK_THROWS_WITH(scale_films(plan, samples, known), Catch::Contains(named));
    };
    const Estimate known{site_threshold, 0.0};
    CHECK(can_scale(lattice_films({4, 6, 9}, 2), site_threshold));
    refused(lattice_films({4, 6}, 8), known, "three thicknesses");
    refused(lattice_films({4, 6, 9}, 1), known, "two realisations");
    refused(lattice_films({4, 6, 9}, 4), {0.8, 0.0}, "six films");
    for (const double bad : {0.0, 1.0, -0.1, std::nan("")}) {
        refused(lattice_films({4, 6, 9}, 4), {bad, 0.0}, "between 0 and 1");
    }
    refused(lattice_films({4, 6, 9}, 4), {site_threshold, std::nan("")}, "between 0 and 1");
    const auto plan = lattice_films({4, 6, 9}, 4);
    auto samples = made_up(plan);
    auto without_metal = samples;
    for (auto& sample : without_metal) {
        sample.backbone_conductivity = 0.0;
    }
    CHECK_FALSE(scale_films(plan, without_metal, known));
    samples.pop_back();
    CHECK_THROWS_AS(scale_films(plan, samples, known), std::invalid_argument);
    CHECK_THROWS_AS(film_points(plan, samples), std::invalid_argument);
}
