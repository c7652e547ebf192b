#include "model/microstructure/particles.hpp"

#include "tests/support/random.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <thread>
#include <vector>

using namespace percolith::microstructure;

namespace
{

constexpr std::size_t count = 100000;

ParticleSource source_of(const Particles& particles, std::uint64_t seed = 1)
{
    return {particles, Box{{3.0, 5.0, 7.0}}, RandomSource(seed, 1, 0)};
}

/// How far directions are from uniform, in standard deviations of what uniform ones would do: the
/// worst of first, second and fourth moments and of a chi-squared over equal areas.
template <class Draw> double unevenness(std::size_t number, const Draw& draw)
{
    constexpr std::size_t heights = 10;
    constexpr std::size_t turns = 10;
    std::array<double, heights * turns> seen{};
    std::array<double, 6> sums{};
    for (std::size_t k = 0; k < number; ++k) {
        const Vector u = draw(k);
        sums[0] += u[0];
        sums[1] += u[1];
        sums[2] += u[2];
        sums[3] += u[2] * u[2] - 1.0 / 3.0;
        sums[4] += u[0] * u[0] * u[0] * u[0] - 1.0 / 5.0;
        sums[5] += u[0] * u[1];
        const auto bin = [](double share, std::size_t bins) {
            const auto at = static_cast<std::size_t>(share * static_cast<double>(bins));
            return std::min(at, bins - 1);
        };
        const double turn = (std::atan2(u[1], u[0]) / std::numbers::pi + 1.0) / 2.0;
        seen[bin(0.5 * (u[2] + 1.0), heights) * turns + bin(turn, turns)] += 1.0;
    }
    const auto n = static_cast<double>(number);
    // Moments of a uniform direction: <u^2> = 1/3, <u^4> = 1/5, <u^8> = 1/9, <u^2 v^2> = 1/15.
    const std::array<double, 6> variances{1.0 / 3.0,         1.0 / 3.0,          1.0 / 3.0,
                                          1.0 / 5 - 1.0 / 9, 1.0 / 9 - 1.0 / 25, 1.0 / 15.0};
    double worst = 0.0;
    for (std::size_t k = 0; k < sums.size(); ++k) {
        worst = std::max(worst, std::abs(sums[k]) / std::sqrt(n * variances[k]));
    }
    const double expected = n / static_cast<double>(seen.size());
    double chi_squared = 0.0;
    for (const double here : seen) {
        chi_squared += (here - expected) * (here - expected) / expected;
    }
    const double freedom = static_cast<double>(seen.size()) - 1.0;
    return std::max(worst, (chi_squared - freedom) / std::sqrt(2.0 * freedom));
}

} // namespace

TEST_CASE("Axes of isotropic particles are uniform over the sphere")
{
    Particles particles;
    particles.axis_ratio = 5.0;
    const auto source = source_of(particles);
    // Seven statistics: the worst of them passes four standard deviations once in 2000 seeds.
    CHECK(unevenness(count, [&](std::size_t k) { return source(k).axis; }) < 4.0);
}

TEST_CASE("The check of directions rejects those whose polar angle is uniform")
{
    percolith::tests::Draw draw(1);
    CHECK(unevenness(count, [&](std::size_t) {
              const double polar = draw.uniform(0.0, std::numbers::pi);
              const double turn = draw.uniform(0.0, 2.0 * std::numbers::pi);
              return Vector{std::sin(polar) * std::cos(turn), std::sin(polar) * std::sin(turn),
                            std::cos(polar)};
          }) > 20.0);
}

TEST_CASE("The check of directions rejects the corners of a cube normalized")
{
    percolith::tests::Draw draw(2);
    CHECK(unevenness(count, [&](std::size_t) {
              Vector u{draw.uniform(-1, 1), draw.uniform(-1, 1), draw.uniform(-1, 1)};
              const double length = std::sqrt(dot(u, u));
              return Vector{u[0] / length, u[1] / length, u[2] / length};
          }) > 20.0);
}

