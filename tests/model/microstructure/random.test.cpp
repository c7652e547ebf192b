#include "model/microstructure/random.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <vector>

using namespace percolith::microstructure;

TEST_CASE("Philox gives the numbers its authors published")
{
    // Known answers of Random123's own test, philox4x64-10: counter and key of zeros.
    const RandomSource source(0, 0, 0);
    const std::array<std::uint64_t, 4> published{0x16554d9eca36314cU, 0xdb20fe9d672d0fdcU,
                                                 0xd7e772cee186176bU, 0x7e68b68aec7ba23bU};
    CHECK(source.words(Purpose::order, 0) == published);
}

TEST_CASE("A draw changes with everything that names it")
{
    using Words = std::array<std::uint64_t, 4>;
    std::set<Words> drawn;
    drawn.insert(RandomSource(1, 2, 3).words(Purpose::place, 4, 5));
    drawn.insert(RandomSource(2, 2, 3).words(Purpose::place, 4, 5));
    drawn.insert(RandomSource(1, 3, 3).words(Purpose::place, 4, 5));
    drawn.insert(RandomSource(1, 2, 4).words(Purpose::place, 4, 5));
    drawn.insert(RandomSource(1, 2, 3).words(Purpose::direction, 4, 5));
    drawn.insert(RandomSource(1, 2, 3).words(Purpose::place, 5, 5));
    drawn.insert(RandomSource(1, 2, 3).words(Purpose::place, 4, 6));
    CHECK(drawn.size() == 7);
    CHECK(RandomSource(1, 2, 3).words(Purpose::place, 4, 5) ==
          RandomSource(1, 2, 3).words(Purpose::place, 4, 5));
}

TEST_CASE("Uniform numbers fill the unit interval evenly and independently")
{
    const RandomSource source(12, 1, 0);
    constexpr std::size_t count = 50000;
    constexpr std::size_t bins = 16;
    // Each pair of the four words of a draw, and each word with the same word of the next draw.
    const std::array<std::array<std::size_t, 2>, 7> pairs{
        {{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}, {0, 4}}};
    for (const auto& pair : pairs) {
        std::array<double, bins * bins> seen{};
        for (std::size_t k = 0; k < count; ++k) {
            const auto here = source.uniforms(Purpose::place, k);
            const auto next = source.uniforms(Purpose::place, k + 1);
            const double one = here[pair[0]];
            const double other = pair[1] < 4 ? here[pair[1]] : next[0];
            REQUIRE(one > 0.0);
            REQUIRE(one < 1.0);
            seen[static_cast<std::size_t>(one * bins) * bins +
                 static_cast<std::size_t>(other * bins)] += 1.0;
        }
        const double expected = static_cast<double>(count) / (bins * bins);
        double chi_squared = 0.0;
        for (const double here : seen) {
            chi_squared += (here - expected) * (here - expected) / expected;
        }
        // 255 degrees of freedom: mean 255, standard deviation 22.6; four of them either way.
        CHECK(chi_squared < 255.0 + 4.0 * 22.6);
        CHECK(chi_squared > 255.0 - 4.0 * 22.6);
    }
}

TEST_CASE("A stream hands out every word of its draws once")
{
    const RandomSource source(3, 1, 4);
    RandomStream stream(source, Purpose::order);
    std::vector<std::uint64_t> streamed;
    for (int k = 0; k < 12; ++k) {
        streamed.push_back(stream());
    }
    std::vector<std::uint64_t> drawn;
    for (std::uint64_t k = 0; k < 3; ++k) {
        const auto four = source.words(Purpose::order, k, 1);
        drawn.insert(drawn.end(), four.begin(), four.end());
    }
    CHECK(streamed == drawn);
}

TEST_CASE("A number below a bound takes every value equally often and never the bound")
{
    RandomStream stream(RandomSource(5, 1, 0), Purpose::order);
    constexpr std::uint32_t bound = 7;
    constexpr int count = 70000;
    std::array<int, bound> seen{};
    for (int k = 0; k < count; ++k) {
        const std::uint32_t drawn = stream.below(bound);
        REQUIRE(drawn < bound);
        ++seen[drawn];
    }
    for (const int here : seen) {
        // Binomial with mean 10000: standard deviation 92.6; five of them.
        CHECK(std::abs(here - count / 7) < 463);
    }
    CHECK(stream.below(1) == 0);
    // The widest bound, where 32 bits meet 32 bits: the top half is reached half the time.
    int upper = 0;
    for (int k = 0; k < 10000; ++k) {
        upper += stream.below(0xffffffffU) >= 0x7fffffffU ? 1 : 0;
    }
    CHECK(std::abs(upper - 5000) < 250); // standard deviation 50
}
