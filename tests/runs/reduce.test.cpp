#include "runs/plot/reduce.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

using percolith::runs::envelope;

TEST_CASE("a reduced curve covers the same pixels in every column", "[plot]")
{
    std::mt19937 random(3);
    std::normal_distribution<double> normal;
    constexpr std::size_t columns = 100;
    std::vector<double> x;
    std::vector<double> y;
    for (std::size_t n = 0; n < 20000; ++n) {
        x.push_back(std::pow(static_cast<double>(n), 1.5));
        y.push_back(normal(random));
    }
    const auto line = envelope(x, y, columns);
    CHECK(line.x.size() <= 4 * (columns + 1));
    CHECK(std::is_sorted(line.x.begin(), line.x.end()));
    CHECK(line.x.front() == x.front());
    CHECK(line.x.back() == x.back());

    const auto extremes = [&](const std::vector<double>& xs, const std::vector<double>& ys) {
        std::vector<std::pair<double, double>> found(columns + 1, {1e9, -1e9});
        for (std::size_t n = 0; n < xs.size(); ++n) {
            auto& [low, high] = found[static_cast<std::size_t>((xs[n] - x.front()) * columns /
                                                               (x.back() - x.front()))];
            low = std::min(low, ys[n]);
            high = std::max(high, ys[n]);
        }
        return found;
    };
    CHECK(extremes(line.x, line.y) == extremes(x, y));
}

TEST_CASE("a curve of few points is drawn as it is", "[plot]")
{
    const std::vector<double> x{0.0, 1.0, 1.0, 2.0};
    const std::vector<double> y{1.0, 2.0, -2.0, 0.5};
    const auto line = envelope(x, y, 100);
    CHECK(line.x == x);
    CHECK(line.y == y);
    CHECK(envelope({}, {}, 100).x.empty());
}

TEST_CASE("values that are no numbers do not hide their neighbours", "[plot]")
{
    std::vector<double> x;
    std::vector<double> y;
    for (std::size_t n = 0; n < 1000; ++n) {
        x.push_back(static_cast<double>(n));
        y.push_back(n % 3 == 0 ? std::numeric_limits<double>::quiet_NaN()
                               : static_cast<double>(n % 7));
    }
    const auto line = envelope(x, y, 10);
    CHECK(std::count(line.y.begin(), line.y.end(), 6.0) >= 10);
}