TEST_CASE("Axes are unit vectors, to the ends of the unit interval")
{
    for (const double one : {0x1p-53, 0.3, 1.0 - 0x1p-53}) {
        for (const double other : {0x1p-53, 0.7, 1.0 - 0x1p-53}) {
            const Vector u = uniform_direction(one, other);
            CHECK(dot(u, u) == Approx(1.0).epsilon(1e-14));
        }
    }
}

TEST_CASE("A source turns its particles as it is told")
{
    Particles particles;
    particles.axis_ratio = 5.0;
    const auto upward = [](double one, double other) {
        Vector axis = uniform_direction(one, other);
        axis[2] = std::abs(axis[2]);
        return axis;
    };
    const Box box{{10, 10, 10}};
    const ParticleSource told(particles, box, RandomSource(3, 1, 0), upward);
    const ParticleSource free(particles, box, RandomSource(3, 1, 0));
    int downward = 0;
    for (std::size_t k = 0; k < 100; ++k) {
        Vector axis = free(k).axis;
        downward += axis[2] < 0.0 ? 1 : 0;
        axis[2] = std::abs(axis[2]);
        CHECK(told(k).axis == axis);
    }
    CHECK(downward > 30);
}

TEST_CASE("Aligned particles point along the film's normal or along one direction in its plane")
{
    Particles particles;
    particles.axis_ratio = 0.2;
    particles.orientation = Orientation::normal;
    CHECK(source_of(particles)(7).axis == Vector{0.0, 0.0, 1.0});
    particles.orientation = Orientation::lateral;
    CHECK(source_of(particles)(7).axis == Vector{1.0, 0.0, 0.0});
}

TEST_CASE("Particles lie evenly in the whole box")
{
    const auto source = source_of({});
    constexpr std::size_t bins = 4;
    std::array<double, bins * bins * bins> seen{};
    for (std::size_t k = 0; k < count; ++k) {
        const Vector place = source(k).place;
        std::size_t bin = 0;
        for (std::size_t axis = 0; axis < 3; ++axis) {
            const double share = place[axis] / source.box().edge[axis];
            REQUIRE(share >= 0.0);
            REQUIRE(share <= 1.0);
            bin = bin * bins + std::min(static_cast<std::size_t>(share * bins), bins - 1);
        }
        seen[bin] += 1.0;
    }
    const double expected = static_cast<double>(count) / static_cast<double>(seen.size());
    double chi_squared = 0.0;
    for (const double here : seen) {
        chi_squared += (here - expected) * (here - expected) / expected;
    }
    // 63 degrees of freedom: standard deviation 11.2; four of them.
    CHECK(chi_squared < 63.0 + 4.0 * 11.2);
}

TEST_CASE("A particle is the same whoever asks for it, and when")
{
    Particles particles;
    particles.axis_ratio = 3.0;
    particles.sizes = LogNormalSizes{0.4};
    const auto source = source_of(particles);
    std::vector<Particle> forward(1000);
    std::vector<Particle> backward(1000);
    for (std::size_t k = 0; k < forward.size(); ++k) {
        forward[k] = source(k);
    }
    std::thread other([&, again = source_of(particles)] {
        for (std::size_t k = backward.size(); k-- > 0;) {
            backward[k] = again(k);
        }
    });
    other.join();
    for (std::size_t k = 0; k < forward.size(); ++k) {
        REQUIRE(forward[k].place == backward[k].place);
        REQUIRE(forward[k].axis == backward[k].axis);
        REQUIRE(forward[k].scale == backward[k].scale);
    }
    CHECK(source_of(particles, 2)(0).place != forward[0].place);
}

