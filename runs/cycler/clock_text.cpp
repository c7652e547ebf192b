#include "runs/cycler/clock_text.hpp"

#include "runs/cycler/text_table.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace percolith::runs::cycler
{
namespace
{

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/// Takes digits from the front of `text`; nothing where there are none, or more than `most`.
std::optional<int> take_number(std::string_view& text, std::size_t most)
{
    std::size_t length = 0;
    while (length < text.size() && is_digit(text[length])) {
        ++length;
    }
    const auto digits = text.substr(0, length);
    int number = 0;
    if (length == 0 || length > most ||
        std::from_chars(digits.data(), digits.data() + digits.size(), number).ec != std::errc{}) {
        return std::nullopt;
    }
    text.remove_prefix(length);
    return number;
}

bool take(std::string_view& text, char c)
{
    const bool there = !text.empty() && text.front() == c;
    text.remove_prefix(there ? 1 : 0);
    return there;
}

void skip_blanks(std::string_view& text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
        text.remove_prefix(1);
    }
}

/// Seconds with decimals, all of the text.
std::optional<double> seconds_of(std::string_view text, char decimal)
{
    std::size_t digits = 0;
    while (digits < text.size() && is_digit(text[digits])) {
        ++digits;
    }
    if (digits == 0 || digits > 2) {
        return std::nullopt;
    }
    for (std::size_t at = digits; at < text.size(); ++at) {
        if (!(at == digits ? text[at] == decimal : is_digit(text[at]))) {
            return std::nullopt;
        }
    }
    const auto read = number_of(text, decimal);
    return read.fault || read.value >= 60.0 ? std::nullopt : std::optional{read.value};
}

constexpr std::size_t most_digits = 8; // hours of a test of ten thousand years

/// "h:m:s" or "m:s".
std::optional<double> clock_of(std::string_view text, char decimal)
{
    const auto first = take_number(text, most_digits);
    if (!first || !take(text, ':')) {
        return std::nullopt;
    }
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) {
        const auto seconds = seconds_of(text, decimal);
        return seconds ? std::optional{60.0 * *first + *seconds} : std::nullopt;
    }
    const auto minutes = take_number(text, 2);
    if (!minutes || *minutes >= 60 || !take(text, ':')) {
        return std::nullopt;
    }
    const auto seconds = seconds_of(text, decimal);
    return seconds ? std::optional{3600.0 * *first + 60.0 * *minutes + *seconds} : std::nullopt;
}

/// The three numbers of a date, and what parts them.
struct DateParts {
    std::array<int, 3> number{};
    char between = '-';
    std::string_view rest;
};

std::optional<DateParts> parts_of(std::string_view text)
{
    DateParts parts;
    for (std::size_t k = 0; k < 3; ++k) {
        const auto number = take_number(text, 4);
        if (!number) {
            return std::nullopt;
        }
        parts.number.at(k) = *number;
        if (k < 2) {
            const char between = text.empty() ? '\0' : text.front();
            const bool known = between == '-' || between == '/' || between == '.';
            if (!known || (k == 1 && between != parts.between)) {
                return std::nullopt;
            }
            parts.between = between;
            text.remove_prefix(1);
        }
    }
    parts.rest = text;
    return parts;
}

std::optional<double> days_of(const DateParts& parts, DateOrder order)
{
    using namespace std::chrono;
    const auto& n = parts.number;
    const auto [y, m, d] = order == DateOrder::year_month_day   ? std::array{n[0], n[1], n[2]}
                           : order == DateOrder::day_month_year ? std::array{n[2], n[1], n[0]}
                                                                : std::array{n[2], n[0], n[1]};
    if (y < 1900) { // or a year of two digits, which could be a day
        return std::nullopt;
    }
    const year_month_day date{year{y}, month{static_cast<unsigned>(m)},
                              day{static_cast<unsigned>(d)}};
    if (!date.ok()) {
        return std::nullopt;
    }
    return static_cast<double>(sys_days{date}.time_since_epoch().count());
}

