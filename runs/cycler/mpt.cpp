#include "runs/cycler/mpt.hpp"

#include "runs/case/errors.hpp"
#include "runs/cycler/mpt_header.hpp"
#include "runs/cycler/mpt_text.hpp"
#include "runs/cycler/mpt_titles.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/core.h>
#include <fmt/ranges.h>
#include <iterator>
#include <limits>
#include <map>
#include <utility>

namespace percolith::runs::cycler
{

namespace
{

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

class MptReading
{
public:
    MptReading(std::string_view bytes, const std::string& source)
        : text_(split_mpt(bytes, source, is_needed)), source_(source)
    {
    }

    RawRecord run()
    {
        raw_.source = source_;
        raw_.line = std::move(text_.line);
        raw_.sign = FileSign::charge_positive;
        raw_.units_are_fixed = true;
        say_header();
        choose();
        demand();
        put_time();
        put_voltage();
        put_chosen();
        put_loops();
        put_kind();
        drop_no_frequency();
        put_others();
        say_rest();
        return std::move(raw_);
    }

private:
    void say_header()
    {
        // The fourth line is the technique, by its name.
        const auto technique = text_.header.size() > 3 ? one_line(text_.header[3]) : "";
        raw_.format = fmt::format("BioLogic EC-Lab text{}{}{}", technique.empty() ? "" : ", ",
                                  technique, text_.has_decimal_commas ? ", decimal commas" : "");
        if (text_.header.empty()) {
            raw_.said.emplace_back("the file has no header: its first line holds the titles");
        }
        const auto start = text_.header_value("Acquisition started on");
        if (!start.empty()) {
            raw_.said.push_back(fmt::format("the acquisition started on {}, as the tester's "
                                            "computer writes dates",
                                            one_line(start)));
        }
        const auto area = area_of(text_);
        raw_.area = area.value;
        raw_.said.push_back(one_line(area.said));
    }

    /// The column for each quantity: the one of lowest rank, the first of equals.
    void choose()
    {
        for (std::size_t place = 0; place < text_.columns.size(); ++place) {
            titles_.push_back(meaning_of(text_.columns[place].title));
            const auto& title = titles_.back();
            if (title.what == Quantity::other) {
                continue;
            }
            const auto before = chosen_.find(title.what);
            if (before == chosen_.end() || title.rank < titles_[before->second].rank) {
                chosen_[title.what] = place;
            }
        }
    }

    bool has(Quantity what) const { return chosen_.contains(what); }
    const std::string& title_of(Quantity what) const
    {
        return text_.columns[chosen_.at(what)].title;
    }

    void demand() const
    {
        std::vector<std::string> titles;
        titles.reserve(text_.columns.size());
        for (const auto& column : text_.columns) {
            titles.push_back(column.title);
        }
        const auto fail = [&](std::string_view what, std::string_view mend) {
            throw InputError({source_}, {},
                             fmt::format("has no {} among its columns {}", what,
                                         one_line(fmt::format("{}", fmt::join(titles, ", ")))),
                             mend);
        };
        if (!has(Quantity::test_time)) {
            fail("time/s", "export it from EC-Lab with the variable time/s");
        }
        if (!has(Quantity::voltage) && !has(Quantity::impedance_real)) {
            fail("Ewe/V, <Ewe>/V, Ecell/V, Ewe-Ece/V or Re(Z)/Ohm",
                 "export it from EC-Lab with one of them");
        }
        if (has(Quantity::impedance_real) !=
            (has(Quantity::impedance_imaginary) && has(Quantity::frequency))) {
            fail("complete set of freq/Hz, Re(Z)/Ohm and -Im(Z)/Ohm",
                 "export it from EC-Lab with all three");
        }
    }

    std::vector<double> in_si(std::size_t place) const
    {
        std::vector<double> values;
        values.reserve(raw_.line.size());
        const double to_si = titles_[place].to_si;
        std::transform(text_.columns[place].values.begin(), text_.columns[place].values.end(),
                       std::back_inserter(values), [&](double value) { return value * to_si; });
        return values;
    }

    void put(Quantity what, std::size_t place, std::vector<double> values)
    {
        raw_.columns.push_back(
            {what, text_.columns[place].title, titles_[place].unit, std::move(values)});
        is_put_[place] = true;
    }

