#include "runs/cycler/ndax.hpp"

#include "runs/case/errors.hpp"
#include "runs/cycler/ndax_about.hpp"
#include "runs/cycler/ndax_archive.hpp"
#include "runs/cycler/ndax_auxiliary.hpp"
#include "runs/cycler/ndax_course.hpp"
#include "runs/cycler/ndax_rows.hpp"
#include "runs/cycler/ndax_table.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/core.h>
#include <fmt/ranges.h>
#include <iterator>
#include <set>
#include <utility>

namespace percolith::runs::cycler
{

namespace
{

constexpr std::string_view export_text =
    "open it in Neware's BTSDA, export its records as text (CSV), and import that";

StepKind kind_of(int type)
{
    switch (type) {
    case 1:
    case 7:
    case 9:
    case 27:
        return StepKind::charge;
    case 2:
    case 8:
    case 10:
    case 20:
    case 26:
        return StepKind::discharge;
    case 3:
    case 19:
        return StepKind::hold;
    case 4:
    case 13:
    case 22:
        return StepKind::rest;
    case 16:
        return StepKind::pulse;
    default:
        return StepKind::unknown;
    }
}

class NdaxReading
{
public:
    NdaxReading(std::string_view bytes, const std::string& source)
        : archive_(bytes, source), records_(read_tables())
    {
    }

    RawRecord run()
    {
        std::size_t repeated = 0;
        const auto notes = read_notes(archive_, repeated);
        steps_ = read_steps(archive_);
        course_ = follow(records_, notes, steps_, archive_.source());
        about_ = read_about(archive_);
        raw_.source = archive_.source();
        raw_.format = fmt::format("Neware .ndax, tables of version {}", NdcTable::known_version);
        raw_.sign = FileSign::charge_positive;
        raw_.units_are_fixed = true;
        raw_.line = std::move(records_.number);
        if (!records_.writer.empty()) {
            raw_.said.push_back(fmt::format("written by {}", records_.writer));
        }
        put_times(notes);
        put_values();
        put_steps();
        say_course(repeated);
        add_auxiliaries(archive_, about_, raw_);
        say_left_out();
        return std::move(raw_);
    }

private:
    NdaxRecords read_tables() const
    {
        for (const auto* table : {"data.ndc", "data_runInfo.ndc", "data_step.ndc"}) {
            if (!archive_.holds(table)) {
                throw InputError({archive_.source()}, {},
                                 fmt::format("has no table {}, so it is no .ndax of the known "
                                             "layout; it holds {}",
                                             table, listed(archive_.names())),
                                 export_text);
            }
        }
        return read_records(archive_);
    }

    static std::string listed(const std::vector<std::string>& names)
    {
        constexpr std::size_t most = 8;
        if (names.empty()) {
            return "nothing";
        }
        const std::vector<std::string> shown(
            names.begin(), names.size() > most ? names.begin() + most : names.end());
        return fmt::format("{}{}", fmt::join(shown, ", "),
                           shown.size() < names.size() ? ", ..." : "");
    }

    void put(Quantity what, std::string heading, std::string unit, std::vector<double> values)
    {
        raw_.columns.push_back({what, std::move(heading), std::move(unit), std::move(values)});
    }

    void put_times(const std::vector<NdaxNote>& notes)
    {
        std::vector<double> total(course_.step_time);
        for (std::size_t row = 0; row < total.size(); ++row) {
            total[row] += steps_[course_.step[row]].start;
        }
        put(Quantity::test_time, "total time", "s", std::move(total));
        put(Quantity::step_time, "step time", "s", std::move(course_.step_time));
        const double ahead = clock_ahead(notes.front());
        for (double& clock : course_.clock) {
            clock += ahead;
        }
        put(Quantity::date, "date", "s", std::move(course_.clock));
        say_clock(notes);
    }

    /// The dates are UTC; the start is written by the tester's clock. Zones differ by quarter
    /// hours.
    double clock_ahead(const NdaxNote& first)
    {
        constexpr double quarter = 900.0;
        constexpr double furthest = 15.0 * 3600.0;
        constexpr double close = 60.0;
        const double apart = about_.start ? *about_.start - first.clock : 0.0;
        const double ahead = quarter * std::round(apart / quarter);
        if (!about_.start || std::abs(apart) > furthest || std::abs(apart - ahead) > close) {
            raw_.said.emplace_back("the dates are UTC: the file does not say by how much the "
                                   "tester's clock differed");
            return 0.0;
        }
        raw_.said.push_back(fmt::format(
            "the dates are {:+.2f} h from UTC, as the tester's clock was when the test began",
            ahead / 3600.0));
        return ahead;
    }

    void say_clock(const std::vector<NdaxNote>& notes)
    {
        constexpr double worth_saying = 0.5;
        std::size_t set = 0;
        double total = 0.0;
        double before = notes.front().clock - test_time(notes.front());
        for (const auto& note : notes) {
            const double offset = note.clock - test_time(note);
            set += std::abs(offset - before) > worth_saying ? 1 : 0;
            total += offset - before;
            before = offset;
        }
        if (set > 0) {
            raw_.said.push_back(
                fmt::format("the tester's clock was set {} times, by {:+.3f} s in all: the dates "
                            "jump there, the test time does not",
                            set, total));
        }
    }

