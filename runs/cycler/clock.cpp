#include "runs/cycler/clock.hpp"

#include "runs/cycler/rows.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace percolith::runs::cycler
{
namespace
{

/// Testers write whole seconds, and round two clocks each in its own way.
constexpr double rounding = 2.5; // s
constexpr double drift = 0.01; // of the time that passed

std::optional<std::size_t> first_fall(const std::vector<double>& times)
{
    for (std::size_t row = 1; row < times.size(); ++row) {
        if (times[row] < times[row - 1]) {
            return row;
        }
    }
    return std::nullopt;
}

class Clocks
{
public:
    Clocks(const RawRecord& raw, std::span<const std::size_t> starts,
           std::vector<std::string>& said)
        : raw_(raw), starts_(starts), said_(said), total_(raw.find(Quantity::test_time)),
          in_step_(raw.find(Quantity::step_time)), date_(raw.find(Quantity::date))
    {
    }

    std::vector<double> times()
    {
        auto times = chosen();
        if (total_ != nullptr && in_step_ != nullptr && !first_fall(total_->values)) {
            compare_steps();
        }
        if (date_ != nullptr && (total_ != nullptr || in_step_ != nullptr)) {
            compare_dates(times);
        }
        shift(times);
        return times;
    }

private:
    std::vector<double> chosen()
    {
        if (total_ != nullptr) {
            const auto fall = first_fall(total_->values);
            if (!fall) {
                return total_->values;
            }
            if (in_step_ != nullptr) {
                said_.push_back(fell(*fall) + "; times are those in the steps, added up");
                return added_up(*in_step_);
            }
            if (falls_at_steps_alone()) {
                said_.push_back("\"" + total_->heading +
                                "\" begins again at each step; its times are added up");
                return added_up(*total_);
            }
            refuse_row(raw_, *fall,
                       "the time falls from " + in_words(total_->values[*fall - 1], "s") + " to " +
                           in_words(total_->values[*fall], "s") + " at this row",
                       "import each part of the test by itself, or name a clock that does not "
                       "fall with --column");
        }
        if (in_step_ != nullptr) {
            said_.push_back("times are those in the steps, added up");
            return added_up(*in_step_);
        }
        const auto fall = first_fall(date_->values);
        if (fall) {
            refuse_row(raw_, *fall,
                       "the date runs backwards at this row, and there is no other clock",
                       "import each part of the test by itself");
        }
        said_.push_back("times are taken from the dates");
        return date_->values;
    }

    std::string fell(std::size_t row) const
    {
        return "the total time falls from " + in_words(total_->values[row - 1], "s") + " to " +
               in_words(total_->values[row], "s") + " at " + at_line(raw_, row);
    }

    bool falls_at_steps_alone() const
    {
        for (std::size_t row = 1; row < total_->values.size(); ++row) {
            const bool falls = total_->values[row] < total_->values[row - 1];
            if (falls && !std::binary_search(starts_.begin(), starts_.end(), row)) {
                return false;
            }
        }
        return true;
    }

    /// A step begins where the one before it ended.
    std::vector<double> added_up(const Column& in_step) const
    {
        std::vector<double> times = in_step.values;
        double before = 0.0;
        for (std::size_t k = 0; k < starts_.size(); ++k) {
            const auto end = step_end(starts_, k, times.size());
            for (std::size_t row = starts_[k]; row < end; ++row) {
                if (row > starts_[k] && in_step.values[row] < in_step.values[row - 1]) {
                    refuse_row(raw_, row, "the time in the step runs backwards at this row",
                               "remove the row, or name another clock with --column");
                }
                times[row] = before + in_step.values[row];
            }
            before = times[end - 1];
        }
        return times;
    }

    void compare_steps() const
    {
        for (std::size_t k = 0; k < starts_.size(); ++k) {
            const auto first = starts_[k], end = step_end(starts_, k, raw_.rows());
            // EC-Lab's clock of the step stands still in a rest.
            if (in_step_->values[end - 1] == in_step_->values[first]) {
                continue;
            }
            for (std::size_t row = first; row < end; ++row) {
                const double total = total_->values[row] - total_->values[first];
                const double inside = in_step_->values[row] - in_step_->values[first];
                if (std::abs(total - inside) > rounding + drift * std::abs(inside)) {
                    refuse_row(raw_, row,
                               "since its step began the total time rose by " +
                                   in_words(total, "s") + ", the time in the step by " +
                                   in_words(inside, "s"),
                               "state their units with --column, or leave one out as in --column "
                               "step_time=none");
                }
            }
        }
    }

    /// Rows at which the dates jump against the time of the test.
    void compare_dates(const std::vector<double>& times) const
    {
        check_unit(times);
        constexpr double noticeable = 60.0; // s
        std::size_t backwards = 0, pauses = 0, first_back = 0, first_pause = 0;
        double paused = 0.0;
        for (std::size_t row = 1; row < times.size(); ++row) {
            const double passed = date_->values[row] - date_->values[row - 1];
            const double ahead = passed - (times[row] - times[row - 1]);
            if (passed < 0.0) {
                first_back = backwards++ == 0 ? row : first_back;
            } else if (ahead > noticeable) {
                first_pause = pauses++ == 0 ? row : first_pause;
                paused += ahead;
            }
        }
        if (backwards > 0) {
            said_.push_back("dates run backwards " + std::to_string(backwards) +
                            " times, first at " + at_line(raw_, first_back) +
                            "; they are not used for the times");
        }
        if (pauses > 0) {
            said_.push_back("by the dates the test stood still for " +
                            in_words(paused / 3600.0, "h") + ", first before " +
                            at_line(raw_, first_pause) + "; the times do not hold these pauses");
        }
    }

    /// Hours called seconds, and the like.
    void check_unit(const std::vector<double>& times) const
    {
        const double by_date = date_->values.back() - date_->values.front();
        const double by_time = times.back() - times.front();
        constexpr std::size_t few_rows = 10; // between which a pause could look like a unit
        if (!(by_date > 0.0) || !(by_time > 0.0) || times.size() < few_rows) {
            return;
        }
        constexpr std::array<double, 3> mistakes{60.0, 1000.0, 3600.0};
        for (const double factor : mistakes) {
            for (const double wrong : {factor, 1.0 / factor}) {
                const double ratio = by_date / (by_time * wrong);
                if (std::abs(ratio - 1.0) < drift) {
                    refuse_row(raw_, times.size() - 1,
                               "by the dates " + in_words(by_date, "s") +
                                   " passed until this row, by the times " + in_words(by_time, "s"),
                               "state the unit of the time with --column");
                }
            }
        }
    }

    void shift(std::vector<double>& times) const
    {
        const double start = times.front();
        if (start != 0.0 && (total_ != nullptr || in_step_ != nullptr)) {
            said_.push_back("the first row is of " + in_words(start, "s") +
                            " by the file's time, and of 0 s here");
        }
        std::size_t repeated = 0;
        for (std::size_t row = 0; row < times.size(); ++row) {
            times[row] -= start;
            repeated += row > 0 && times[row] == times[row - 1] ? 1 : 0;
        }
        if (repeated > 0) {
            said_.push_back(std::to_string(repeated) +
                            (repeated == 1 ? " row repeats the time of the row"
                                           : " rows repeat the time of the row") +
                            " before: jumps, kept");
        }
    }

    const RawRecord& raw_;
    std::span<const std::size_t> starts_;
    std::vector<std::string>& said_;
    const Column* total_;
    const Column* in_step_;
    const Column* date_;
};

} // namespace

std::vector<double> test_times(const RawRecord& raw, std::span<const std::size_t> starts,
                               std::vector<std::string>& said)
{
    auto times = Clocks{raw, starts, said}.times();
    for (std::size_t row = 0; row < times.size(); ++row) {
        if (!std::isfinite(times[row]) || (row > 0 && times[row] < times[row - 1])) {
            refuse_row(raw, row, "no clock of the file gives this row a time after the row before",
                       "remove the row, or name another clock with --column");
        }
    }
    if (times.size() > 1 && times.back() == times.front()) {
        refuse_row(raw, times.size() - 1,
                   "no clock rises: this last row is of the time of the first",
                   "name the column that holds the time with --column, or export the file with it");
    }
    return times;
}

} // namespace percolith::runs::cycler
