#pragma once
/// Numbers as text for programs.

#include <charconv>
#include <iterator>
#include <string>

namespace percolith::runs
{

/// Appends the shortest text that reads back as the same number, with a dot whatever the locale.
inline void append_number(std::string& text, double number)
{
    char digits[32];
    const auto [end, error] = std::to_chars(std::begin(digits), std::end(digits), number);
    text.append(std::begin(digits), end);
}

inline std::string number_text(double number)
{
    std::string text;
    append_number(text, number);
    return text;
}

} // namespace percolith::runs
