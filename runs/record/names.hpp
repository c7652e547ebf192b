#pragma once
/// Names of the columns that export and plots look for. Whoever fills a record uses them; further
/// columns are free. The two electrodes' columns are the side's name, an underscore and the rest.

namespace percolith::runs::names
{

// In /series, and (but for voltage, current and step) at the end of each cycle in /cycles.
inline constexpr const char* time = "time"; ///< s
inline constexpr const char* voltage = "voltage"; ///< V, working against counter
inline constexpr const char* current_density = "current_density"; ///< A/m2, > 0 strips working
inline constexpr const char* cycle = "cycle"; ///< from 1
inline constexpr const char* step = "step"; ///< of the protocol, from 1

inline constexpr const char* working_thickness = "working_interphase_thickness"; ///< m
inline constexpr const char* counter_thickness = "counter_interphase_thickness"; ///< m
inline constexpr const char* working_metal = "working_metal"; ///< C/m2, lithium metal left
inline constexpr const char* counter_metal = "counter_metal";
inline constexpr const char* working_host =
    "working_host"; ///< C/m2, lithium left in the alloy host
inline constexpr const char* counter_host = "counter_host";

// In /cycles only.
inline constexpr const char* peak_polarization =
    "peak_polarization"; ///< V, largest |V| of the cycle
inline constexpr const char* end_polarization =
    "end_polarization"; ///< V, |V| at the end of the cycle

} // namespace percolith::runs::names
