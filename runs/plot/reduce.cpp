#include "runs/plot/reduce.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace percolith::runs
{
namespace
{

constexpr std::size_t points_per_column = 4;

struct Points {
    std::span<const double> x;
    std::span<const double> y;
};

/// Appends the points that one column of pixels shows, of those in [first, last).
void append_column(Polyline& line, const Points& points, std::size_t first, std::size_t last)
{
    const auto& [x, y] = points;
    std::size_t lowest = first;
    std::size_t highest = first;
    for (std::size_t n = first; n < last; ++n) {
        // Written so that a number replaces what is none.
        lowest = y[n] < y[lowest] || std::isnan(y[lowest]) ? n : lowest;
        highest = y[n] > y[highest] || std::isnan(y[highest]) ? n : highest;
    }
    std::array<std::size_t, points_per_column> shown{first, lowest, highest, last - 1};
    std::sort(shown.begin(), shown.end());
    const auto* const end = std::unique(shown.begin(), shown.end());
    std::for_each(shown.cbegin(), end, [&](std::size_t n) {
        line.x.push_back(points.x[n]);
        line.y.push_back(points.y[n]);
    });
}

} // namespace

Polyline envelope(std::span<const double> x, std::span<const double> y, std::size_t columns)
{
    if (x.size() <= points_per_column * columns || !(x.back() > x.front())) {
        return {{x.begin(), x.end()}, {y.begin(), y.end()}};
    }
    const double per_x = static_cast<double>(columns) / (x.back() - x.front());
    const auto column_of = [&](std::size_t n) { return std::floor((x[n] - x.front()) * per_x); };
    Polyline line;
    std::size_t first = 0;
    for (std::size_t n = 1; n <= x.size(); ++n) {
        if (n == x.size() || column_of(n) != column_of(first)) {
            append_column(line, {x, y}, first, n);
            first = n;
        }
    }
    return line;
}

} // namespace percolith::runs
