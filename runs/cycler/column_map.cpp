#include "runs/cycler/column_map.hpp"

#include "runs/case/suggest.hpp"
#include "runs/cycler/heading.hpp"
#include "runs/cycler/text_table.hpp"

#include <algorithm>
#include <charconv>

namespace percolith::runs::cycler
{
namespace
{

[[noreturn]] void refuse(const std::string& wrong, const std::string& mend)
{
    throw ColumnMapError(wrong, mend);
}

ColumnChoice parse_column(const std::string& written)
{
    const auto equals = written.find('=');
    const auto name = written.substr(0, equals);
    if (equals == std::string::npos || trimmed_field(written.substr(equals + 1)).empty()) {
        refuse("\"" + written + "\" names no column", "write it as in \"time=Zeit [min]\"");
    }
    const auto known = meaning_named(name == "test_time" ? "time" : trimmed_field(name));
    if (!known) {
        refuse("unknown quantity \"" + name + "\"", suggest(name, meaning_names()));
    }
    ColumnChoice choice{*known, std::string{trimmed_field(written.substr(equals + 1))}, false};
    choice.is_none = choice.written == "none";
    return choice;
}

/// "Zeit [min]" into "Zeit" and "min".
struct WithUnit {
    std::string_view heading;
    std::string_view unit;
};
std::optional<WithUnit> split_unit(std::string_view written)
{
    const auto open = written.rfind('[');
    if (!written.ends_with(']') || open == std::string_view::npos) {
        return std::nullopt;
    }
    return WithUnit{trimmed_field(written.substr(0, open)),
                    trimmed_field(written.substr(open + 1, written.size() - open - 2))};
}

/// As written, else as a name alone, whatever case and unit; "#2" by its place.
std::optional<std::size_t> place_of(std::string_view wanted,
                                    std::span<const std::string_view> headings)
{
    if (wanted.starts_with('#')) {
        std::size_t number = 0;
        const auto read = std::from_chars(wanted.data() + 1, wanted.data() + wanted.size(), number);
        const bool whole = read.ec == std::errc{} && read.ptr == wanted.data() + wanted.size();
        return whole && number > 0 && number <= headings.size() ? std::optional{number - 1}
                                                                : std::nullopt;
    }
    const auto same = std::find(headings.begin(), headings.end(), wanted);
    if (same != headings.end()) {
        return static_cast<std::size_t>(same - headings.begin());
    }
    const auto plain = plain_name(wanted);
    const auto named = [&](std::string_view heading) {
        return plain_name(heading) == plain || heading_of(heading).name == plain;
    };
    const auto found = std::find_if(headings.begin(), headings.end(), named);
    if (found == headings.end() || std::count_if(headings.begin(), headings.end(), named) > 1) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(found - headings.begin());
}

} // namespace

std::vector<ColumnChoice> parse_columns(std::span<const std::string> written)
{
    std::vector<ColumnChoice> choices;
    for (const auto& each : written) {
        auto choice = parse_column(each);
        for (const auto& before : choices) {
            if (before.meaning == choice.meaning) {
                refuse("two columns for " + name_of(choice.meaning), "keep one");
            }
        }
        choices.push_back(std::move(choice));
    }
    return choices;
}

std::optional<ChosenHeading> find_heading(const ColumnChoice& choice,
                                          std::span<const std::string_view> headings)
{
    const auto whole = std::find(headings.begin(), headings.end(), choice.written);
    if (whole != headings.end()) {
        return ChosenHeading{static_cast<std::size_t>(whole - headings.begin()),
                             heading_of(*whole).unit, false};
    }
    if (const auto split = split_unit(choice.written)) {
        if (const auto at = place_of(split->heading, headings)) {
            return ChosenHeading{*at, std::string{split->unit}, true};
        }
    }
    if (const auto at = place_of(choice.written, headings)) {
        return ChosenHeading{*at, heading_of(headings[*at]).unit, false};
    }
    return std::nullopt;
}

} // namespace percolith::runs::cycler
