#include "runs/report/seen.hpp"

#include "runs/plot/axis.hpp"
#include "runs/plot/reduce.hpp"

#include <algorithm>

namespace percolith::runs::report
{

void Seen::look(std::span<const double> time, std::span<const double> values)
{
    if (values.size() < 2) {
        return;
    }
    constexpr std::size_t columns = 2000; // of a wide screen
    const auto most_of = usual(envelope(time, values, columns), 0.0);
    const auto whole = extent(values);
    usually_ = {std::min(usually_.low, most_of.low), std::max(usually_.high, most_of.high)};
    all_ = {std::min(all_.low, whole.low), std::max(all_.high, whole.high)};
}

std::optional<std::array<double, 2>> Seen::range() const
{
    constexpr double far = 1.5;
    if (all_.high - all_.low > far * (usually_.high - usually_.low)) {
        return std::array{usually_.low, usually_.high};
    }
    return std::nullopt;
}

} // namespace percolith::runs::report
