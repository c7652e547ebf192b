#pragma once
/// What every contestant of the benchmark solves and gives back.

#include "model/electrode.hpp"
#include "model/parameters.hpp"

#include <cstddef>
#include <string>

namespace percolith::bench
{

/// Half cycles at +-`current`, working stripped first, nothing recorded.
struct Trial {
    std::string name;
    model::CellParameters<> cell;
    model::CellState<> start;
    double current = 5.0; ///< A/m2
    double half_cycle = 3600.0; ///< s
    double voltage_limit = 5.0; ///< V
    double tolerance = 1e-7; ///< relative; absolute as layout's scale times this
    std::size_t half_cycles = 0;
};

/// What it came to. All contestants of one trial agree on it to the tolerance.
struct Outcome {
    double thickness = 0.0; ///< l of the working electrode, m
    double largest_voltage = 0.0; ///< V
    std::size_t half_cycles = 0; ///< done
};

} // namespace percolith::bench
