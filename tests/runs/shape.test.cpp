#include "runs/record/shape.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <functional>
#include <limits>
#include <random>
#include <set>
#include <span>
#include <vector>

using percolith::runs::Followed;
using percolith::runs::ShapeFilter;

namespace
{

using Row = std::vector<double>;

std::vector<Row> thinned(const std::vector<Row>& rows, const std::vector<Followed>& followed,
                         const std::set<std::size_t>& fixed = {})
{
    std::vector<Row> kept;
    const auto keep = [&](std::span<const double> row) {
        kept.emplace_back(row.begin(), row.end());
    };
    ShapeFilter filter(followed, rows.front().size());
    for (std::size_t n = 0; n < rows.size(); ++n) {
        if (n == 0 || n + 1 == rows.size() || fixed.count(n) > 0) {
            filter.fix(rows[n], keep);
        } else {
            filter.offer(rows[n], keep);
        }
    }
    return kept;
}

/// Linear between the two kept rows around `time`.
double interpolated(const std::vector<Row>& kept, double time, std::size_t column)
{
    std::size_t n = 1;
    while (n + 1 < kept.size() && kept[n][0] < time) {
        ++n;
    }
    const auto& a = kept[n - 1];
    const auto& b = kept[n];
    return a[column] + (b[column] - a[column]) * (time - a[0]) / (b[0] - a[0]);
}

std::vector<Row> curve(std::size_t points, const std::function<double(double)>& value)
{
    std::vector<Row> rows;
    for (std::size_t n = 0; n < points; ++n) {
        const double t = static_cast<double>(n) / static_cast<double>(points - 1);
        rows.push_back({t, value(t)});
    }
    return rows;
}

/// Random curves of two columns: walks, kinks and smooth parts, at uneven instants.
std::vector<Row> random_rows(std::mt19937& random)
{
    std::uniform_real_distribution<double> unit(0.0, 1.0);
    std::normal_distribution<double> normal;
    const double roughness = std::pow(10.0, -4.0 * unit(random));
    std::vector<Row> rows{{0.0, normal(random), 1e-8}};
    double slope = 0.0;
    for (int n = 1; n < 200; ++n) {
        const double step = 1e-3 + unit(random);
        slope += roughness * normal(random);
        const auto& last = rows.back();
        rows.push_back({last[0] + step, last[1] + slope * step, last[2] * (1.0 + 0.01 * step)});
    }
    return rows;
}

} // namespace

TEST_CASE("interpolation between kept rows passes every offered row within tolerance", "[shape]")
{
    std::mt19937 random(20240501);
    for (int trial = 0; trial < 300; ++trial) {
        const auto rows = random_rows(random);
        const std::vector<Followed> followed{{1, 1e-3, 1e-3}, {2, 0.0, 1e-2}};
        const auto kept = thinned(rows, followed);
        for (const auto& row : rows) {
            for (const auto& [column, absolute, relative] : followed) {
                const double allowed = absolute + relative * std::abs(row[column]);
                const double off = std::abs(interpolated(kept, row[0], column) - row[column]);
                REQUIRE(off <= allowed * (1.0 + 1e-9));
            }
        }
    }
}

TEST_CASE("the first, the last and the fixed rows are kept, in order and unchanged", "[shape]")
{
    std::mt19937 random(7);
    for (int trial = 0; trial < 100; ++trial) {
        const auto rows = random_rows(random);
        const std::set<std::size_t> fixed{40, 41, 170};
        const auto kept = thinned(rows, {{1, 0.1, 0.0}}, fixed);
        CHECK(kept.front() == rows.front());
        CHECK(kept.back() == rows.back());
        for (const auto n : fixed) {
            CHECK(std::find(kept.begin(), kept.end(), rows[n]) != kept.end());
        }
        std::size_t found = 0;
        for (std::size_t n = 0; n < rows.size() && found < kept.size(); ++n) {
            found += rows[n] == kept[found] ? 1 : 0;
        }
        CHECK(found == kept.size());
    }
}

TEST_CASE("a straight line needs its ends only", "[shape]")
{
    const auto rows = curve(1001, [](double t) { return 0.013 + 0.002 * t; });
    CHECK(thinned(rows, {{1, 1e-9, 0.0}}).size() == 2);
}

TEST_CASE("a smooth curve needs little more than the best choice of points", "[shape]")
{
    // Chords of a parabola y = t^2 of length d stay within d^2 / 4 of it: 1 / (2 sqrt(tol)) of
    // them.
    const double tolerance = 1e-4;
    const auto kept = thinned(curve(2001, [](double t) { return t * t; }), {{1, tolerance, 0.0}});
    const double best = 0.5 / std::sqrt(tolerance);
    CHECK(static_cast<double>(kept.size()) > best);
    CHECK(static_cast<double>(kept.size()) < 1.5 * best + 2.0);
}

TEST_CASE("a polarization curve with a sharp end is told in about ten points", "[shape]")
{
    // sqrt(t) at the start and a runaway at the end, 0.1 mV of 100 mV.
    const auto rows = curve(501, [](double t) {
        return 0.02 + 0.03 * std::sqrt(t) + 0.05 * std::exp(40.0 * (t - 1.0));
    });
    CHECK(thinned(rows, {{1, 1e-3, 0.0}}).size() <= 12);
}

TEST_CASE("both sides of a jump at one instant are kept", "[shape]")
{
    const std::vector<Row> rows{{0.0, 1.0}, {1.0, 1.0}, {1.0, -1.0}, {2.0, -1.0}};
    CHECK(thinned(rows, {{1, 1e-3, 0.0}}) == rows);
}

TEST_CASE("a value that is no number is kept and does not spoil its neighbours", "[shape]")
{
    const double none = std::numeric_limits<double>::quiet_NaN();
    const std::vector<Row> rows{{0, 0}, {1, 1}, {2, none}, {3, 3}, {4, 4}, {5, 5}};
    const auto kept = thinned(rows, {{1, 1e-3, 0.0}});
    REQUIRE(kept.size() == 5);
    CHECK(kept[1] == rows[1]);
    CHECK(std::isnan(kept[2][1]));
    CHECK(kept[3] == rows[3]);
}
