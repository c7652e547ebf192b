#include "kinetics/monotone_cubic.hpp"
#include "tests/support/random.hpp"
#include "tests/support/scalars.hpp"

#include <catch2/catch.hpp>

using namespace percolith::kinetics;
using namespace percolith::tests;

namespace
{
struct RandomData {
    std::vector<double> x{0.0};
    std::vector<double> y{0.0};

    explicit RandomData(Draw& draw)
    {
        for (int i = 0; i < 8; ++i) {
            x.push_back(x.back() + draw.uniform(0.01, 1.0));
            y.push_back(y.back() + draw.logarithmic(1e-4, 10.0));
        }
    }
};
} // namespace

TEST_CASE("an interpolated curve passes through its points", "[kinetics]")
{
    Draw draw(71);
    const RandomData data(draw);
    const MonotoneCubic<> curve(data.x, data.y);
    for (std::size_t i = 0; i < data.x.size(); ++i) {
        CHECK(curve(data.x[i]) == Approx(data.y[i]).epsilon(1e-13).margin(1e-13));
    }
}

TEST_CASE("a curve through rising points rises everywhere, inside and outside", "[kinetics]")
{
    Draw draw(72);
    for (int trial = 0; trial < 100; ++trial) {
        const RandomData data(draw);
        const MonotoneCubic<> curve(data.x, data.y);
        for (int k = 0; k < 20; ++k) {
            const double at = draw.uniform(-1.0, data.x.back() + 1.0);
            const double slope = curve(dual(at)).derivative(1);
            CHECK(slope >= -1e-12 * data.y.back());
        }
    }
}

TEST_CASE("the slope of a curve is continuous across its points", "[kinetics]")
{
    Draw draw(73);
    const RandomData data(draw);
    const MonotoneCubic<> curve(data.x, data.y);
    for (const double knot : data.x) {
        const double before = curve(dual(knot - 1e-10)).derivative(1);
        const double after = curve(dual(knot + 1e-10)).derivative(1);
        CHECK(after == Approx(before).epsilon(1e-6).margin(1e-7));
    }
}

TEST_CASE("points on a line give that line", "[kinetics]")
{
    const MonotoneCubic<> line({0.0, 0.3, 1.0, 5.0}, {1.0, 1.6, 3.0, 11.0});
    for (const double at : {-3.0, 0.1, 0.7, 4.9, 8.0}) {
        CHECK(line(at) == Approx(1.0 + 2.0 * at).epsilon(1e-13));
    }
}

TEST_CASE("a level ending keeps the last value", "[kinetics]")
{
    const MonotoneCubic<> curve({0.0, 1.0, 2.0}, {0.0, 1.0, 3.0}, Ending::level);
    CHECK(curve(2.0) == 3.0);
    CHECK(curve(7.0) == 3.0);
    CHECK(curve(-1.0) < 0.0);
}

TEST_CASE("two points give a line and one point a constant", "[kinetics]")
{
    CHECK(MonotoneCubic<>({1.0, 2.0}, {1.0, 3.0})(1.25) == Approx(1.5));
    CHECK(MonotoneCubic<>({1.0}, {4.0})(-2.0) == 4.0);
}

TEST_CASE("lanes over shared knots each follow their own curve", "[kinetics]")
{
    const std::vector<double> x{0.0, 1.0, 2.0, 4.0};
    std::vector<Pack4> y(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
        for (int k = 0; k < 4; ++k) {
            set_lane(y[i], k, std::sin(0.7 * static_cast<double>(i) * (k + 1)));
        }
    }
    const MonotoneCubic<Pack4> packed(x, y);
    const Pack4 at([](int k) { return 1.3 * k - 0.5; });
    for (int k = 0; k < 4; ++k) {
        std::vector<double> own;
        for (const Pack4& ordinate : y) {
            own.push_back(lane(ordinate, k));
        }
        CHECK(lane(packed(at), k) == Approx(MonotoneCubic<>(x, own)(lane(at, k))).epsilon(1e-13));
    }
}

TEST_CASE("points that do not make a curve are refused", "[kinetics]")
{
    CHECK_THROWS_AS(MonotoneCubic<>({0.0, 0.0}, {1.0, 2.0}), std::invalid_argument);
    CHECK_THROWS_AS(MonotoneCubic<>({0.0, 1.0}, {1.0}), std::invalid_argument);
    CHECK_THROWS_AS((MonotoneCubic<>(std::vector<double>{}, std::vector<double>{})),
                    std::invalid_argument);
}
