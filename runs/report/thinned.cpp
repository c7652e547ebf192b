#include "runs/report/thinned.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <limits>
#include <utility>

namespace percolith::runs::report
{
namespace
{

/// Of a column's range: beyond it, straight lines say too little.
constexpr double widest_share = 0.05;
/// Of a column's range: finer than any screen.
constexpr double least_share = 1e-6;
constexpr double endless = std::numeric_limits<double>::infinity();

/// Slopes of the lines from one row that pass all rows since then closely enough.
struct Corridor {
    double low = -endless;
    double high = endless;
};

/// What a column spans nearly all the time, so that a short runaway does not hide the rest.
double range_of(const std::vector<double>& column)
{
    std::vector<double> sorted;
    std::copy_if(column.begin(), column.end(), std::back_inserter(sorted),
                 [](double value) { return std::isfinite(value); });
    if (sorted.empty()) {
        return 0.0;
    }
    std::sort(sorted.begin(), sorted.end());
    const auto last = sorted.size() - 1;
    const double usual = sorted[last - last / 100] - sorted[last / 100];
    return usual > 0.0 ? usual : sorted.back() - sorted.front();
}

/// Of each of `most / 4` neighbouring stretches of rows the first, the lowest, the highest and the
/// last.
std::vector<std::size_t> extremes(std::span<const double> x, const std::vector<double>& column,
                                  std::size_t most)
{
    std::vector<std::size_t> kept;
    const auto stretches = std::max<std::size_t>(most / 4, 1);
    for (std::size_t n = 0; n < stretches; ++n) {
        const auto first = n * x.size() / stretches;
        const auto last = (n + 1) * x.size() / stretches;
        if (first == last) {
            continue;
        }
        const auto begin = column.begin();
        const auto [lowest, highest] = std::minmax_element(
            begin + static_cast<std::ptrdiff_t>(first), begin + static_cast<std::ptrdiff_t>(last));
        std::array<std::size_t, 4> rows{first, static_cast<std::size_t>(lowest - begin),
                                        static_cast<std::size_t>(highest - begin), last - 1};
        std::sort(rows.begin(), rows.end());
        kept.insert(kept.end(), rows.begin(), std::unique(rows.begin(), rows.end()));
    }
    return kept;
}

} // namespace

std::vector<std::size_t> kept_rows(std::span<const double> x,
                                   std::span<const std::vector<double>> columns,
                                   std::span<const double> tolerances)
{
    std::vector<std::size_t> kept;
    if (x.empty()) {
        return kept;
    }
    std::vector<Corridor> corridors(columns.size());
    std::size_t from = 0;
    const auto start = [&](std::size_t row) {
        kept.push_back(row);
        from = row;
        corridors.assign(columns.size(), {});
    };
    // Whether the line from `from` to `row` passes what lies between.
    const auto passes = [&](std::size_t row) {
        const double run = x[row] - x[from];
        for (std::size_t k = 0; k < columns.size(); ++k) {
            const auto& y = columns[k];
            const double slope = (y[row] - y[from]) / run;
            if (slope < corridors[k].low || slope > corridors[k].high) {
                return false;
            }
        }
        return true;
    };
    const auto narrow = [&](std::size_t row) {
        const double run = x[row] - x[from];
        for (std::size_t k = 0; k < columns.size(); ++k) {
            const double rise = columns[k][row] - columns[k][from];
            if (std::isfinite(rise)) {
                corridors[k].low = std::max(corridors[k].low, (rise - tolerances[k]) / run);
                corridors[k].high = std::min(corridors[k].high, (rise + tolerances[k]) / run);
            }
        }
    };
    start(0);
    // Whether no line leads from the row before to this one: a jump, or where a gap begins or ends.
    const auto breaks = [&](std::size_t row) {
        for (std::size_t k = 0; k < columns.size(); ++k) {
            const double before = columns[k][row - 1];
            const double now = columns[k][row];
            if (std::isfinite(before) != std::isfinite(now) ||
                (x[row] == x[row - 1] && std::abs(now - before) > tolerances[k])) {
                return true;
            }
        }
        return false;
    };
    for (std::size_t row = 1; row < x.size(); ++row) {
        if (breaks(row)) {
            if (from != row - 1) {
                start(row - 1);
            }
            start(row);
            continue;
        }
        if (from != row - 1 && x[row] > x[from] && !passes(row)) {
            start(row - 1);
        }
        if (x[row] > x[from]) {
            narrow(row);
        }
    }
    if (kept.back() != x.size() - 1) {
        kept.push_back(x.size() - 1);
    }
    return kept;
}

Thinned thinned(std::span<const double> x, std::span<const std::vector<double>> columns,
                double share, std::size_t most)
{
    std::vector<double> ranges;
    for (const auto& column : columns) {
        ranges.push_back(range_of(column));
    }
    for (; share < widest_share; share = std::max(2.0 * share, least_share)) {
        std::vector<double> tolerances;
        tolerances.reserve(ranges.size());
        for (const double range : ranges) {
            tolerances.push_back(share * range);
        }
        auto rows = kept_rows(x, columns, tolerances);
        if (rows.size() <= most) {
            return {.rows = std::move(rows), .share = share};
        }
    }
    return {.rows = extremes(x, columns.front(), most), .share = endless};
}

std::vector<double> at_rows(std::span<const double> values, std::span<const std::size_t> rows)
{
    std::vector<double> out;
    out.reserve(rows.size());
    for (const auto row : rows) {
        out.push_back(values[row]);
    }
    return out;
}

} // namespace percolith::runs::report