    void put_time()
    {
        is_put_.assign(titles_.size(), false);
        const auto place = chosen_.at(Quantity::test_time);
        if (text_.dates.empty()) {
            put(Quantity::test_time, place, in_si(place));
            return;
        }
        std::vector<double> since(text_.dates);
        for (double& time : since) {
            time -= text_.dates.front();
        }
        put(Quantity::test_time, place, std::move(since));
        put(Quantity::date, place, std::move(text_.dates));
        raw_.said.push_back(fmt::format(
            "time/s holds dates, by the tester's clock, read as {} first{}: times count from the "
            "first row",
            text_.is_day_first ? "day" : "month",
            text_.is_order_certain ? "" : " (the other order is possible too)"));
    }

    void put_voltage()
    {
        if (!has(Quantity::voltage)) {
            return;
        }
        const auto place = chosen_.at(Quantity::voltage);
        const auto& name = titles_[place].name;
        const auto* const counter = counter_of(name);
        const auto& title = text_.columns[place].title;
        auto values = in_si(place);
        if (counter != nullptr) {
            for (std::size_t row = 0; row < values.size(); ++row) {
                values[row] -= counter->values[row];
            }
            // Both electrodes are kept beside their difference.
            raw_.columns.push_back(
                {Quantity::voltage, title + " - " + counter->title, "V", std::move(values)});
            raw_.said.push_back(fmt::format("the voltage is {} less {}: working against counter "
                                            "electrode",
                                            title, counter->title));
            return;
        }
        put(Quantity::voltage, place, std::move(values));
        raw_.said.push_back(
            is_against_reference(name)
                ? fmt::format("the voltage is {}: the cell's only where the reference lead sits on "
                              "the counter electrode",
                              title)
                : fmt::format("the voltage is {}: working against counter electrode", title));
    }

    static bool is_against_reference(const std::string& name)
    {
        return std::find(std::begin(working_names), std::end(working_names), name) !=
               std::end(working_names);
    }

    /// The counter electrode's column beside this one, in the same unit.
    const MptColumn* counter_of(const std::string& name) const
    {
        for (std::size_t i = 0; i < std::size(working_names); ++i) {
            if (name == working_names[i] && titles_[chosen_.at(Quantity::voltage)].unit == "V") {
                return text_.find(std::string(counter_names[i]) + "/V");
            }
        }
        return nullptr;
    }

    void put_chosen()
    {
        for (const auto& [what, place] : chosen_) {
            if (what == Quantity::test_time || what == Quantity::voltage) {
                continue;
            }
            auto values = in_si(place);
            if (what == Quantity::net_charge) {
                join_charge(values, place);
            }
            put(what, place, std::move(values));
        }
        if (has(Quantity::current)) {
            const auto& name = titles_[chosen_.at(Quantity::current)].name;
            raw_.said.push_back(
                fmt::format("the current is {}{}, positive when the working electrode is oxidised",
                            title_of(Quantity::current),
                            name == "control" ? " (the one set: none was recorded)"
                            : name == "<I>"   ? " (the mean since the row before)"
                                              : ""));
        }
        if (has(Quantity::impedance_real) && text_.find("Re(Zwe-ce)/Ohm") != nullptr) {
            raw_.said.emplace_back("the impedance is Re(Z), of the working electrode against the "
                                   "reference; the whole cell's, Re(Zwe-ce), is kept beside it");
        }
    }

    /// Q-Qo is without a break but where dq says otherwise: there EC-Lab began again.
    void join_charge(std::vector<double>& charge, std::size_t place)
    {
        const auto& unit = titles_[place].unit;
        const auto* const step = text_.find("dq/" + unit); // dQ counts from the sequence's start
        if (step == nullptr) {
            return;
        }
        const double to_si = titles_[place].to_si;
        double largest = 0.0;
        for (const double value : step->values) {
            largest = std::max(largest, std::abs(value * to_si));
        }
        constexpr double share = 1e-4; // both are written with seven digits at least
        std::size_t begun = 0;
        double shift = 0.0;
        for (std::size_t row = 1; row < charge.size(); ++row) {
            const double expected = charge[row - 1] + step->values[row] * to_si;
            if (std::abs(charge[row] + shift - expected) > share * largest) {
                shift = expected - charge[row];
                ++begun;
            }
            charge[row] += shift;
        }
        if (begun > 0) {
            raw_.said.push_back(fmt::format("{} starts again at {} rows, against {}: it is carried "
                                            "on from the row before",
                                            text_.columns[place].title, begun, step->title));
        }
    }