TEST_CASE("Two sizes share the particles' volume as asked")
{
    for (const double ratio : {1.5, 4.0}) {
        for (const double share : {0.1, 0.5, 0.9}) {
            Particles particles;
            particles.sizes = BinarySizes{ratio, share};
            const auto source = source_of(particles);
            CHECK(source.smallest() == 1.0);
            CHECK(source.largest() == ratio);
            double large = 0.0;
            for (std::size_t k = 0; k < count; ++k) {
                const double scale = source(k).scale;
                REQUIRE((scale == 1.0 || scale == ratio));
                large += scale == ratio ? 1.0 : 0.0;
            }
            const double cube = ratio * ratio * ratio;
            const double chance = share / cube / (share / cube + 1.0 - share);
            const double deviation = std::sqrt(chance * (1.0 - chance) * count);
            CHECK(std::abs(large - chance * count) < 4.0 * deviation);
            const double volume = chance * cube + 1.0 - chance;
            CHECK(chance * cube / volume == Approx(share));
            CHECK(source.mean_volume() / source.shape().volume() == Approx(volume));
        }
    }
}

TEST_CASE("Two sizes of ratio one, or only one of them, are equal sizes")
{
    const auto scales = [](const BinarySizes& sizes) {
        Particles particles;
        particles.sizes = sizes;
        const auto source = source_of(particles);
        std::array<double, 2> found{1e9, 0.0};
        for (std::size_t k = 0; k < 1000; ++k) {
            found = {std::min(found[0], source(k).scale), std::max(found[1], source(k).scale)};
        }
        CHECK(source.smallest() == found[0]);
        CHECK(source.largest() == found[1]);
        CHECK(source.mean_volume() == Approx(source.shape().volume() * std::pow(found[0], 3.0)));
        return found;
    };
    CHECK(scales({1.0, 0.4}) == std::array{1.0, 1.0});
    CHECK(scales({3.0, 0.0}) == std::array{1.0, 1.0});
    CHECK(scales({3.0, 1.0}) == std::array{3.0, 3.0});
}

TEST_CASE("Log-normal sizes have the median one, the deviation asked for and cut-off tails")
{
    Particles particles;
    particles.sizes = LogNormalSizes{0.3};
    const auto source = source_of(particles);
    double below = 0.0;
    double sum = 0.0;
    double squares = 0.0;
    double cubes = 0.0;
    double sixths = 0.0;
    for (std::size_t k = 0; k < count; ++k) {
        const double scale = source(k).scale;
        REQUIRE(scale >= source.smallest());
        REQUIRE(scale <= source.largest());
        below += scale < 1.0 ? 1.0 : 0.0;
        sum += std::log(scale);
        squares += std::log(scale) * std::log(scale);
        const double cube = scale * scale * scale;
        cubes += cube;
        sixths += cube * cube;
    }
    const auto n = static_cast<double>(count);
    CHECK(std::abs(below / n - 0.5) < 4.0 * 0.5 / std::sqrt(n));
    CHECK(std::abs(sum / n) < 4.0 * 0.3 / std::sqrt(n));
    // The tails beyond 3.5 deviations hold 0.6 % of the variance.
    CHECK(std::sqrt(squares / n) == Approx(0.3).epsilon(0.003 + 4.0 / std::sqrt(2.0 * n)));
    CHECK(source.largest() == Approx(std::exp(1.05)));
    CHECK(source.smallest() == Approx(std::exp(-1.05)));
    const double mean = cubes / n;
    const double error = std::sqrt((sixths / n - mean * mean) / n);
    CHECK(std::abs(source.mean_volume() / source.shape().volume() - mean) < 4.0 * error);
}

TEST_CASE("Log-normal sizes without deviation are equal sizes")
{
    Particles particles;
    particles.sizes = LogNormalSizes{0.0};
    const auto source = source_of(particles);
    CHECK(source(5).scale == 1.0);
    CHECK(source.mean_volume() == Approx(source.shape().volume()));
}

TEST_CASE("The shortest way leaves a periodic box where that is nearer")
{
    const Box box{{10.0, 10.0, 20.0}};
    const Way way = shortest_way(box, {1.0, 9.5, 3.0}, {9.0, 0.5, 12.0});
    CHECK(way.apart[0] == Approx(-2.0));
    CHECK(way.apart[1] == Approx(1.0));
    CHECK(way.apart[2] == Approx(9.0));
    CHECK(way.step == std::array<std::int16_t, 3>{-1, 1, 0});
    CHECK(box.volume() == Approx(2000.0));
}
