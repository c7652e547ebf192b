#include "runs/cycler/rows.hpp"

#include "runs/case/errors.hpp"
#include "runs/cycler/heading.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/core.h>

namespace percolith::runs::cycler
{

RawRecord with_rows(const RawRecord& raw, std::span<const std::size_t> rows)
{
    RawRecord some = raw;
    const auto choose = [&](auto& values) {
        std::remove_reference_t<decltype(values)> chosen;
        chosen.reserve(rows.size());
        for (const auto row : rows) {
            chosen.push_back(values[row]);
        }
        values = std::move(chosen);
    };
    for (auto& column : some.columns) {
        choose(column.values);
    }
    if (!some.kind.empty()) {
        choose(some.kind);
    }
    choose(some.line);
    return some;
}

void refuse_row(const RawRecord& raw, std::size_t row, std::string_view wrong,
                std::string_view mend)
{
    throw InputError({raw.source, static_cast<int>(raw.line[row]), 1}, "", wrong, mend);
}

std::string at_line(const RawRecord& raw, std::size_t row)
{
    return "line " + std::to_string(raw.line[row]);
}

std::string in_words(double number, std::string_view unit)
{
    if (unit.empty()) {
        return fmt::format("{:.4g}", number);
    }
    const double size = std::abs(number);
    const bool scaled = unit == "A" || unit == "V" || unit == "W" || unit == "Ah";
    if (scaled && size > 0.0 && size < 0.1e-3) {
        return fmt::format("{:.4g} u{}", number * 1e6, unit);
    }
    if (scaled && size > 0.0 && size < 0.1) {
        return fmt::format("{:.4g} m{}", number * 1e3, unit);
    }
    return fmt::format("{:.4g} {}", number, unit);
}

double median(std::vector<double> values)
{
    if (values.empty()) {
        return 0.0;
    }
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

double largest_magnitude(std::span<const double> values)
{
    double largest = 0.0;
    for (const double value : values) {
        largest = std::abs(value) > largest ? std::abs(value) : largest; // NaN never
    }
    return largest;
}

double smallest_step(std::span<const double> values)
{
    double smallest = 0.0;
    for (std::size_t k = 1; k < values.size(); ++k) {
        const double step = std::abs(values[k] - values[k - 1]);
        if (step > 0.0 && (smallest == 0.0 || step < smallest)) {
            smallest = step;
        }
    }
    return smallest;
}

namespace
{

/// Begins again near the beginning: not a clock that slips back within a step.
bool begins_again(const Column& step_time, std::size_t row)
{
    const double now = step_time.values[row], before = step_time.values[row - 1];
    return now < before && now < 0.5 * before;
}

/// BDF's step count names every step of the test; an index begins again at each cycle.
bool counts_through(const Column& step)
{
    return heading_of(step.heading).name == "step count";
}

int sign_of(double current, double smallest)
{
    return current > smallest ? 1 : current < -smallest ? -1 : 0;
}

} // namespace

std::vector<std::size_t> step_starts(const RawRecord& raw)
{
    const auto* step = raw.find(Quantity::step);
    const auto* cycle = raw.find(Quantity::cycle);
    const auto* step_time = raw.find(Quantity::step_time);
    const auto* current = raw.find(Quantity::current);
    const bool by_kind = step == nullptr && !raw.kind.empty();
    const bool by_sign = step == nullptr && raw.kind.empty() && step_time == nullptr;
    const double smallest =
        by_sign && current != nullptr ? 1e-3 * largest_magnitude(current->values) : 0.0;
    const auto differs = [](const Column* column, std::size_t row) {
        return column != nullptr && column->values[row] != column->values[row - 1] &&
               !(std::isnan(column->values[row]) && std::isnan(column->values[row - 1]));
    };
    std::vector<std::size_t> starts;
    for (std::size_t row = 0; row < raw.rows(); ++row) {
        const bool is_new = row == 0 || differs(step, row) ||
                            ((step == nullptr || !counts_through(*step)) && differs(cycle, row)) ||
                            (step_time != nullptr && begins_again(*step_time, row)) ||
                            (by_kind && raw.kind[row] != raw.kind[row - 1]) ||
                            (by_sign && current != nullptr &&
                             sign_of(current->values[row], smallest) !=
                                 sign_of(current->values[row - 1], smallest));
        if (is_new) {
            starts.push_back(row);
        }
    }
    return starts;
}

} // namespace percolith::runs::cycler
