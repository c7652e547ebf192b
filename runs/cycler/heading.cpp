#include "runs/cycler/heading.hpp"

#include "runs/cycler/text_table.hpp"

#include <algorithm>
#include <array>

namespace percolith::runs::cycler
{
namespace
{

struct MachineName {
    std::string_view written;
    std::string_view name;
    std::string_view unit;
};
/// What the Battery Data Format calls its columns where no spaces are wanted.
constexpr std::array<MachineName, 13> machine_names{{
    {"test time second", "test time", "s"},
    {"step time second", "step time", "s"},
    {"unix time second", "unix time", "s"},
    {"voltage volt", "voltage", "V"},
    {"current ampere", "current", "A"},
    {"charging capacity ah", "charging capacity", "Ah"},
    {"discharging capacity ah", "discharging capacity", "Ah"},
    {"step capacity ah", "step capacity", "Ah"},
    {"net capacity ah", "net capacity", "Ah"},
    {"power watt", "power", "W"},
    {"cycle count", "cycle count", "1"},
    {"step count", "step count", "1"},
    {"step index", "step index", "1"},
}};

/// Brackets as Chinese keyboards have them become ASCII.
std::string with_ascii_brackets(std::string_view text)
{
    std::string plain;
    for (std::size_t at = 0; at < text.size();) {
        const auto rest = text.substr(at);
        if (rest.starts_with("\uff08") || rest.starts_with("\uff09")) {
            plain += rest.starts_with("\uff08") ? '(' : ')';
            at += 3;
        } else {
            plain += text[at++];
        }
    }
    return plain;
}

} // namespace

std::string plain_name(std::string_view name)
{
    std::string plain;
    for (const char c : name) {
        const bool blank = c == ' ' || c == '_' || c == '\t';
        if (blank && (plain.empty() || plain.back() == ' ')) {
            continue;
        }
        const bool upper = c >= 'A' && c <= 'Z';
        if (c != '.') {
            plain += blank ? ' ' : upper ? static_cast<char>(c - 'A' + 'a') : c;
        }
    }
    while (!plain.empty() && plain.back() == ' ') {
        plain.pop_back();
    }
    return plain;
}

Heading heading_of(std::string_view field)
{
    const auto ascii = with_ascii_brackets(trimmed_field(field));
    const std::string_view text = ascii;
    if (text.find('_') != std::string_view::npos && text.find(' ') == std::string_view::npos) {
        const auto written = plain_name(text);
        for (const auto& known : machine_names) {
            if (written == known.written) {
                return {std::string{known.name}, std::string{known.unit}, true};
            }
        }
    }
    Heading heading;
    auto bracket = text.find_first_of("[(");
    auto slash = text.find('/');
    // "Re(Z)/Ohm": these brackets belong to the name.
    const auto closed_at = text.find_last_of("])");
    if (closed_at != std::string_view::npos &&
        text.find('/', closed_at) != std::string_view::npos) {
        bracket = std::string_view::npos;
        slash = text.find('/', closed_at);
    }
    const auto split = bracket != std::string_view::npos ? bracket : slash;
    if (bracket != std::string_view::npos) {
        const char close = text[split] == '[' ? ']' : ')';
        const auto end = text.find_last_of(close);
        const bool closed = end != std::string_view::npos && end > split;
        heading.unit = trimmed_field(text.substr(split + 1, closed ? end - split - 1 : 0));
    } else if (slash != std::string_view::npos) {
        heading.unit = trimmed_field(text.substr(split + 1));
        heading.is_bdf = text.substr(0, split).ends_with(' ');
    }
    heading.name = plain_name(trimmed_field(text.substr(0, std::min(split, text.size()))));
    return heading;
}

} // namespace percolith::runs::cycler
