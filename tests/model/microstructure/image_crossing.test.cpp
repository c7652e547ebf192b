#include "model/microstructure/image_crossing.hpp"

#include "model/microstructure/random.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <stdexcept>

using namespace percolith::microstructure;

namespace
{

using Shape = std::array<std::int32_t, 3>;

Image image_of(const Shape& shape, const std::function<float(int, int, int)>& value)
{
    std::vector<float> values;
    for (int k = 0; k < shape[2]; ++k) {
        for (int j = 0; j < shape[1]; ++j) {
            for (int i = 0; i < shape[0]; ++i) {
                values.push_back(value(i, j, k));
            }
        }
    }
    Image image;
    image.shape = shape;
    image.values = std::make_shared<const std::vector<float>>(std::move(values));
    return image;
}

Image noise(const Shape& shape, int levels, std::uint32_t realisation)
{
    const RandomSource random(9, 0, realisation);
    std::uint64_t voxel = 0;
    return image_of(shape, [&](int, int, int) {
        const double uniform = random.uniforms(Purpose::order, voxel++)[0];
        return static_cast<float>(levels == 0 ? uniform : std::floor(levels * uniform));
    });
}

Image mapped(const Image& image, const std::function<float(float)>& map)
{
    Image other = image;
    std::vector<float> values;
    for (const float value : *image.values) {
        values.push_back(map(value));
    }
    other.values = std::make_shared<const std::vector<float>>(std::move(values));
    return other;
}

/// Whether the voxels from a value on join both ends, by flooding from one of them.
bool joins(const Image& image, float from, std::size_t axis)
{
    VoxelGrid grid;
    grid.shape = image.shape;
    std::vector<char> wet(grid.size(), 0);
    bool changed = true;
    bool through = false;
    while (changed) {
        changed = false;
        Shape at{};
        for (at[2] = 0; at[2] < grid.shape[2]; ++at[2]) {
            for (at[1] = 0; at[1] < grid.shape[1]; ++at[1]) {
                for (at[0] = 0; at[0] < grid.shape[0]; ++at[0]) {
                    const std::size_t here = grid.index(at[0], at[1], at[2]);
                    if (wet[here] != 0 || (*image.values)[here] < from) {
                        continue;
                    }
                    bool reached = at[axis] == 0;
                    for (std::size_t way = 0; way < 3; ++way) {
                        for (const int step : {-1, 1}) {
                            Shape next = at;
                            next[way] += step;
                            reached = reached || (next[way] >= 0 && next[way] < grid.shape[way] &&
                                                  wet[grid.index(next[0], next[1], next[2])] != 0);
                        }
                    }
                    if (reached) {
                        wet[here] = 1;
                        changed = true;
                        through = through || at[axis] + 1 == grid.shape[axis];
                    }
                }
            }
        }
    }
    return through;
}

} // namespace

TEST_CASE("image: a straight metal column joins the two ends it runs between, and no others")
{
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const Shape shape{4, 5, 6};
        const auto image = image_of(shape, [&](int i, int j, int k) {
            const std::array<int, 3> at{i, j, k};
            return at[(axis + 1) % 3] == 2 && at[(axis + 2) % 3] == 1 ? 1.0F : 0.0F;
        });
        const auto crossing = image_crossing(image);
        for (std::size_t other = 0; other < 3; ++other) {
            // All the rest is of one value and comes at once.
            CHECK(crossing.fraction[other] == (other == axis ? shape[axis] / 120.0 : 1.0));
        }
    }
}

TEST_CASE("image: voxels that touch at edges or through the far wall are not joined")
{
    const auto diagonal = image_of({3, 3, 1}, [](int i, int j, int) {
        return i == j ? 2.0F : 1.0F - 0.1F * static_cast<float>(i);
    });
    const auto crossing = image_crossing(diagonal);
    // A sheet one voxel thick is through at its first voxels, the diagonal, which come at once. The
    // columns follow: the diagonal is tied together by the two voxels of the first column, (0,1)
    // and (0,2).
    CHECK(crossing.fraction[2] == 3.0 / 9.0);
    CHECK(crossing.fraction[1] == 5.0 / 9.0);
    CHECK(crossing.fraction[0] == 7.0 / 9.0);
    // Ends that meet only around the box: 0 and 3 are metal, the middle is not.
    const auto gap =
        image_of({4, 1, 1}, [](int i, int, int) { return i == 0 || i == 3 ? 1.F : 0.F; });
    CHECK(image_crossing(gap).fraction[0] == 1.0);
}