    void put_loops()
    {
        const auto loops = loops_of(text_);
        if (loops.empty()) {
            return;
        }
        if (loops.back().last + 1 != raw_.line.size()) {
            raw_.said.push_back(fmt::format("the header tells of {} points, the file holds {}: it "
                                            "was cut, or exported in part",
                                            loops.back().last + 1, raw_.line.size()));
        }
        if (has(Quantity::cycle)) {
            return;
        }
        std::vector<double> cycle(raw_.line.size(), nan);
        for (std::size_t number = 0; number < loops.size(); ++number) {
            const auto end = std::min(cycle.size(), loops[number].last + 1);
            for (std::size_t row = loops[number].first; row < end; ++row) {
                cycle[row] = static_cast<double>(number);
            }
        }
        raw_.columns.push_back({Quantity::cycle, "Loop", "", std::move(cycle)});
        raw_.said.push_back(fmt::format("the cycles are the header's {} loops", loops.size()));
    }

    /// EC-Lab's mode: 1 a current is set, 2 a potential, 3 the cell is open.
    void put_kind()
    {
        const auto* const mode = text_.find("mode");
        const auto* const frequency = raw_.find(Quantity::frequency);
        const auto* const current = raw_.find(Quantity::current);
        if (mode == nullptr && frequency == nullptr) {
            return;
        }
        for (std::size_t row = 0; row < raw_.line.size(); ++row) {
            const double set = mode == nullptr ? 0.0 : mode->values[row];
            if (frequency != nullptr && frequency->values[row] > 0.0) {
                raw_.kind.push_back(StepKind::impedance);
            } else if (set == 3.0) {
                raw_.kind.push_back(StepKind::rest);
            } else if (set == 2.0) {
                raw_.kind.push_back(StepKind::hold);
            } else if (set == 1.0 && current != nullptr) {
                const double value = current->values[row];
                raw_.kind.push_back(value > 0.0   ? StepKind::charge
                                    : value < 0.0 ? StepKind::discharge
                                                  : StepKind::rest);
            } else {
                raw_.kind.push_back(StepKind::unknown);
            }
        }
    }

    /// Techniques in one file share their columns: rows without a frequency have no impedance.
    void drop_no_frequency()
    {
        const auto* const frequency = raw_.find(Quantity::frequency);
        if (frequency == nullptr) {
            return;
        }
        std::vector<std::size_t> rows;
        for (std::size_t row = 0; row < raw_.line.size(); ++row) {
            if (!(frequency->values[row] > 0.0)) {
                rows.push_back(row);
            }
        }
        for (auto& column : raw_.columns) {
            if (column.what == Quantity::frequency || column.what == Quantity::impedance_real ||
                column.what == Quantity::impedance_imaginary) {
                for (const auto row : rows) {
                    column.values[row] = nan;
                }
            }
        }
        if (!rows.empty()) {
            raw_.said.push_back(
                fmt::format("{} rows have no frequency, so no impedance", rows.size()));
        }
    }

    void put_others()
    {
        std::vector<std::string> texts;
        for (std::size_t place = 0; place < titles_.size(); ++place) {
            auto& column = text_.columns[place];
            if (column.is_text) {
                texts.push_back(column.title);
            } else if (!is_put_[place]) {
                raw_.columns.push_back(
                    {Quantity::other, column.title, titles_[place].unit, std::move(column.values)});
            }
        }
        if (!texts.empty()) {
            raw_.said.push_back(
                one_line(fmt::format("left out, as they hold text: {}", fmt::join(texts, ", "))));
        }
    }

    void say_rest()
    {
        if (text_.no_numbers > 0) {
            raw_.said.push_back(fmt::format("{} fields say that they hold no number, and are empty",
                                            text_.no_numbers));
        }
    }

    MptText text_;
    const std::string& source_;
    std::vector<MptTitle> titles_; ///< one a column
    std::map<Quantity, std::size_t> chosen_; ///< column
    std::vector<bool> is_put_; ///< one a column
    RawRecord raw_;
};

} // namespace

RawRecord read_mpt(std::string_view bytes, const std::string& source)
{
    return MptReading(bytes, source).run();
}

} // namespace percolith::runs::cycler
