#pragma once
/// What a chart shows at first: what its curves span nearly all the time.

#include <array>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>

namespace percolith::runs::report
{

/// Columns of points that are told apart across a chart.
inline constexpr std::size_t wide_screen = 2000;

class Seen
{
public:
    /// One more curve, in the unit shown; `time` never falls.
    void look(std::span<const double> time, std::span<const double> values);
    /// Nothing where all of it can be shown as well.
    std::optional<std::array<double, 2>> range() const;

private:
    struct Span {
        double low = std::numeric_limits<double>::infinity();
        double high = -std::numeric_limits<double>::infinity();
    };
    Span usually_;
    Span all_;
};

} // namespace percolith::runs::report
