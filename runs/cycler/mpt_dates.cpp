#include "runs/cycler/mpt_dates.hpp"

#include <algorithm>
#include <chrono>

namespace percolith::runs::cycler
{

namespace
{

/// Digits, one after the other, with what separates them.
class Digits
{
public:
    explicit Digits(std::string_view text) : rest_(text) {}
    bool number(int& value, std::size_t longest)
    {
        value = 0;
        std::size_t count = 0;
        while (count < rest_.size() && count < longest && rest_[count] >= '0' &&
               rest_[count] <= '9') {
            value = 10 * value + (rest_[count++] - '0');
        }
        rest_.remove_prefix(count);
        return count > 0;
    }
    bool one_of(std::string_view marks)
    {
        if (rest_.empty() || marks.find(rest_.front()) == std::string_view::npos) {
            return false;
        }
        rest_.remove_prefix(1);
        return true;
    }
    bool fraction(double& value)
    {
        if (rest_.empty()) {
            return true;
        }
        if (!one_of(".,")) {
            return false;
        }
        double digit = 0.1;
        for (const char c : rest_) {
            if (c < '0' || c > '9') {
                return false;
            }
            value += digit * (c - '0');
            digit /= 10.0;
        }
        return true;
    }

private:
    std::string_view rest_;
};

std::pair<double, double> span(const std::vector<double>& seconds)
{
    const auto [least, most] = std::minmax_element(seconds.begin(), seconds.end());
    return {*least, *most};
}

} // namespace

bool MptDates::add(std::string_view text)
{
    Parts parts;
    Digits digits(text);
    int hour = 0;
    int minute = 0;
    int second = 0;
    double fraction = 0.0;
    constexpr std::string_view marks = "/-.";
    const bool is_date =
        digits.number(parts.first, 2) && digits.one_of(marks) && digits.number(parts.second, 2) &&
        digits.one_of(marks) && digits.number(parts.year, 4) && digits.one_of(" ") &&
        digits.number(hour, 2) && digits.one_of(":") && digits.number(minute, 2) &&
        digits.one_of(":") && digits.number(second, 2) && digits.fraction(fraction);
    if (!is_date || hour > 23 || minute > 59 || second > 60 || parts.year < 1970) {
        return false;
    }
    parts.of_day = hour * 3600.0 + minute * 60.0 + second + fraction;
    all_.push_back(parts);
    return true;
}

std::optional<std::vector<double>> MptDates::in_order(bool is_day_first) const
{
    std::vector<double> seconds;
    seconds.reserve(all_.size());
    for (const auto& parts : all_) {
        const auto day = static_cast<unsigned>(is_day_first ? parts.first : parts.second);
        const auto month = static_cast<unsigned>(is_day_first ? parts.second : parts.first);
        const std::chrono::year_month_day date{std::chrono::year{parts.year},
                                               std::chrono::month{month}, std::chrono::day{day}};
        if (!date.ok()) {
            return std::nullopt;
        }
        const auto days = std::chrono::sys_days{date}.time_since_epoch().count();
        seconds.push_back(static_cast<double>(days) * 86400.0 + parts.of_day);
    }
    return seconds;
}

std::optional<MptDates::Read> MptDates::seconds() const
{
    auto month_first = in_order(false);
    auto day_first = in_order(true);
    if (!month_first || !day_first) {
        return month_first ? std::optional(Read{std::move(*month_first), false, true})
               : day_first ? std::optional(Read{std::move(*day_first), true, true})
                           : std::nullopt;
    }
    const auto [first_of_months, last_of_months] = span(*month_first);
    const auto [first_of_days, last_of_days] = span(*day_first);
    const bool is_day_first = last_of_days - first_of_days < last_of_months - first_of_months;
    return Read{std::move(is_day_first ? *day_first : *month_first), is_day_first, false};
}

} // namespace percolith::runs::cycler
