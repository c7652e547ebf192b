#pragma once
/// Columns of numbers as text that a page's script unpacks quickly (docs/files/report.md).

#include <span>
#include <string>

namespace percolith::runs::report
{

/// How exactly numbers are kept.
enum class Exactness {
    instant, ///< rising, as double of 36 bits: 1e-11 of the number
    shown, ///< as float of 17 bits: 1e-5 of the number, finer than a screen
    whole, ///< as double, bit for bit
};

/// Base64 of a zlib stream of the numbers' bytes, little endian, grouped by their weight. Instants
/// are the differences of the 64-bit patterns of neighbours. NaN is kept.
std::string packed(std::span<const double> values, Exactness exactness);

} // namespace percolith::runs::report