TEST_CASE("image: crossings are where flooding first gets through")
{
    for (std::uint32_t k = 0; k < 20; ++k) {
        const auto image = noise({5, 4, 6}, k % 2 == 0 ? 0 : 8, k);
        const auto crossing = image_crossing(image);
        for (std::size_t axis = 0; axis < 3; ++axis) {
            // The lowest value among the voxels that are metal at the crossing, and the next one.
            auto values = *image.values;
            std::sort(values.begin(), values.end(), std::greater<>());
            const auto count = static_cast<std::size_t>(std::lround(crossing.fraction[axis] * 120));
            CHECK(joins(image, values[count - 1], axis));
            CHECK_FALSE(joins(image, std::nextafter(values[count - 1], 100.0F), axis));
            if (count < values.size()) {
                CHECK(values[count] < values[count - 1]); // ties come together
            }
        }
    }
}

TEST_CASE("image: only the order of the grey levels matters")
{
    const auto image = noise({12, 10, 11}, 40, 7);
    const auto crossing = image_crossing(image);
    const std::function<float(float)> maps[] = {
        [](float v) { return 3.0F * v - 50.0F; }, // through zero
        [](float v) { return std::exp(v); },
        [](float v) { return -1.0F / (1.0F + v); },
        [](float v) { return v < 20.0F ? -0.0F - (20.0F - v) : v - 20.0F; },
        [](float v) { return v == 39.0F ? std::numeric_limits<float>::infinity() : v * 1e-42F; },
    };
    for (const auto& map : maps) {
        CHECK(image_crossing(mapped(image, map)).fraction == crossing.fraction);
    }
    // Both zeros are one grey level.
    auto two = mapped(image, [](float v) { return v < 20.0F ? 0.0F : 1.0F; });
    int turn = 0;
    const auto zeros =
        mapped(two, [&](float v) { return v == 0.0F && ++turn % 2 == 0 ? -0.0F : v; });
    CHECK(image_crossing(zeros).fraction == image_crossing(two).fraction);
}

TEST_CASE("image: noise percolates where the cubic lattice does")
{
    // Paths from face to face: half of the cubes have one near 0.3116 (Wang et al. 2013), within
    // the width of 32^-1.14 and about as much for the open faces.
    double sum = 0.0;
    for (std::uint32_t k = 0; k < 4; ++k) {
        for (const double fraction : image_crossing(noise({32, 32, 32}, 0, k)).fraction) {
            sum += fraction / 12.0;
        }
    }
    CHECK(sum == Approx(0.3116).margin(0.02));
}

TEST_CASE("image: values are counted once each, up to as many as asked")
{
    const auto image = noise({9, 8, 7}, 13, 2);
    CHECK(count_levels(image, 100) == 13);
    CHECK(count_levels(image, 13) == 13);
    CHECK(count_levels(image, 5) == 5);
    CHECK(count_levels(image_of({3, 2, 2}, [](int, int, int) { return 4.0F; }), 5) == 1);
    // Both zeros are one.
    const auto zeros = image_of({3, 1, 1}, [](int i, int, int) { return i == 1 ? -0.0F : 0.0F; });
    CHECK(count_levels(zeros, 5) == 1);
}

TEST_CASE("image: an image without a number in each voxel is refused")
{
    auto image = noise({3, 3, 3}, 0, 1);
    image.shape = {3, 3, 4};
    CHECK_THROWS_AS(image_crossing(image), std::invalid_argument);
    const auto broken = mapped(noise({3, 3, 3}, 0, 1), [](float v) { return std::sqrt(v - 0.5F); });
    CHECK_THROWS_AS(image_crossing(broken), std::invalid_argument);
}
