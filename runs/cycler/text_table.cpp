#include "runs/cycler/text_table.hpp"

#include "runs/case/errors.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace percolith::runs::cycler
{

std::string_view trimmed_field(std::string_view field)
{
    constexpr std::string_view blank = " \t\r\"";
    const auto first = field.find_first_not_of(blank);
    return first == std::string_view::npos
               ? std::string_view{}
               : field.substr(first, field.find_last_not_of(blank) - first + 1);
}

char separator_of(std::string_view line)
{
    bool quoted = false;
    bool semicolon = false, comma = false;
    for (const char c : line) {
        quoted = c == '"' ? !quoted : quoted;
        if (quoted) {
            continue;
        }
        if (c == '\t') {
            return c;
        }
        semicolon = semicolon || c == ';';
        comma = comma || c == ',';
    }
    return semicolon ? ';' : comma ? ',' : '\0';
}

TextTable::TextTable(std::string_view text, std::string_view source) : rest_(text), source_(source)
{
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (rest_.starts_with(byte_order_mark)) {
        rest_.remove_prefix(byte_order_mark.size());
    }
}

void TextTable::fail(std::size_t at, std::string_view wrong, std::string_view mend) const
{
    throw InputError({std::string{source_}, static_cast<int>(line_), static_cast<int>(at) + 1}, "",
                     wrong, mend);
}

bool TextTable::next()
{
    while (!rest_.empty()) {
        const auto end = rest_.find('\n');
        ended_ = end != std::string_view::npos;
        current_ = rest_.substr(0, end);
        rest_ = ended_ ? rest_.substr(end + 1) : std::string_view{};
        ++line_;
        const auto text = trimmed_field(current_);
        if (!text.empty() && text.front() != '#') {
            if (separator_ == '\0') {
                separator_ = separator_of(current_);
            }
            split();
            return true;
        }
    }
    return false;
}

void TextTable::separate_by(char separator)
{
    separator_ = separator;
    split();
}

void TextTable::split()
{
    fields_.clear();
    const bool has_quotes = current_.find('"') != std::string_view::npos;
    for (std::size_t at = 0; at <= current_.size();) {
        auto end = at;
        bool quoted = false;
        if (has_quotes) {
            while (end < current_.size() && (quoted || current_[end] != separator_)) {
                quoted = current_[end] == '"' ? !quoted : quoted;
                ++end;
            }
        } else {
            end = std::min(current_.find(separator_, at), current_.size());
        }
        if (quoted) {
            fail(at, "a quote is not closed on its line", "close it, or leave quotes out");
        }
        fields_.push_back({trimmed_field(current_.substr(at, end - at)), at});
        at = end + 1;
    }
}

namespace
{

/// Of a number that no double holds: whether it is too near to zero, not too far.
bool is_small(std::string_view number)
{
    return number.find("e-") != std::string_view::npos ||
           number.find("E-") != std::string_view::npos;
}

/// 1.#INF, -1.#QNAN0E+000 and the like.
bool is_windows_nan(std::string_view number)
{
    const bool is_signed = number.front() == '-' || number.front() == '+';
    return number.substr(is_signed ? 1 : 0).starts_with("1.#");
}

} // namespace

NumberField number_of(std::string_view text, char decimal)
{
    if (text.empty()) {
        return {0.0, NotNumber::empty};
    }
    std::string with_point;
    if (decimal != '.') {
        if (text.find('.') != std::string_view::npos) {
            return {0.0, NotNumber::words};
        }
        with_point = text;
        std::replace(with_point.begin(), with_point.end(), decimal, '.');
    }
    const std::string_view number = decimal == '.' ? text : std::string_view{with_point};
    const bool plus = number.front() == '+' && number.size() > 1 && number[1] != '-';
    const auto* begin = number.data() + (plus ? 1 : 0);
    const auto* end = number.data() + number.size();
    double value = 0.0;
    const auto read = std::from_chars(begin, end, value);
    if (read.ec == std::errc::result_out_of_range && read.ptr == end) {
        return is_small(number) ? NumberField{} : NumberField{0.0, NotNumber::not_finite};
    }
    if (is_windows_nan(number)) {
        return {0.0, NotNumber::not_finite};
    }
    if (read.ec != std::errc{} || read.ptr != end) {
        const bool clock = text.find(':') != std::string_view::npos;
        const bool comma = text.find(',') != std::string_view::npos;
        return {0.0, clock ? NotNumber::clock : comma ? NotNumber::comma : NotNumber::words};
    }
    return std::isfinite(value) ? NumberField{value, {}} : NumberField{0.0, NotNumber::not_finite};
}

} // namespace percolith::runs::cycler
