#include "runs/cycler/ndax_course.hpp"

#include "runs/case/errors.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/core.h>
#include <optional>

namespace percolith::runs::cycler
{

namespace
{

/// Times are whole milliseconds.
constexpr double same_time = 0.75e-3;

class Follower
{
public:
    Follower(const NdaxRecords& records, const std::vector<NdaxNote>& notes,
             const std::vector<NdaxStep>& steps, const std::string& source)
        : records_(records), notes_(notes), steps_(steps), source_(source)
    {
    }

    NdaxCourse run()
    {
        compare_steps();
        reserve();
        for (std::size_t row = 0; row < records_.number.size(); ++row) {
            const long number = records_.number[row];
            step_ = rank_of(number);
            while (next_ < notes_.size() && notes_[next_].record <= number) {
                meet(notes_[next_], row);
                take_up(next_++);
            }
            if (begun_ && now_.record == number) {
                ++course_.noted;
            } else {
                count_on(row);
                course_.spread += spread_ ? 1 : 0;
                course_.after_last += next_ == notes_.size() ? 1 : 0;
            }
            put();
        }
        return std::move(course_);
    }

private:
    void reserve()
    {
        const auto rows = records_.number.size();
        course_.step.reserve(rows);
        for (auto* column : {&course_.step_time, &course_.clock, &course_.charge_in,
                             &course_.charge_out, &course_.energy_in, &course_.energy_out}) {
            column->reserve(rows);
        }
    }

    [[noreturn]] void fail(const std::string& wrong) const
    {
        throw InputError({source_}, notes_table, wrong,
                         "export the records as text (CSV) from Neware's BTSDA, and import that");
    }

    std::size_t rank_of(long number) const
    {
        const auto after =
            std::upper_bound(steps_.begin(), steps_.end(), number,
                             [](long value, const NdaxStep& step) { return value < step.first; });
        if (after == steps_.begin()) {
            fail(fmt::format("record {} lies before the first step of data_step.ndc", number));
        }
        return static_cast<std::size_t>(after - steps_.begin()) - 1;
    }

    /// Notes count the steps in their own way, but a new step is one in both tables.
    void compare_steps() const
    {
        for (std::size_t i = 1; i < notes_.size(); ++i) {
            const auto before = rank_of(notes_[i - 1].record);
            const auto now = rank_of(notes_[i].record);
            if ((before != now) != (notes_[i - 1].step != notes_[i].step)) {
                fail(fmt::format("record {} is of step {} there, but of the {}. in data_step.ndc",
                                 notes_[i].record, notes_[i].step, now + 1));
            }
        }
    }

    /// How well the integral up to here meets the note, where it is of the same step.
    void meet(const NdaxNote& note, std::size_t row)
    {
        if (!begun_ || rank_of(note.record) != note_step_ || records_.number[row] != note.record) {
            return;
        }
        count_on(row);
        course_.charge_gap =
            std::max({course_.charge_gap, std::abs(now_.charge_in - note.charge_in),
                      std::abs(now_.charge_out - note.charge_out)});
        course_.energy_gap =
            std::max({course_.energy_gap, std::abs(now_.energy_in - note.energy_in),
                      std::abs(now_.energy_out - note.energy_out)});
    }

    void take_up(std::size_t rank)
    {
        const auto& note = notes_[rank];
        const auto in_step = rank_of(note.record);
        now_ = note;
        note_step_ = in_step;
        begun_ = true;
        if (note.interval > 0.0) {
            interval_ = note.interval;
        }
        per_record_ = interval_;
        spread_ = false;
        if (rank + 1 >= notes_.size() || rank_of(notes_[rank + 1].record) != in_step) {
            return;
        }
        const auto& coming = notes_[rank + 1];
        const double between = coming.time - note.time;
        if (between < 0.0) {
            fail(fmt::format("the time goes back within a step, at record {}", coming.record));
        }
        const auto count = static_cast<double>(coming.record - note.record);
        per_record_ = between / count;
        spread_ = std::abs(between - coming.interval * count) > same_time;
    }

    /// From the record reached to this one.
    void count_on(std::size_t row)
    {
        const long number = records_.number[row];
        if (!begun_ || note_step_ != step_) {
            fail(fmt::format("says nothing of record {}, where step {} begins", number,
                             begun_ ? note_step_ + 2 : 1));
        }
        if (!per_record_) {
            fail(fmt::format("gives no interval for record {}", number));
        }
        const double passed = *per_record_ * static_cast<double>(number - now_.record);
        const double charge = passed * records_.current[row] / 3600.0;
        now_.record = number;
        now_.time += passed;
        now_.clock += passed;
        (charge > 0.0 ? now_.charge_in : now_.charge_out) += std::abs(charge);
        (charge > 0.0 ? now_.energy_in : now_.energy_out) +=
            std::abs(charge * records_.voltage[row]);
    }

    void put()
    {
        course_.step.push_back(step_);
        course_.step_time.push_back(now_.time);
        course_.clock.push_back(now_.clock);
        course_.charge_in.push_back(now_.charge_in);
        course_.charge_out.push_back(now_.charge_out);
        course_.energy_in.push_back(now_.energy_in);
        course_.energy_out.push_back(now_.energy_out);
    }

    const NdaxRecords& records_;
    const std::vector<NdaxNote>& notes_;
    const std::vector<NdaxStep>& steps_;
    const std::string& source_;
    NdaxCourse course_;
    NdaxNote now_; ///< values at the record reached
    std::size_t next_ = 0; ///< note
    std::size_t step_ = 0; ///< rank of the record's step
    std::size_t note_step_ = 0; ///< rank of the note's step
    std::optional<double> interval_; ///< s, the last one noted
    std::optional<double> per_record_; ///< s from one record to the next, up to the next note
    bool spread_ = false;
    bool begun_ = false;
};

} // namespace

NdaxCourse follow(const NdaxRecords& records, const std::vector<NdaxNote>& notes,
                  const std::vector<NdaxStep>& steps, const std::string& source)
{
    return Follower(records, notes, steps, source).run();
}

} // namespace percolith::runs::cycler