/// " 16:27:52.125", " 4:27:52 PM", "T16:27Z", or nothing at all: midnight.
std::optional<double> time_of_day(std::string_view text)
{
    take(text, 'T');
    skip_blanks(text);
    if (text.ends_with('Z')) {
        text.remove_suffix(1);
    }
    if (text.empty()) {
        return 0.0;
    }
    const auto last = text.size() > 2 ? text.substr(text.size() - 2) : std::string_view{};
    const bool afternoon = last == "PM" || last == "pm";
    const bool half_days = afternoon || last == "AM" || last == "am";
    if (half_days) {
        text = trimmed_field(text.substr(0, text.size() - 2));
    }
    auto start = text;
    const auto hour = take_number(start, 2);
    // Without seconds "16:27" would be minutes and seconds.
    const bool has_seconds = std::count(text.begin(), text.end(), ':') == 2;
    const auto clock = has_seconds ? clock_of(text, '.') : clock_of(std::string{text} + ":00", '.');
    if (!hour || !clock || *hour > (half_days ? 12 : 23) || (half_days && *hour == 0)) {
        return std::nullopt;
    }
    const double turned = half_days && *hour == 12 ? -12.0 : 0.0;
    return *clock + 3600.0 * (turned + (afternoon ? 12.0 : 0.0));
}

} // namespace

std::optional<double> duration_of(std::string_view text, char decimal)
{
    if (const auto clock = clock_of(text, decimal)) {
        return clock;
    }
    const auto days = take_number(text, 6);
    if (!days) {
        return std::nullopt;
    }
    bool parted = take(text, '-');
    if (!parted) {
        const auto before = text.size();
        skip_blanks(text);
        take(text, 'd');
        skip_blanks(text);
        parted = text.size() < before;
    }
    // Behind days, two parts would be hours and minutes or a slip.
    const auto clock = parted && !has_two_parts(text) ? clock_of(text, decimal) : std::nullopt;
    return clock ? std::optional{86400.0 * *days + *clock} : std::nullopt;
}

bool is_clock_unit(std::string_view unit)
{
    return unit.find(':') != std::string_view::npos;
}

bool has_two_parts(std::string_view text)
{
    return std::count(text.begin(), text.end(), ':') == 1;
}

std::optional<TwoParts> announced_parts(std::string_view unit)
{
    if (!has_two_parts(unit)) {
        return std::nullopt;
    }
    const char first = unit.front();
    return first == 'h' || first == 'H'   ? std::optional{TwoParts::hours_minutes}
           : first == 'm' || first == 'M' ? std::optional{TwoParts::minutes_seconds}
                                          : std::nullopt;
}

std::optional<double> date_of(std::string_view text, DateOrder order)
{
    const auto parts = parts_of(text);
    if (!parts) {
        return std::nullopt;
    }
    const auto days = days_of(*parts, order);
    const auto seconds = time_of_day(parts->rest);
    return days && seconds ? std::optional{86400.0 * *days + *seconds} : std::nullopt;
}

std::optional<DateColumn> order_of(std::span<const std::string_view> dates)
{
    bool year_first = true, day_first = true, month_first = true;
    char between = '/';
    for (const auto text : dates) {
        if (text.empty()) {
            continue;
        }
        if (const auto parts = parts_of(text)) {
            between = parts->between;
        }
        year_first = year_first && date_of(text, DateOrder::year_month_day);
        day_first = day_first && date_of(text, DateOrder::day_month_year);
        month_first = month_first && date_of(text, DateOrder::month_day_year);
    }
    if (year_first) {
        return DateColumn{DateOrder::year_month_day, false};
    }
    if (!day_first && !month_first) {
        return std::nullopt;
    }
    const bool days = day_first && (!month_first || between != '/');
    return DateColumn{days ? DateOrder::day_month_year : DateOrder::month_day_year,
                      day_first && month_first};
}

} // namespace percolith::runs::cycler
