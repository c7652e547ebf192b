#pragma once
/// What a symmetric cell of thick lithium would have said of the same interphases.

#include "runs/design/readings.hpp"

#include <array>
#include <optional>
#include <vector>

namespace percolith::runs::design
{

/// How a symmetric cell hides its loss: cells of one failing group, in the median.
struct Hidden {
    std::size_t group = 0;
    double lithium_lost = 0.0; ///< of working, as a share of what it had
    double voltage = 0.0; ///< |V| at the end of a half cycle, V
    double voltage_change = 0.0; ///< since the first cycle, as a share
    double index = 0.0; ///< lithium lost over voltage change, or over the noise where that is more
};

/// What is looked at.
enum class Look {
    range, ///< whether the voltage has left its range, as with thin lithium
    voltage, ///< |V| at the end of a half cycle, by the threshold that suits it best
    change, ///< its change since the first cycle, likewise
};
inline constexpr std::size_t look_count = 3;

/// A symmetric cell over time.
struct SymmetricCourse {
    std::vector<double> times; ///< s: ends of whole cycles
    std::array<std::vector<Separation>, look_count> separations{}; ///< of each look, at each time
    std::vector<std::vector<Hidden>> hidden{}; ///< at each time, of each failing group
    /// The first of the times at which a look is within the error rates.
    std::array<std::optional<std::size_t>, look_count> decided{};

    const auto& separation(Look look) const { return separations[static_cast<std::size_t>(look)]; }
    /// Which of the times misses least.
    std::size_t least_missed(Look look) const;
    /// Of the two looks that need a threshold, the one that decides first, or else misses least.
    Look better() const;
    /// The last of the times at which most cells of all failing groups go on.
    std::size_t last_known() const;
};

/// Runs `tests` draws of each group as a symmetric cell with the current and capacity of `choice`,
/// until all hours are up. Throws `Stopped`.
SymmetricCourse symmetric_course(std::span<const Trials> candidates, std::span<const Group> groups,
                                 const DesignCase& asked, const Choice& choice, std::size_t tests,
                                 const Surroundings& surroundings);

} // namespace percolith::runs::design
