#include "runs/cycler/mpt_text.hpp"

#include "runs/case/errors.hpp"
#include "runs/cycler/mpt_dates.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fmt/core.h>
#include <limits>
#include <optional>

namespace percolith::runs::cycler
{

namespace
{

constexpr std::string_view time_title = "time/s";
constexpr std::string_view export_again =
    "export it again from EC-Lab (Experiment, Export as Text)";

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r";
    const auto first = text.find_first_not_of(blanks);
    return first == std::string_view::npos
               ? std::string_view{}
               : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Whether each byte from 0x80 on is part of a UTF-8 character.
bool is_utf8(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i++]);
        const int more = lead < 0x80                    ? 0
                         : lead >= 0xc2 && lead <= 0xdf ? 1
                         : lead >= 0xe0 && lead <= 0xef ? 2
                         : lead >= 0xf0 && lead <= 0xf4 ? 3
                                                        : -1;
        if (more < 0 || i + static_cast<std::size_t>(more) > text.size()) {
            return false;
        }
        for (int k = 0; k < more; ++k) {
            if ((static_cast<unsigned char>(text[i++]) & 0xc0) != 0x80) {
                return false;
            }
        }
    }
    return true;
}

std::string as_utf8(std::string_view line)
{
    if (is_utf8(line)) {
        return std::string(line);
    }
    std::string text;
    for (const char c : line) {
        const auto code = static_cast<unsigned char>(c);
        if (code < 0x80) {
            text += c;
        } else {
            text += static_cast<char>(0xc0 | (code >> 6));
            text += static_cast<char>(0x80 | (code & 0x3f));
        }
    }
    return text;
}

/// Says in words that it is no number: NaN, INF, 1.#QNAN0E+000, ...
bool says_no_number(std::string_view text)
{
    std::string small;
    for (const char c : text) {
        small += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    const auto bare = small.starts_with('-') || small.starts_with('+') ? small.substr(1) : small;
    return bare == "nan" || bare == "inf" || bare.starts_with("1.#") || bare.starts_with("1,#");
}

/// One line after the other, with its number.
class Lines
{
public:
    explicit Lines(std::string_view text) : rest_(text) {}
    bool next(std::string_view& line)
    {
        if (rest_.empty()) {
            return false;
        }
        const auto end = rest_.find('\n');
        is_whole_ = end != std::string_view::npos;
        line = rest_.substr(0, end);
        rest_.remove_prefix(is_whole_ ? end + 1 : rest_.size());
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        ++number_;
        return true;
    }
    int number() const { return number_; }
    bool is_whole() const { return is_whole_; } ///< the line ended

private:
    std::string_view rest_;
    int number_ = 0;
    bool is_whole_ = true;
};

class Splitter
{
public:
    Splitter(std::string_view bytes, const std::string& source, bool (*is_needed)(std::string_view))
        : lines_(bytes), source_(source), is_needed_(is_needed)
    {
    }

    MptText run()
    {
        read_header();
        std::string_view line;
        while (lines_.next(line)) {
            if (!trimmed(line).empty()) {
                read_row(line);
            }
        }
        if (text_.line.empty()) {
            fail(0, {}, fmt::format("has {} header lines, but no rows after them", lines_.number()),
                 "export the technique that holds the measurement");
        }
        place_dates();
        return std::move(text_);
    }

private:
    [[noreturn]] void fail(int column, std::string_view key, const std::string& wrong,
                           std::string_view mend = export_again) const
    {
        throw InputError({source_, column > 0 ? lines_.number() : 0, column}, key, wrong, mend);
    }

    void read_header()
    {
        std::string_view line;
        lines_.next(line);
        if (line.find(time_title) != std::string_view::npos ||
            (line.find('\t') != std::string_view::npos && line.find("freq/Hz") != line.npos)) {
            read_titles(line);
            return;
        }
        if (!trimmed(line).ends_with("-Lab ASCII FILE")) {
            fail(1, {},
                 fmt::format("\"{}\" is not how a text of EC-Lab begins",
                             as_utf8(line.substr(0, 60))));
        }
        text_.header.push_back(as_utf8(line));
        const int count = header_lines();
        while (lines_.number() < count) {
            if (!lines_.next(line)) {
                fail(0, {},
                     fmt::format("is cut short: line 2 says there are {} header lines, but there "
                                 "are {}",
                                 count, lines_.number()));
            }
            if (lines_.number() < count) {
                text_.header.push_back(as_utf8(line));
            }
        }
        read_titles(line);
    }

    /// From "Nb header lines : 59".
    int header_lines()
    {
        std::string_view line;
        int count = 0;
        const std::string_view name = "Nb header lines";
        if (lines_.next(line) && line.starts_with(name)) {
            const std::string value(
                trimmed(line.substr(std::min(line.size(), line.find(':') + 1))));
            const auto* end = value.data() + value.size();
            const auto [stop, error] = std::from_chars(value.data(), end, count);
            if (error == std::errc{} && stop == end && count >= 3) {
                text_.header.push_back(as_utf8(line));
                return count;
            }
        }
        fail(1, {},
             fmt::format("\"{}\" should count the header, as in \"Nb header lines : 59\"",
                         as_utf8(line.substr(0, 60))));
    }

    void read_titles(std::string_view line)
    {
        if (line.find('\t') == std::string_view::npos) {
            fail(1, {},
                 fmt::format("\"{}\" should be the column titles, separated by tabs",
                             as_utf8(line.substr(0, 60))));
        }
        each_field(line, [&](std::string_view field) {
            text_.columns.push_back({as_utf8(trimmed(field)), {}, false});
        });
        if (text_.columns.back().title.empty()) {
            text_.columns.pop_back(); // EC-Lab ends the titles with a tab
        }
        const auto place = std::find_if(text_.columns.begin(), text_.columns.end(),
                                        [](const auto& c) { return c.title == time_title; });
        time_ = static_cast<std::size_t>(place - text_.columns.begin());
    }

    template <class Take> static void each_field(std::string_view line, Take&& take)
    {
        while (true) {
            const auto tab = line.find('\t');
            take(line.substr(0, tab));
            if (tab == std::string_view::npos) {
                return;
            }
            line.remove_prefix(tab + 1);
        }
    }

    void read_row(std::string_view line)
    {
        std::size_t place = 0;
        each_field(line, [&](std::string_view field) {
            if (place < text_.columns.size()) {
                read_field(trimmed(field), place);
            } else if (!trimmed(field).empty()) {
                fail(static_cast<int>(place) + 1, {},
                     fmt::format("has more fields than the {} titles", text_.columns.size()));
            }
            ++place;
        });
        if (place < text_.columns.size()) {
            fail(static_cast<int>(place), {},
                 fmt::format("has {} fields where there are {} titles{}", place,
                             text_.columns.size(),
                             lines_.is_whole() ? "" : ": the file is cut short"));
        }
        text_.line.push_back(lines_.number());
    }

    void read_field(std::string_view field, std::size_t place)
    {
        auto& column = text_.columns[place];
        double number = std::numeric_limits<double>::quiet_NaN();
        const bool is_number = !column.is_text && read_number(field, number);
        if (is_number) {
            text_.has_decimal_commas =
                text_.has_decimal_commas || field.find(',') != std::string_view::npos;
            text_.no_numbers += std::isnan(number) && !field.empty() ? 1 : 0;
        } else if (place == time_ && dates_.add(field)) {
            // a date in the place of seconds
        } else if (is_needed_(column.title)) {
            fail(static_cast<int>(place) + 1, column.title,
                 fmt::format("\"{}\" is not a number", as_utf8(field.substr(0, 60))),
                 "mend the line, or export the file again");
        } else {
            column.is_text = true;
        }
        column.values.push_back(number);
    }

    void place_dates()
    {
        if (dates_.size() == 0) {
            return;
        }
        if (dates_.size() != text_.line.size()) {
            fail(0, time_title, "holds dates in some rows and seconds in others");
        }
        const auto read = dates_.seconds();
        if (!read) {
            fail(0, time_title, "holds dates that are none, whether day or month comes first");
        }
        text_.dates = read->seconds;
        text_.is_day_first = read->is_day_first;
        text_.is_order_certain = read->is_certain;
    }

    Lines lines_;
    const std::string& source_;
    bool (*is_needed_)(std::string_view);
    MptText text_;
    MptDates dates_;
    std::size_t time_ = 0;
};

} // namespace

