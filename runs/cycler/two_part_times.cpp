#include "runs/cycler/two_part_times.hpp"

#include "runs/cycler/clock_text.hpp"
#include "runs/cycler/column_names.hpp"
#include "runs/cycler/rows.hpp"
#include "runs/cycler/step_charge.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>

namespace percolith::runs::cycler
{
namespace
{

constexpr double minutes_in_hour = 60.0; // the one reading over the other
constexpr double roughly = 1.25; // far from 60, and above what whole minutes lose

bool is_open(const Column& column)
{
    return !column.open_time.empty();
}

bool is_near(double a, double b)
{
    return a > b / roughly && a < b * roughly;
}

/// What a time is over its reading as minutes and seconds, if it is about this ratio.
std::optional<TwoParts> parts_by(double ratio)
{
    return is_near(ratio, 1.0)               ? std::optional{TwoParts::minutes_seconds}
           : is_near(ratio, minutes_in_hour) ? std::optional{TwoParts::hours_minutes}
                                             : std::nullopt;
}

class OpenTimes
{
public:
    /// `rows` have all that is looked at.
    OpenTimes(const RawRecord& rows, const Column& open)
        : rows_(rows), starts_(step_starts(rows)), open_(open)
    {
    }

    /// Throws where witnesses differ, or none is there.
    TwoParts settle(std::string& because) const
    {
        std::optional<TwoParts> found;
        const auto hear = [&](std::optional<TwoParts> told, const std::string& witness) {
            if (told && found && *told != *found) {
                refuse(because + " and " + witness + " contradict each other");
            }
            if (told && !found) {
                found = told;
                because = witness;
            }
        };
        for (const auto what : {Quantity::test_time, Quantity::step_time, Quantity::date}) {
            const auto* clock = rows_.find(what);
            if (clock != nullptr && !is_open(*clock)) {
                hear(parts_by(risen(*clock) / risen(open_)), "\"" + clock->heading + "\"");
            }
        }
        for (const auto& counter : counters_of(rows_)) {
            hear(by_charge(counter), "the charge by \"" + counter.called + "\"");
        }
        if (!found) {
            refuse("nothing in the file tells");
        }
        return *found;
    }

private:
    std::size_t end_of(std::size_t k) const { return step_end(starts_, k, rows_.rows()); }

    /// Within the steps, all together.
    double risen(const Column& clock) const
    {
        double sum = 0.0;
        for (std::size_t k = 0; k < starts_.size(); ++k) {
            sum += clock.values[end_of(k) - 1] - clock.values[starts_[k]];
        }
        return sum;
    }

    /// The current may be wrong by thousands, which is not 60.
    std::optional<TwoParts> by_charge(const ChargeCounter& counter) const
    {
        const auto* current = rows_.find(Quantity::current);
        double flowed = 0.0, charge = 0.0;
        for (std::size_t k = 0; current != nullptr && k < starts_.size(); ++k) {
            const auto first = starts_[k], length = end_of(k) - first;
            if (const double passed = counted(counter, first, end_of(k)); passed > 0.0) {
                charge += passed;
                flowed += charge_by_current(std::span{open_.values}.subspan(first, length),
                                            std::span{current->values}.subspan(first, length))
                              .middle;
            }
        }
        for (const double mistake : {1.0, 1e3, 1e-3, 1e6, 1e-6}) {
            if (const auto parts = parts_by(mistake * charge / flowed)) {
                return parts;
            }
        }
        return std::nullopt;
    }

    [[noreturn]] void refuse(const std::string& why) const
    {
        const auto stating = [&](const char* unit) {
            return "--column \"" + name_of(Meaning{open_.what}) + "=" + open_.heading + " [" +
                   unit + "]\"";
        };
        refuse_row(rows_, 0,
                   "the times in \"" + open_.heading + "\", such as " + open_.open_time +
                       ", may be minutes and seconds or hours and minutes: " + why,
                   "say which, as in " + stating("min:s") + " or " + stating("h:min"));
    }

    const RawRecord& rows_;
    std::vector<std::size_t> starts_;
    const Column& open_;
};

RawRecord rows_with_times(const RawRecord& raw)
{
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < raw.rows(); ++row) {
        const bool whole =
            std::all_of(raw.columns.begin(), raw.columns.end(), [&](const Column& column) {
                const bool looked_at =
                    column.what == Quantity::test_time || column.what == Quantity::step_time ||
                    column.what == Quantity::date || column.what == Quantity::current;
                return !looked_at || std::isfinite(column.values[row]);
            });
        if (whole) {
            rows.push_back(row);
        }
    }
    return with_rows(raw, rows);
}

} // namespace

bool has_open_times(const RawRecord& raw)
{
    return std::any_of(raw.columns.begin(), raw.columns.end(), is_open);
}

RawRecord with_settled_times(const RawRecord& raw)
{
    auto rows = rows_with_times(raw);
    if (rows.rows() == 0) {
        rows = raw; // nothing tells, then
    }
    RawRecord settled = raw;
    for (auto& column : settled.columns) {
        if (!is_open(column)) {
            continue;
        }
        std::string because;
        const auto parts = OpenTimes{rows, *rows.find(column.what)}.settle(because);
        const bool hours = parts == TwoParts::hours_minutes;
        settled.said.push_back("times of two parts in \"" + column.heading + "\", such as " +
                               column.open_time + ", are read as " +
                               (hours ? "hours and minutes" : "minutes and seconds") + ", as " +
                               because + " tells");
        for (auto& value : column.values) {
            value *= hours ? minutes_in_hour : 1.0;
        }
        column.open_time.clear();
    }
    return settled;
}

} // namespace percolith::runs::cycler
