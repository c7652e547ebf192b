#include "runs/cycler/mpt_text.hpp"

#include "runs/case/errors.hpp"
#include "runs/cycler/decode_text.hpp"
#include "runs/cycler/mpt_dates.hpp"
#include "runs/cycler/text_table.hpp"

#include <algorithm>
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
            if (!trimmed_field(line).empty()) {
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
        if (!trimmed_field(line).ends_with("-Lab ASCII FILE")) {
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
                trimmed_field(line.substr(std::min(line.size(), line.find(':') + 1))));
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
            text_.columns.push_back({as_utf8(trimmed_field(field)), {}, false});
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
                read_field(trimmed_field(field), place);
            } else if (!trimmed_field(field).empty()) {
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
        const auto number = column.is_text ? std::nullopt : mpt_number(field);
        if (number) {
            text_.has_decimal_commas =
                text_.has_decimal_commas || field.find(',') != std::string_view::npos;
            text_.no_numbers += std::isnan(*number) && !field.empty() ? 1 : 0;
        } else if (place == time_ && dates_.add(field)) {
            // a date in the place of seconds
        } else if (is_needed_(column.title)) {
            fail(static_cast<int>(place) + 1, column.title,
                 fmt::format("\"{}\" is not a number", as_utf8(field.substr(0, 60))),
                 "mend the line, or export the file again");
        } else {
            column.is_text = true;
        }
        column.values.push_back(number.value_or(std::numeric_limits<double>::quiet_NaN()));
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
            trimmed_field(std::string_view(written).substr(0, colon)) == name) {
            return std::string(trimmed_field(std::string_view(written).substr(colon + 1)));
        }
    }
    return {};
}

std::optional<double> mpt_number(std::string_view text)
{
    constexpr std::size_t longest = 63; // EC-Lab writes 23 characters at most
    if (text.size() > longest) {
        return std::nullopt;
    }
    const bool has_comma = text.find(',') != std::string_view::npos;
    const auto read = number_of(text, has_comma ? ',' : '.');
    if (!read.fault) {
        return read.value;
    }
    return *read.fault == NotNumber::empty || *read.fault == NotNumber::not_finite
               ? std::optional(std::numeric_limits<double>::quiet_NaN())
               : std::nullopt;
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