const MptColumn* MptText::find(std::string_view title) const
{
    const auto place = std::find_if(columns.begin(), columns.end(), [&](const MptColumn& column) {
        return column.title == title && !column.is_text;
    });
    return place == columns.end() ? nullptr : &*place;
}

std::string MptText::header_value(std::string_view name) const
{
    for (const auto& written : header) {
        const auto colon = written.find(':');
        if (colon != std::string::npos &&
            trimmed(std::string_view(written).substr(0, colon)) == name) {
            return std::string(trimmed(std::string_view(written).substr(colon + 1)));
        }
    }
    return {};
}

bool read_number(std::string_view text, double& number)
{
    number = std::numeric_limits<double>::quiet_NaN();
    if (text.empty()) {
        return true;
    }
    std::array<char, 64> plain{};
    if (text.size() >= plain.size()) {
        return false;
    }
    std::copy(text.begin(), text.end(), plain.begin());
    std::replace(plain.begin(), plain.end(), ',', '.');
    const char* begin = plain.data() + (text.front() == '+' ? 1 : 0);
    const char* end = plain.data() + text.size();
    double value = 0.0;
    const auto [stop, error] = std::from_chars(begin, end, value);
    if (error == std::errc{} && stop == end && std::isfinite(value)) {
        number = value;
        return true;
    }
    // 1e-400 is too small to hold, not no number.
    if (error == std::errc::result_out_of_range && stop == end) {
        number = text.find("E-") != text.npos || text.find("e-") != text.npos
                     ? 0.0
                     : std::numeric_limits<double>::quiet_NaN();
        return true;
    }
    return says_no_number(text);
}

MptText split_mpt(std::string_view bytes, const std::string& source,
                  bool (*is_needed)(std::string_view title))
{
    constexpr std::string_view mark = "\xef\xbb\xbf";
    if (bytes.starts_with(mark)) {
        bytes.remove_prefix(mark.size());
    }
    if (bytes.find_first_not_of(" \t\r\n") == std::string_view::npos) {
        throw InputError({source}, {}, "is empty");
    }
    if (bytes.starts_with("BIO-LOGIC MODULAR FILE")) {
        throw InputError({source}, {}, "is EC-Lab's own binary file (.mpr), not text",
                         "open it in EC-Lab, export it as text (.mpt), and import that");
    }
    if (bytes.find('\0') != std::string_view::npos) {
        throw InputError({source}, {}, "holds bytes that are zero: it is binary, or UTF-16",
                         "save it as plain text (Latin-1 or UTF-8)");
    }
    return Splitter(bytes, source, is_needed).run();
}

} // namespace percolith::runs::cycler
