#pragma once
/// The columns that this program writes of the Battery Data Format.

namespace percolith::runs
{

inline constexpr const char* bdf_header =
    "Test Time / s,Voltage / V,Current / A,Cycle Count / 1,Step Count / 1\n";

} // namespace percolith::runs
