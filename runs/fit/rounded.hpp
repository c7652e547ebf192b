#pragma once
/// What is said in words must not hang on the last digits of what was computed.

#include <array>
#include <charconv>
#include <cmath>

namespace percolith::runs::fit
{

/// To four digits: what is compared with a level, sorted, or printed with fewer digits. Equal
/// numbers that rounding or a different order of summation has set apart are equal again, and one
/// that is a round number by design is that number.
inline double rounded(double x)
{
    if (!std::isfinite(x)) {
        return x;
    }
    std::array<char, 32> text{};
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), x, std::chars_format::scientific, 3);
    double result = x;
    std::from_chars(text.data(), end.ptr, result);
    return result;
}

} // namespace percolith::runs::fit
