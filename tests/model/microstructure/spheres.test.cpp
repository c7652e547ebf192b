#include "model/microstructure/spheres.hpp"

#include "model/microstructure/random.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <stdexcept>
#include <tuple>

using namespace percolith::microstructure;

namespace
{

Spheres scattered(const Box& box, std::size_t count, double small, double large)
{
    const RandomSource random(11, 0, 0);
    Spheres spheres{box, {}, {}};
    for (std::size_t k = 0; k < count; ++k) {
        const auto at = random.uniforms(Purpose::place, k);
        spheres.centre.push_back({at[0] * box.edge[0], at[1] * box.edge[1], at[2] * box.edge[2]});
        spheres.radius.push_back(k % 9 == 0 ? large : small);
    }
    return spheres;
}

using Key = std::tuple<std::uint32_t, std::uint32_t, Winding>;

/// Named from the lower number on, or from the lower image.
Key key(Neighbours pair)
{
    Winding back{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
        back[axis] = static_cast<std::int16_t>(-pair.step[axis]);
    }
    const Key one{pair.first, pair.second, pair.step};
    const Key other{pair.second, pair.first, back};
    return std::min(one, other);
}

std::vector<Key> sorted_keys(const std::vector<Neighbours>& pairs)
{
    std::vector<Key> keys;
    for (const auto& pair : pairs) {
        keys.push_back(key(pair));
    }
    std::sort(keys.begin(), keys.end());
    return keys;
}

std::vector<Key> by_trying_all(const Spheres& spheres, double gap)
{
    std::vector<Key> keys;
    for (std::uint32_t i = 0; i < spheres.size(); ++i) {
        for (std::uint32_t j = i; j < spheres.size(); ++j) {
            for (const Winding& step : image_steps()) {
                const Neighbours pair{i, j, step};
                const Vector way = between(spheres, pair);
                const double reach = spheres.radius[i] + spheres.radius[j] + gap;
                if (dot(way, way) < reach * reach && (i != j || step > Winding{})) {
                    keys.push_back(key(pair));
                }
            }
        }
    }
    std::sort(keys.begin(), keys.end());
    return keys;
}

} // namespace

TEST_CASE("spheres: pairs found by cells are those found by trying all")
{
    for (const auto& [small, large] :
         {std::pair{0.3, 0.3}, std::pair{0.25, 0.45}, std::pair{0.15, 1.1}}) {
        const auto spheres = scattered(Box{{5.0, 6.0, 7.0}}, 300, small, large);
        for (const double gap : {0.0, 0.1}) {
            const auto found = sorted_keys(close_pairs(spheres, gap));
            CHECK(found.size() > 50);
            CHECK(found == by_trying_all(spheres, gap));
        }
    }
}

TEST_CASE("spheres: in a narrow box a sphere meets another through both walls, and itself")
{
    const auto spheres = scattered(Box{{1.3, 4.0, 2.5}}, 20, 0.3, 0.6);
    const auto found = sorted_keys(close_pairs(spheres, 0.05));
    CHECK(found == by_trying_all(spheres, 0.05));
    CHECK_THROWS_AS(close_pairs(spheres, 0.2), std::invalid_argument);

    const Spheres alone{Box{{1.0, 3.0, 3.0}}, {{0.5, 1.0, 1.0}}, {0.45}};
    const auto itself = close_pairs(alone, 0.099);
    CHECK(itself.empty());
    const Spheres fat{Box{{1.0, 3.0, 3.0}}, {{0.5, 1.0, 1.0}}, {0.499}};
    CHECK(close_pairs(fat, 0.0019).empty());
    const auto spheres_at_walls =
        Spheres{Box{{2.0, 3.0, 3.0}}, {{0.1, 1.0, 1.0}, {1.9, 1.0, 1.0}}, {0.2, 0.2}};
    const auto across = close_pairs(spheres_at_walls, 0.0);
    REQUIRE(across.size() == 1);
    CHECK(std::abs(across.front().step[0]) == 1);
    CHECK(between(spheres_at_walls, across.front())[0] * across.front().step[0] > 0.0);
    CHECK(std::abs(between(spheres_at_walls, across.front())[0]) == Approx(0.2));
}
