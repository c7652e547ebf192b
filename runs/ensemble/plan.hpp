#pragma once
/// What an ensemble varies: axes, and how its members are spread over them.

#include <cstdint>
#include <string>
#include <vector>

namespace percolith::runs::ensemble
{

enum class Design {
    grid, ///< every combination; the last axis varies fastest
    list, ///< the axes' values side by side
    latin_hypercube, ///< every axis cut into as many strata as members, one member in each
    sobol, ///< a Sobol sequence under a random digital shift
};

/// One key of the case, and which numbers it takes.
struct Axis {
    std::string key{}; ///< dotted, as for --set
    std::string unit{}; ///< of the numbers below, as the user wrote it; empty for plain numbers
    std::string si_unit{}; ///< in which the case keeps it, as results do
    std::vector<double> values{}; ///< of a grid or a list
    double from = 0.0; ///< of the designs that fill a range
    double to = 1.0;
    bool logarithmic = false; ///< the range is filled evenly in the logarithm
};

struct Plan {
    Design design = Design::grid;
    std::vector<Axis> axes{}; ///< at least one
    std::uint64_t size = 0; ///< members, 1 .. 2^53
    std::uint64_t seed = 1;
};

/// Most members: every number of a member is a double.
inline constexpr std::uint64_t most_members = std::uint64_t{1} << 53U;

} // namespace percolith::runs::ensemble
