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
    const auto whole = extent(values);
    all_ = {std::min(all_.low, whole.low), std::max(all_.high, whole.high)};
    // What is nothing nearly all the time has no say in what is shown.
    const auto curve = envelope(time, values, wide_screen);
    if (usual_size(curve) == 0.0) {
        return;
    }
    const auto most_of = usual(curve, 0.0);
    usually_ = {std::min(usually_.low, most_of.low), std::max(usually_.high, most_of.high)};
}

std::optional<std::array<double, 2>> Seen::range() const
{
    constexpr double far = 1.5;
    const double usual_span = usually_.high - usually_.low;
    if (usual_span > 0.0 && all_.high - all_.low > far * usual_span) {
        return std::array{usually_.low, usually_.high};
    }
    return std::nullopt;
}

} // namespace percolith::runs::report
