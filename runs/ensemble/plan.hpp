#pragma once
/// What an ensemble varies: axes, and how its members are spread over them.

#include "runs/ensemble/distribution.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace percolith::runs::ensemble
{

enum class Design {
    grid, ///< every combination; the last axis varies fastest
    list, ///< the axes' values side by side
    latin_hypercube, ///< every axis cut into as many strata as members, one member in each
    sobol, ///< a Sobol sequence under a random digital shift
    /// Rows of one point A, one point B, and for each input the point A with that input from B:
    /// what Sobol indices are estimated from (Saltelli et al. 2010, DOI 10.1016/j.cpc.2009.09.018).
    pick_freeze,
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
    std::optional<Distribution> belief{}; ///< how a filling design spreads it, in place of a range
    std::optional<std::size_t> drawn{}; ///< which number of `Plan::draws` it is, in place of both
};

/// Numbers drawn together, such as a fit's posterior: row after row, one for each drawn axis.
struct Draws {
    std::size_t width = 0;
    std::vector<double> values{}; ///< in the units of their axes

    std::size_t rows() const { return width == 0 ? 0 : values.size() / width; }
};

struct Plan {
    Design design = Design::grid;
    std::vector<Axis> axes{}; ///< at least one
    Draws draws{}; ///< of the designs that fill
    std::uint64_t size = 0; ///< members, 1 .. 2^53
    std::uint64_t seed = 1;

    /// What varies independently: axes, those drawn together as one, the last.
    std::size_t inputs() const;
    /// Members of one row of `Design::pick_freeze`.
    std::size_t row_length() const { return inputs() + 2; }
};

/// Most members: every number of a member is a double.
inline constexpr std::uint64_t most_members = std::uint64_t{1} << 53U;

} // namespace percolith::runs::ensemble
