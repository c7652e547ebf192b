#include "runs/plot/quantity.hpp"

#include "runs/case/describe.hpp"
#include "runs/case/units.hpp"
#include "runs/plot/axis.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <set>
#include <string_view>
#include <utility>

namespace percolith::runs
{
namespace
{

/// What the reference of all keys says of one, and how many sections have a key of its last name.
struct Known {
    std::string unit{};
    std::size_t namesakes = 0;
};

Known known(const std::string& key)
{
    static const auto keys = describe_case();
    Known found;
    std::set<std::string> sections;
    for (const auto& entry : keys) {
        const auto full = entry.section.empty() ? entry.name : entry.section + "." + entry.name;
        if (full == key && found.unit.empty()) {
            found.unit = entry.unit;
        }
        if (key.ends_with("." + entry.name)) {
            sections.insert(entry.section); // a key that several laws have is one key
        }
    }
    found.namesakes = sections.size();
    return found;
}

/// "Lithium, working" where "Lithium" alone could be another one.
std::string name_of(const std::string& key, bool ambiguous)
{
    const auto dot = key.rfind('.');
    if (!ambiguous || dot == std::string::npos) {
        return spoken(key);
    }
    auto owner = spoken(key.substr(0, dot));
    owner.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(owner.front())));
    return spoken(key) + ", " + owner;
}

bool is_share(const Column& column)
{
    return column.unit == "1" &&
           (column.name.ends_with("fraction") || column.name.ends_with("share"));
}

/// The unit of a laboratory for numbers in `si` units up to `largest`, as UDUNITS reads it.
std::string laboratory_unit(const Column& column, double largest)
{
    const std::string_view si = column.unit;
    if (is_share(column)) {
        return "%";
    }
    if (si == "s") {
        return time_scale(largest).unit;
    }
    if (si == "m") {
        return length_scale(largest).unit;
    }
    if (si == "V") {
        return voltage_scale(largest).unit;
    }
    if (si == "C m-2") {
        constexpr double one_tenth = 3.6e3; // of a mAh/cm2
        return largest < one_tenth ? "uAh/cm^2" : "mAh/cm^2";
    }
    constexpr std::array<std::pair<std::string_view, const char*>, 3> others{
        {{"A m-2", "mA/cm^2"}, {"Ohm m2", "Ohm cm^2"}, {"K", "degC"}}};
    const auto* const other =
        std::ranges::find(others, si, [](const auto& pair) { return pair.first; });
    return other != others.end() ? other->second : column.unit;
}

/// The first of "um or mAh/cm^2" that measures the same as `si`, else `si` itself.
std::string fitting_unit(const std::string& units, const std::string& si)
{
    constexpr std::string_view between = " or ";
    for (std::size_t at = 0; at < units.size();) {
        const auto end = std::min(units.find(between, at), units.size());
        auto unit = units.substr(at, end - at);
        if (measures(unit, si)) {
            return unit;
        }
        at = end + between.size();
    }
    return si;
}

Quantity in_unit(std::string name, const std::string& si, std::string unit)
{
    if (unit == "1" || unit.empty()) {
        return {std::move(name)};
    }
    try {
        const double offset = convert(0.0, si, unit);
        const double factor = convert(1.0, si, unit) - offset;
        return {std::move(name), std::move(unit), factor, offset};
    } catch (const UnitError&) { // a map of another version: its own unit serves
        return {std::move(name), si};
    }
}

/// Of a unit, or of the first in a product of them.
std::string symbol(const std::string& word)
{
    constexpr std::array<std::pair<std::string_view, const char*>, 3> symbols{
        {{"Ohm", "Ω"}, {"ohm", "Ω"}, {"degC", "°C"}}};
    for (const auto& [written, shown] : symbols) {
        if (word == written) {
            return shown;
        }
    }
    const bool micro = word.size() > 1 && word.front() == 'u';
    return micro ? "µ" + word.substr(1) : word;
}

} // namespace

std::vector<double> Quantity::shown(std::span<const double> si) const
{
    std::vector<double> numbers;
    numbers.reserve(si.size());
    for (const double value : si) {
        numbers.push_back(shown(value));
    }
    return numbers;
}

std::string Quantity::label() const
{
    return unit.empty() ? name : axis_label(name, {1.0, unit_markup(unit)});
}

std::string Quantity::text(double si) const
{
    char digits[32];
    std::snprintf(digits, sizeof digits, " %.4g", shown(si));
    return name + digits + (unit.empty() ? "" : " " + symbol(unit));
}

Quantity quantity_of_key(const Column& key)
{
    const auto found = known(key.name);
    const auto unit = is_share(key) ? "%" : fitting_unit(found.unit, key.unit);
    return in_unit(name_of(key.name, found.namesakes > 1), key.unit, unit);
}

Quantity quantity_of_output(const Column& output, double largest)
{
    return in_unit(spoken(output.name), output.unit, laboratory_unit(output, largest));
}

std::string unit_markup(const std::string& unit)
{
    std::string text;
    bool below = false; // the fraction bar
    for (std::size_t at = 0; at < unit.size();) {
        if (unit[at] == ' ' || unit[at] == '/' || unit[at] == '*' || unit[at] == '.') {
            below = below || unit[at] == '/';
            ++at;
            continue;
        }
        const auto digits = unit.find_first_of("^-0123456789 /*.", at);
        const auto word = unit.substr(at, digits - at);
        at = std::min(digits, unit.size());
        at += at < unit.size() && unit[at] == '^' ? 1U : 0U;
        const auto end = std::min(unit.find_first_not_of("-0123456789", at), unit.size());
        auto power = unit.substr(at, end - at);
        at = end;
        if (word.empty()) {
            return unit; // begins with a number
        }
        if (below && power.starts_with('-')) {
            power.erase(0, 1);
        } else if (below) {
            power.insert(0, power.empty() ? "-1" : "-");
        }
        text += (text.empty() ? "" : " ") + symbol(word) +
                (power.empty() || power == "1" ? "" : "^{" + power + "}");
    }
    return text;
}

} // namespace percolith::runs
