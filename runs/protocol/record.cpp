#include "runs/protocol/record.hpp"

#include "runs/case/errors.hpp"
#include "runs/case/file_text.hpp"
#include "runs/case/units.hpp"
#include "runs/cycler/column_names.hpp"
#include "runs/cycler/heading.hpp"
#include "runs/cycler/text_table.hpp"
#include "runs/protocol/words.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace percolith::runs
{
namespace
{

using language::in_quotes;

const char* const header_mend =
    "name columns and units as in \"time [s], current [mA]\" or \"Test Time / s, Current / A\"";

/// How well a heading says that a column holds this quantity; 0 for no.
int rank_of(const cycler::Heading& heading, cycler::Quantity what)
{
    const auto known = cycler::named_meaning(heading.name);
    return known && known->meaning == cycler::Meaning{what} ? known->rank : 0;
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
        : table_(csv, source), source_(source), options_(options)
    {
    }

    MeasuredCurrent read()
    {
        read_header();
        MeasuredCurrent record;
        record.source = source_;
        while (table_.next()) {
            read_row(record);
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
        table_.fail(at, wrong, mend);
    }
    [[noreturn]] void fail_at(int line, std::size_t at, const std::string& wrong,
                              const std::string& mend) const
    {
        throw InputError({std::string{source_}, line, static_cast<int>(at) + 1}, "", wrong, mend);
    }

    void read_header()
    {
        if (!table_.next()) {
            fail(0, "the record is empty", header_mend);
        }
        for (const auto& field : table_.fields()) {
            const auto heading = cycler::heading_of(field.text);
            choose(time_, rank_of(heading, cycler::Quantity::test_time), heading, field.at);
            choose(current_, rank_of(heading, cycler::Quantity::current), heading, field.at);
            ++columns_;
        }
        settle_units();
    }

    void choose(ChosenColumn& column, int rank, const cycler::Heading& heading,
                std::size_t at) const
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

    double number(const cycler::Field& field, const char* what) const
    {
        const auto read = cycler::number_of(field.text);
        if (!read.fault) {
            return read.value;
        }
        switch (*read.fault) {
        case cycler::NotNumber::empty:
            fail(field.at, std::string{"the "} + what + " is missing",
                 "fill the gap or remove the row");
        case cycler::NotNumber::not_finite:
            fail(field.at, std::string{"the "} + what + " is not finite",
                 "remove the row or mend it");
        default:
            fail(field.at,
                 std::string{"the "} + what + ' ' + in_quotes(field.text) + " is no number",
                 *read.fault == cycler::NotNumber::clock
                     ? "give times as a number of the header's unit, not as h:m:s"
                 : *read.fault == cycler::NotNumber::comma ? "write decimals with a point"
                                                           : "write it as in 0.5 or 5e-1");
        }
    }

    void read_row(MeasuredCurrent& record)
    {
        const auto& fields = table_.fields();
        if (fields.size() <= std::max(time_.index, current_.index) ||
            (fields.size() < columns_ && !table_.ended())) {
            fail(table_.length(),
                 "the row has " + std::to_string(fields.size()) + " of " +
                     std::to_string(columns_) + " fields",
                 table_.ended() ? "fill the gap or remove the row"
                                : "the file was cut short: remove the row or fetch the file again");
        }
        const double time = number(fields[time_.index], "time") * time_.factor;
        const double current = number(fields[current_.index], "current") * current_.factor;
        const auto time_at = fields[time_.index].at;
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
            lines_.back() = static_cast<int>(table_.line());
            return;
        }
        record.time.push_back(time);
        record.current.push_back(current);
        lines_.push_back(static_cast<int>(table_.line()));
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

    cycler::TextTable table_;
    std::string_view source_;
    const RecordOptions& options_;
    std::size_t columns_ = 0;
    ChosenColumn time_, current_;
    std::vector<int> lines_; ///< of each row
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
