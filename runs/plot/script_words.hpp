#pragma once
/// Words and numbers in gnuplot's language. Part of the script, used nowhere else.

#include "runs/record/number_text.hpp"

#include <string>
#include <string_view>
#include <type_traits>

namespace percolith::runs
{

/// Concatenates texts and numbers.
template <class... Parts> std::string say(const Parts&... parts)
{
    std::string text;
    const auto add = [&](const auto& part) {
        if constexpr (std::is_arithmetic_v<std::remove_cvref_t<decltype(part)>>) {
            append_number(text, static_cast<double>(part));
        } else {
            text += part;
        }
    };
    (add(parts), ...);
    return text;
}

/// Plain words inside gnuplot's markup.
inline std::string plain(const std::string& words)
{
    std::string text;
    for (const char c : words) {
        text += std::string_view("\\{}^_@&~").find(c) == std::string_view::npos ? "" : "\\";
        text += c;
    }
    return text;
}

/// A single-quoted string, in which gnuplot expands nothing.
inline std::string quoted(const std::string& text)
{
    std::string safe = "'";
    for (const char c : text) {
        const bool is_control = static_cast<unsigned char>(c) < 0x20;
        safe += c == '\'' ? "''" : std::string(1, is_control ? ' ' : c);
    }
    return safe + "'";
}

} // namespace percolith::runs