    double test_time(const NdaxNote& note) const
    {
        const auto after =
            std::upper_bound(steps_.begin(), steps_.end(), note.record,
                             [](long record, const auto& step) { return record < step.first; });
        return std::prev(after)->start + note.time;
    }

    void put_values()
    {
        put(Quantity::voltage, "voltage", "V", std::move(records_.voltage));
        put(Quantity::current, "current", "A", std::move(records_.current));
        for (auto* capacity : {&course_.charge_in, &course_.charge_out}) {
            for (double& charge : *capacity) {
                charge *= 3600.0;
            }
        }
        put(Quantity::charge_in, "charge capacity", "Ah", std::move(course_.charge_in));
        put(Quantity::charge_out, "discharge capacity", "Ah", std::move(course_.charge_out));
        put(Quantity::other, "charge energy", "Wh", std::move(course_.energy_in));
        put(Quantity::other, "discharge energy", "Wh", std::move(course_.energy_out));
    }

    void put_steps()
    {
        const auto put_of = [&](Quantity what, const char* heading, auto value) {
            std::vector<double> values;
            values.reserve(course_.step.size());
            for (const auto rank : course_.step) {
                values.push_back(static_cast<double>(value(rank)));
            }
            put(what, heading, "", std::move(values));
        };
        put_of(Quantity::cycle, "cycle", [&](std::size_t rank) { return steps_[rank].cycle; });
        put_of(Quantity::step, "step", [](std::size_t rank) { return rank + 1; });
        put_of(Quantity::other, "step in the program",
               [&](std::size_t rank) { return steps_[rank].in_program; });
        std::set<int> unknown;
        for (const auto rank : course_.step) {
            raw_.kind.push_back(kind_of(steps_[rank].type));
            if (raw_.kind.back() == StepKind::unknown) {
                unknown.insert(steps_[rank].type);
            }
        }
        if (!unknown.empty()) {
            raw_.said.push_back(
                fmt::format("steps of Neware's type {} (21 is control, 17 a "
                            "profile) are neither charge, discharge nor rest by name",
                            fmt::join(unknown, ", ")));
        }
    }

    void say_course(std::size_t repeated)
    {
        const auto rows = raw_.line.size();
        if (course_.noted < rows) {
            raw_.said.push_back(fmt::format(
                "the file notes step time, date, capacity and energy at {} of {} records; between "
                "them the time is counted on by the noted interval, and capacity and energy by the "
                "integral of the current, which meets the next note within {:.2g} mAh and {:.2g} "
                "mWh",
                course_.noted, rows, 1000.0 * course_.charge_gap, 1000.0 * course_.energy_gap));
        }
        if (course_.after_last > 0) {
            raw_.said.push_back(fmt::format(
                "the last {} records lie after the last note, so no later value confirms their "
                "time, capacity and energy",
                course_.after_last));
        }
        if (course_.spread > 0) {
            raw_.said.push_back(
                fmt::format("{} records are spread evenly in time between two notes: their noted "
                            "intervals do not add up to the time that passed",
                            course_.spread));
        }
        if (repeated > 0) {
            raw_.said.push_back(fmt::format(
                "records noted more than once: {}; the first note of each counts", repeated));
        }
        const auto missing = static_cast<std::size_t>(raw_.line.back()) - rows;
        if (missing > 0) {
            raw_.said.push_back(
                fmt::format("{} record numbers hold no record and are left out", missing));
        }
    }

    void say_left_out()
    {
        std::vector<std::string> left;
        for (const auto& name : archive_.names()) {
            if (name.ends_with(".ndc") && !is_auxiliary(name) && name != "data.ndc" &&
                name != "data_runInfo.ndc" && name != "data_step.ndc") {
                left.push_back(name);
            }
        }
        if (!left.empty()) {
            raw_.said.push_back(
                fmt::format("left out, as nothing in them is a record: {}", fmt::join(left, ", ")));
        }
    }

    Archive archive_;
    NdaxRecords records_;
    std::vector<NdaxStep> steps_;
    NdaxCourse course_;
    NdaxAbout about_;
    RawRecord raw_;
};

} // namespace

RawRecord read_ndax(std::string_view bytes, const std::string& source)
{
    if (bytes.empty()) {
        throw InputError({source}, {}, "is empty");
    }
    if (bytes.starts_with("NEWARE")) {
        throw InputError({source}, {}, "is an .nda of Neware's, of which .ndax is the successor",
                         export_text);
    }
    if (!bytes.starts_with("PK")) {
        throw InputError({source}, {}, "is not an .ndax: it does not begin as a zip archive does",
                         "give a .ndax as Neware's BTSDA wrote it, or text exported from there");
    }
    return NdaxReading(bytes, source).run();
}

} // namespace percolith::runs::cycler
