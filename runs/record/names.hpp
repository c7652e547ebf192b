#pragma once
/// Names of the columns that export and plots look for. Whoever fills a record uses them; further
/// columns are free. The column of one electrode is `of(side, name)`.

#include <string>

namespace percolith::runs::names
{

inline constexpr const char* working = "working";
inline constexpr const char* counter = "counter";

/// "working_interphase_thickness".
inline std::string of(const char* side, const char* name)
{
    return std::string(side) + "_" + name;
}

// In /series.
inline constexpr const char* time = "time"; ///< s; in /cycles, the end of the cycle
inline constexpr const char* voltage = "voltage"; ///< V, working against counter
inline constexpr const char* current_density = "current_density"; ///< A m-2, > 0 strips working
inline constexpr const char* cycle = "cycle";
inline constexpr const char* step = "step"; ///< changes whenever another step begins
inline constexpr const char* lithium = "lithium"; ///< C m-2, accessible: metal and host
inline constexpr const char* host_capacity = "host_capacity"; ///< C m-2, of the alloy host

// In /series and, at the end of each cycle, in /cycles.
inline constexpr const char* thickness = "interphase_thickness"; ///< m

// In /cycles.
inline constexpr const char* peak_voltage = "peak_voltage"; ///< V, largest |V| of the cycle
inline constexpr const char* end_voltage = "end_voltage"; ///< V, at the end of the last current
inline constexpr const char* metal = "metal_lithium"; ///< C m-2, left as metal
inline constexpr const char* host = "host_lithium"; ///< C m-2, left in the alloy host
inline constexpr const char* interphase = "interphase_lithium"; ///< C m-2, bound in it
inline constexpr const char* dead = "dead_lithium"; ///< C m-2
inline constexpr const char* ledger_error = "ledger_error"; ///< 1, relative departure

} // namespace percolith::runs::names
