#include "runs/ensemble/designs.hpp"

#include <boost/random/sobol.hpp>
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <set>

using namespace percolith::runs::ensemble;

namespace
{

/// Two axes, of three and of two values.
Plan small_grid()
{
    Plan plan;
    plan.axes = {{.key = "a", .values = {1.0, 2.0, 3.0}}, {.key = "b", .values = {10.0, 20.0}}};
    plan.size = grid_size(plan.axes);
    return plan;
}

} // namespace

TEST_CASE("a grid holds every combination once, the last axis fastest", "[runs][ensemble]")
{
    const auto plan = small_grid();
    REQUIRE(plan.size == 6);
    CHECK(member_values(plan, 0) == std::vector<double>{1.0, 10.0});
    CHECK(member_values(plan, 1) == std::vector<double>{1.0, 20.0});
    CHECK(member_values(plan, 5) == std::vector<double>{3.0, 20.0});
    std::set<std::vector<double>> all;
    for (std::uint64_t i = 0; i < plan.size; ++i) {
        all.insert(member_values(plan, i));
    }
    CHECK(all.size() == plan.size);
}

TEST_CASE("a list walks its axes together", "[runs][ensemble]")
{
    Plan plan{.design = Design::list, .size = 2};
    plan.axes = {{.key = "a", .values = {1.0, 2.0}}, {.key = "b", .values = {10.0, 20.0}}};
    CHECK(member_values(plan, 1) == std::vector<double>{2.0, 20.0});
}

TEST_CASE("a grid of more members than doubles can count has no size", "[runs][ensemble]")
{
    const Axis axis{.key = "a", .values = std::vector<double>(1U << 18U)};
    CHECK(grid_size(std::vector<Axis>(2, axis)) == std::uint64_t{1} << 36U);
    CHECK(grid_size(std::vector<Axis>(3, axis)) == 0);
}

TEST_CASE("the permutation of a Latin hypercube is one, for any count", "[runs][ensemble]")
{
    for (const std::uint64_t count : {1U, 2U, 3U, 4U, 5U, 16U, 17U, 100U, 1000U, 4097U}) {
        for (const std::uint64_t which : {0U, 1U, 7U}) {
            std::vector<char> reached(count, 0);
            for (std::uint64_t i = 0; i < count; ++i) {
                const auto to = permuted(i, count, 5, which);
                REQUIRE(to < count);
                REQUIRE(reached[to] == 0);
                reached[to] = 1;
            }
        }
    }
}

TEST_CASE("permutations of other seeds and axes are others", "[runs][ensemble]")
{
    const auto differ = [](std::uint64_t seed, std::uint64_t which) {
        int different = 0;
        for (std::uint64_t i = 0; i < 1000; ++i) {
            different += permuted(i, 1000, seed, which) != permuted(i, 1000, 1, 0) ? 1 : 0;
        }
        return different;
    };
    // Random permutations agree in one place on average, with a standard deviation of one.
    CHECK(differ(2, 0) > 990);
    CHECK(differ(1, 1) > 990);
}

TEST_CASE("a permuted number tells nothing of the number", "[runs][ensemble]")
{
    const std::uint64_t count = 10000;
    double sum = 0.0;
    const double mean = 0.5 * static_cast<double>(count - 1);
    for (std::uint64_t i = 0; i < count; ++i) {
        sum += (static_cast<double>(i) - mean) *
               (static_cast<double>(permuted(i, count, 3, 0)) - mean);
    }
    const double variance = (static_cast<double>(count * count) - 1.0) / 12.0;
    // The correlation of random permutations scatters by 1/sqrt(count - 1) = 0.01.
    CHECK(std::abs(sum / static_cast<double>(count) / variance) < 0.04);
}

TEST_CASE("every stratum of every axis of a Latin hypercube holds one point", "[runs][ensemble]")
{
    const std::uint64_t size = 777;
    std::vector<std::set<std::uint64_t>> strata(3);
    for (std::uint64_t i = 0; i < size; ++i) {
        const auto point = latin_point(3, i, size, 9);
        for (std::size_t k = 0; k < 3; ++k) {
            REQUIRE((point[k] > 0.0 && point[k] < 1.0));
            strata[k].insert(static_cast<std::uint64_t>(point[k] * static_cast<double>(size)));
        }
    }
    for (const auto& each : strata) {
        CHECK(each.size() == size);
    }
}

TEST_CASE("the points of the largest Latin hypercube stay within the cube", "[runs][ensemble]")
{
    for (const std::uint64_t i : {std::uint64_t{0}, std::uint64_t{12345}, most_members - 1}) {
        for (const double place : latin_point(4, i, most_members, 1)) {
            CHECK((place >= 0.0 && place < 1.0));
        }
    }
}

TEST_CASE("Sobol points are those of Boost's sequence, whichever comes first", "[runs][ensemble]")
{
    const std::size_t axes = 5;
    const auto points = sobol_points(axes, 0, 64, 7);
    boost::random::sobol sequence(axes);
    std::vector<std::uint64_t> words(axes * 64);
    sequence.generate(words.begin(), words.end());
    // A digital shift changes the words of one axis by one pattern: two points differ as they did.
    const auto word = [](double place) {
        return static_cast<std::uint64_t>(std::ldexp(place, 52));
    };
    for (std::size_t i = axes; i < words.size(); ++i) {
        CHECK((word(points[i]) ^ word(points[i - axes])) ==
              ((words[i] >> 12U) ^ (words[i - axes] >> 12U)));
    }
    for (const std::uint64_t i : {0U, 1U, 2U, 31U, 63U}) {
        const auto alone = sobol_points(axes, i, 1, 7);
        CHECK(std::equal(alone.begin(), alone.end(),
                         points.begin() + static_cast<std::ptrdiff_t>(axes * i)));
    }
    CHECK(sobol_points(axes, 0, 1, 8) != sobol_points(axes, 0, 1, 7));
    CHECK_THROWS_AS(sobol_points(most_sobol_axes() + 1, 0, 1, 1), std::invalid_argument);
}

TEST_CASE("shifted Sobol points are stratified as the sequence is", "[runs][ensemble]")
{
    // Elements 2^m .. 2^(m+1) - 1 of the sequence hold one of each 2^-m; the shift permutes them.
    const std::size_t many = 256;
    const auto points = sobol_points(4, many - 1, many, 3);
    for (std::size_t k = 0; k < 4; ++k) {
        std::set<int> strata;
        for (std::size_t i = 0; i < many; ++i) {
            strata.insert(static_cast<int>(points[4 * i + k] * static_cast<double>(many)));
        }
        CHECK(strata.size() == many);
    }
}

TEST_CASE("ranges begin and end where they are said to", "[runs][ensemble]")
{
    const auto linear = spaced(0.0, 0.15, 16, false);
    CHECK(linear.front() == 0.0);
    CHECK(linear.back() == 0.15);
    CHECK(linear[1] == Approx(0.01));
    const auto decades = spaced(1.0, 100.0, 3, true);
    CHECK(decades[1] == Approx(10.0));
    CHECK(decades.back() == 100.0);
    const Axis axis{.key = "a", .from = 2.0, .to = 8.0, .logarithmic = true};
    CHECK(value_at(axis, 0.5) == Approx(4.0));
    CHECK(value_at(axis, 0x1p-53) >= 2.0);
    CHECK(value_at(axis, 1.0 - 0x1p-53) <= 8.0);
}
