#include "runs/protocol/record.hpp"

#include "runs/case/errors.hpp"
#include "runs/case/file_text.hpp"
#include "runs/case/units.hpp"
#include "runs/protocol/words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <stdexcept>

namespace percolith::runs
{
namespace
{

using language::in_quotes;
using language::same_word;

const char* const header_mend =
    "name columns and units as in \"time [s], current [mA]\" or \"Test Time / s, Current / A\"";

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blank = " \t\r\"";
    const auto first = text.find_first_not_of(blank);
    return first == std::string_view::npos
               ? std::string_view{}
               : text.substr(first, text.find_last_not_of(blank) - first + 1);
}

/// "Current(mA)", "current [mA]", "Current / A" or "current_ampere": name and unit.
struct Heading {
    std::string name;
    std::string unit;
    bool is_bdf = false;
};

Heading heading_of(std::string_view field)
{
    field = trimmed(field);
    if (same_word(field, "test_time_second")) {
        return {"test time", "s", true};
    }
    if (same_word(field, "current_ampere")) {
        return {"current", "A", true};
    }
    Heading heading;
    const auto bracket = field.find_first_of("[(");
    const auto slash = field.find('/');
    const auto split = bracket != std::string_view::npos ? bracket : slash;
    if (bracket != std::string_view::npos) {
        const char close = field[split] == '[' ? ']' : ')';
        const auto end = field.find_last_of(close);
        heading.unit = trimmed(field.substr(split + 1, end > split ? end - split - 1 : 0));
    } else if (slash != std::string_view::npos) {
        heading.unit = trimmed(field.substr(split + 1));
        heading.is_bdf = field.substr(0, split).ends_with(' ');
    }
    const auto name = trimmed(field.substr(0, std::min(split, field.size())));
    for (const char c : name) {
        const bool upper = c >= 'A' && c <= 'Z';
        heading.name += c == '_' ? ' ' : upper ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return heading;
}

/// How well a name says that a column is the time of the whole test; 0 for no.
int time_rank(std::string_view name)
{
    constexpr std::array<std::string_view, 6> names{
        "t", "time", "elapsed time", "total time", "cumulative time", "test time"};
    const auto found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? 0 : 1 + static_cast<int>(found - names.begin());
}

int current_rank(std::string_view name)
{
    constexpr std::array<std::string_view, 5> names{"i", "<i>", "j", "current", "current density"};
    const auto found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? 0 : 1 + static_cast<int>(found - names.begin());
}

/// A column that was found, and what one of its units is in SI.
struct ChosenColumn {
    std::size_t index = 0;
    int rank = 0;
    std::string unit;
    double factor = 1.0;
    bool is_bdf = false;
};

class RecordReading
{
public:
    RecordReading(std::string_view csv, std::string_view source, const RecordOptions& options)
        : rest_(csv), source_(source), options_(options)
    {
    }

    MeasuredCurrent read()
    {
        read_header();
        MeasuredCurrent record;
        record.source = source_;
        std::string_view line;
        while (next_line(line)) {
            read_row(line, record);
        }
        if (record.time.empty() || !(record.time.back() > record.time.front())) {
            const bool one_instant = record.time.size() > 1;
            fail(0,
                 one_instant ? "all rows of the record are of one instant"
                             : "the record has fewer than two rows",
                 "give at least a first and a later one");
        }
        check_gaps(record);
        const double start = record.time.front();
        for (auto& time : record.time) {
            time -= start;
        }
        return record;
    }

private:
    [[noreturn]] void fail(std::size_t at, const std::string& wrong, const std::string& mend) const
    {
        fail_at(line_, at, wrong, mend);
    }
    [[noreturn]] void fail_at(int line, std::size_t at, const std::string& wrong,
                              const std::string& mend) const
    {
        throw InputError({std::string{source_}, line, static_cast<int>(at) + 1}, "", wrong, mend);
    }

    /// The next line that is neither empty nor a comment.
    bool next_line(std::string_view& line)
    {
        while (!rest_.empty()) {
            const auto end = rest_.find('\n');
            ended_ = end != std::string_view::npos;
            line = rest_.substr(0, end);
            rest_ = ended_ ? rest_.substr(end + 1) : std::string_view{};
            ++line_;
            const auto text = trimmed(line);
            if (!text.empty() && text.front() != '#') {
                return true;
            }
        }
        return false;
    }

    /// The field that starts at `at`; moves `at` behind its separator.
    std::string_view next_field(std::string_view line, std::size_t& at) const
    {
        const auto end = std::min(line.find(separator_, at), line.size());
        const auto field = line.substr(at, end - at);
        at = end + 1;
        return field;
    }

    void read_header()
    {
        constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
        if (rest_.starts_with(byte_order_mark)) {
            rest_.remove_prefix(byte_order_mark.size());
        }
        std::string_view line;
        if (!next_line(line)) {
            fail(0, "the record is empty", header_mend);
        }
        for (const char candidate : {'\t', ';', ','}) {
            separator_ = line.find(candidate) != std::string_view::npos ? candidate : separator_;
            if (separator_ != '\0') {
                break;
            }
        }
        for (std::size_t at = 0; at <= line.size(); ++columns_) {
            const auto start = at;
            const auto heading = heading_of(next_field(line, at));
            choose(time_, time_rank(heading.name), heading, start);
            choose(current_, current_rank(heading.name), heading, start);
        }
        settle_units();
    }

    void choose(ChosenColumn& column, int rank, const Heading& heading, std::size_t at) const
    {
        if (rank > 0 && rank == column.rank) {
            fail(at, "two columns are called " + in_quotes(heading.name), "keep one");
        }
        if (rank > column.rank) {
            column = {columns_, rank, heading.unit, 1.0, heading.is_bdf};
        }
    }

    void settle_units()
    {
        if (time_.rank == 0 || current_.rank == 0) {
            fail(0, std::string{"no column holds the "} + (time_.rank == 0 ? "time" : "current"),
                 header_mend);
        }
        if (time_.unit.empty() || !measures(time_.unit, "s")) {
            fail(0, "the time column has no unit of time, but " + in_quotes(time_.unit),
                 header_mend);
        }
        time_.factor = convert(1.0, time_.unit, "s");
        const auto sign =
            options_.sign.value_or(current_.is_bdf && time_.is_bdf ? CurrentSign::charge_positive
                                                                   : CurrentSign::strips_working);
        if (!current_.unit.empty() && measures(current_.unit, "A")) {
            current_.factor = convert(1.0, current_.unit, "A") / options_.area.si;
        } else if (!current_.unit.empty() && measures(current_.unit, "A/m^2")) {
            current_.factor = convert(1.0, current_.unit, "A/m^2");
        } else {
            fail(0, "the current column has no unit of current, but " + in_quotes(current_.unit),
                 header_mend);
        }
        current_.factor *= to_strips_working(sign);
    }

    double number(std::string_view field, std::size_t at, const char* what) const
    {
        const auto text = trimmed(field);
        if (text.empty()) {
            fail(at, std::string{"the "} + what + " is missing", "fill the gap or remove the row");
        }
        double value = 0.0;
        const bool plus = text.front() == '+' && text.size() > 1 && text[1] != '-';
        const auto* begin = text.data() + (plus ? 1 : 0);
        const auto* end = text.data() + text.size();
        const auto read = std::from_chars(begin, end, value);
        if (read.ec != std::errc{} || read.ptr != end) {
            const bool clock = text.find(':') != std::string_view::npos;
            const bool comma = text.find(',') != std::string_view::npos;
            fail(at, std::string{"the "} + what + ' ' + in_quotes(text) + " is no number",
                 clock   ? "give times as a number of the header's unit, not as h:m:s"
                 : comma ? "write decimals with a point"
                         : "write it as in 0.5 or 5e-1");
        }
        if (!std::isfinite(value)) {
            fail(at, std::string{"the "} + what + " is not finite", "remove the row or mend it");
        }
        return value;
    }

    void read_row(std::string_view line, MeasuredCurrent& record)
    {
        double time = 0.0, current = 0.0;
        std::size_t time_at = 0, fields = 0;
        for (std::size_t at = 0; at <= line.size(); ++fields) {
            const auto start = at;
            const auto field = next_field(line, at);
            if (fields == time_.index) {
                time = number(field, start, "time") * time_.factor;
                time_at = start;
            } else if (fields == current_.index) {
                current = number(field, start, "current") * current_.factor;
            }
        }
        if (fields <= std::max(time_.index, current_.index) || (fields < columns_ && !ended_)) {
            fail(line.size(),
                 "the row has " + std::to_string(fields) + " of " + std::to_string(columns_) +
                     " fields",
                 ended_ ? "fill the gap or remove the row"
                        : "the file was cut short: remove the row or fetch the file again");
        }
        if (!std::isfinite(time) || !std::isfinite(current)) {
            fail(time_at, "time or current is too large", "mend the row or the unit in the header");
        }
        if (!record.time.empty() && time < record.time.back()) {
            fail(time_at, "the time falls from the row before to this one",
                 "sort the rows, and use the time of the whole test");
        }
        add(record, time, current);
    }

    /// Rows of one instant are a jump: from the first of them to the last. Before the record there
    /// is nothing to jump from.
    void add(MeasuredCurrent& record, double time, double current)
    {
        const auto rows = record.time.size();
        const auto at_this = [&](std::size_t row) { return record.time[row] == time; };
        const bool jumped = rows >= 2 && at_this(rows - 1) && at_this(rows - 2);
        const bool at_start = rows == 1 && at_this(0);
        if (jumped || at_start) {
            record.current.back() = current;
            lines_.back() = line_;
            return;
        }
        record.time.push_back(time);
        record.current.push_back(current);
        lines_.push_back(line_);
    }

    void check_gaps(const MeasuredCurrent& record) const
    {
        constexpr double unusual = 1000.0;
        constexpr double same = 0.01; // of the largest current
        double largest = 0.0;
        std::vector<double> intervals;
        for (std::size_t i = 0; i + 1 < record.time.size(); ++i) {
            intervals.push_back(record.time[i + 1] - record.time[i]);
            largest = std::max(largest, std::abs(record.current[i]));
        }
        largest = std::max(largest, std::abs(record.current.back()));
        auto sorted = intervals;
        std::erase(sorted, 0.0); // jumps
        const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
        std::nth_element(sorted.begin(), middle, sorted.end());
        const double limit = options_.longest_gap ? options_.longest_gap->si : unusual * *middle;
        for (std::size_t i = 0; i < intervals.size(); ++i) {
            const bool changes =
                std::abs(record.current[i + 1] - record.current[i]) > same * largest;
            if (intervals[i] > limit && (changes || options_.longest_gap)) {
                fail_at(lines_[i + 1], 0,
                        "nothing was recorded for the " + std::to_string(intervals[i]) +
                            " s before this row",
                        "cut the record there, or add a row that says what flowed");
            }
        }
    }

    std::string_view rest_;
    std::string_view source_;
    const RecordOptions& options_;
    char separator_ = '\0';
    std::size_t columns_ = 0;
    ChosenColumn time_, current_;
    std::vector<int> lines_; ///< of each row
    int line_ = 0;
    bool ended_ = true; ///< whether the line read last ended with a line break
};

} // namespace

MeasuredCurrent parse_record(std::string_view csv, std::string_view source,
                             const RecordOptions& options)
{
    if (!(options.area.si > 0.0) || !std::isfinite(options.area.si)) {
        throw std::invalid_argument("the electrode area is not above 0");
    }
    return RecordReading{csv, source, options}.read();
}

MeasuredCurrent read_record(const std::filesystem::path& file, const RecordOptions& options)
{
    constexpr std::size_t longest = 1'000'000'000; // bytes
    const auto text = read_text_file(file, longest, "split the record");
    return parse_record(text, file.string(), options);
}

} // namespace percolith::runs
