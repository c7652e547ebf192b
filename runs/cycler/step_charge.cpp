#include "runs/cycler/step_charge.hpp"

#include "runs/cycler/rows.hpp"

#include <algorithm>
#include <cmath>

namespace percolith::runs::cycler
{

ChargeByCurrent charge_by_current(std::span<const double> time, std::span<const double> current)
{
    ChargeByCurrent charge;
    charge.largest_current = largest_magnitude(current);
    for (std::size_t row = 1; row < time.size(); ++row) {
        const double passed = time[row] - time[row - 1];
        const double before = std::abs(current[row - 1]), now = std::abs(current[row]);
        charge.middle += 0.5 * (before + now) * passed;
        charge.low += std::min(before, now) * passed;
        charge.high += std::max(before, now) * passed;
    }
    return charge;
}

namespace
{

/// What the last digit is worth: as read, else the smallest step seen, which in few rows may be a
/// real one.
double last_digit_of(const Column& column)
{
    constexpr double at_most = 0.01; // of the largest charge
    return column.last_digit > 0.0
               ? column.last_digit
               : std::min(smallest_step(column.values), at_most * largest_magnitude(column.values));
}

} // namespace

std::vector<ChargeCounter> counters_of(const RawRecord& raw)
{
    std::vector<ChargeCounter> counters;
    const auto add = [&](std::vector<const Column*> columns, bool is_signed) {
        ChargeCounter counter{std::move(columns), "", is_signed, 0.0};
        for (const auto* column : counter.columns) {
            counter.called += (counter.called.empty() ? "" : " and ") + column->heading;
            counter.last_digit = std::max(counter.last_digit, last_digit_of(*column));
        }
        counters.push_back(std::move(counter));
    };
    if (const auto* of_step = raw.find(Quantity::step_charge)) {
        add({of_step}, false);
    }
    const auto* in = raw.find(Quantity::charge_in);
    const auto* out = raw.find(Quantity::charge_out);
    if (in != nullptr && out != nullptr) {
        add({in, out}, false);
    }
    if (const auto* net = raw.find(Quantity::net_charge)) {
        add({net}, true);
    }
    return counters;
}

double counted(const ChargeCounter& counter, std::size_t first, std::size_t end)
{
    double sum = 0.0;
    for (const auto* column : counter.columns) {
        const auto& values = column->values;
        if (counter.is_signed) {
            sum += std::abs(values[end - 1] - values[first]);
            continue;
        }
        for (std::size_t row = first + 1; row < end; ++row) {
            // Written so that a missing number counts as a reset.
            if (!(values[row] >= values[row - 1] - 0.5 * counter.last_digit)) {
                return -1.0;
            }
        }
        sum += values[end - 1] - values[first];
    }
    return sum;
}

} // namespace percolith::runs::cycler
