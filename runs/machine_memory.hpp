#pragma once
/// How much memory a computation may use here, to refuse beforehand what would not fit.

#include <string>

namespace percolith::runs
{

/// Bytes that this process can still get without driving the machine into its swap: the least of
/// what the kernel calls available, what the control group leaves and what `ulimit -v` leaves.
/// Infinite where nothing tells.
double available_memory();

/// "1.5 GB", for people.
std::string memory_text(double bytes);

} // namespace percolith::runs
