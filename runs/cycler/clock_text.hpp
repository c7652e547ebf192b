#pragma once
/// Durations and dates as testers write them.

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace percolith::runs::cycler
{

/// Seconds of "144:02:18", "0:00:01.500", "02:18" (as minutes and seconds), "1-02:03:04", "1d
/// 02:03:04" or "1 02:03:04" (days first); with `decimal` before the parts of a second. Nothing for
/// anything else, for minutes or seconds from 60 up.
std::optional<double> duration_of(std::string_view text, char decimal = '.');

/// Whether a heading's unit announces such durations: "h:min:s.ms", "hh:mm:ss".
bool is_clock_unit(std::string_view unit);

/// "02:18": without seconds or without hours.
bool has_two_parts(std::string_view text);

/// What the parts of such a time are.
enum class TwoParts { minutes_seconds, hours_minutes };

/// What a heading's unit says of them: "min:s", "mm:ss", "h:min", "hh:mm".
std::optional<TwoParts> announced_parts(std::string_view unit);

/// In which order a date gives its parts.
enum class DateOrder { year_month_day, day_month_year, month_day_year };

struct DateColumn {
    DateOrder order = DateOrder::year_month_day;
    bool assumed = false; ///< both orders of day and month fit every row
};

/// The order that fits all dates; nothing where none does. Empty texts are skipped. Days before
/// months where a full stop or a dash parts them, months before days at slashes, if the dates leave
/// the choice.
std::optional<DateColumn> order_of(std::span<const std::string_view> dates);

/// Seconds since 1970-01-01 00:00 by the tester's clock, of "2022-05-18 16:27:52", "2022/5/18
/// 16:27:52.125", "05/18/2022 4:27:52 PM", "18.05.2022 16:27" or "2022-05-18T16:27:52Z".
std::optional<double> date_of(std::string_view text, DateOrder order);

} // namespace percolith::runs::cycler
