#include "runs/cycler/interpret.hpp"

#include "runs/case/errors.hpp"
#include "runs/cycler/clock.hpp"
#include "runs/cycler/jump_check.hpp"
#include "runs/cycler/rows.hpp"
#include "runs/cycler/sign_check.hpp"
#include "runs/cycler/spectra.hpp"
#include "runs/cycler/stretches.hpp"
#include "runs/cycler/two_part_times.hpp"
#include "runs/cycler/unit_check.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace percolith::runs::cycler
{
namespace
{

void settle_area(const RawRecord& raw, const InterpretOptions& options, CyclerRecord& record)
{
    if (options.area) {
        record.area = *options.area;
        if (raw.area && std::abs(*raw.area / *options.area - 1.0) > 0.01) {
            record.said.push_back("the file declares " + in_words(*raw.area * 1e4, "cm2") +
                                  " of electrode area; the stated " +
                                  in_words(*options.area * 1e4, "cm2") + " is used");
        }
        return;
    }
    // EC-Lab writes 0.001 cm2 where nobody entered an area.
    constexpr double default_area = 1e-7, rounding = 1e-12; // m2
    if (raw.area && *raw.area > 0.0 && std::abs(*raw.area - default_area) > rounding) {
        record.area = *raw.area;
        record.said.push_back("the area is the one that the file declares, " +
                              in_words(*raw.area * 1e4, "cm2"));
        return;
    }
    record.said.push_back(raw.area ? "the file declares " + in_words(*raw.area * 1e4, "cm2") +
                                         " of electrode area, which is a default; the area is not "
                                         "known"
                                   : "the electrode area is not known; give it with --area");
}

/// Rows of the time series; those that lack something are counted.
std::vector<std::size_t> whole_rows(const RawRecord& raw, CyclerRecord& record)
{
    const auto is_point = impedance_rows(raw);
    const auto* time = raw.find(Quantity::test_time);
    time = time == nullptr ? raw.find(Quantity::step_time) : time;
    time = time == nullptr ? raw.find(Quantity::date) : time;
    const auto* voltage = raw.find(Quantity::voltage);
    const auto* current = raw.find(Quantity::current);
    std::vector<std::size_t> rows;
    const auto has = [](const Column* column, std::size_t row) {
        return column != nullptr && std::isfinite(column->values[row]);
    };
    for (std::size_t row = 0; row < raw.rows(); ++row) {
        if (is_point[row]) {
            continue;
        }
        if (has(time, row) && has(voltage, row) && has(current, row)) {
            rows.push_back(row);
        } else {
            record.left_out.push_back(raw.line[row]);
        }
    }
    return rows;
}

void say_left_out(CyclerRecord& record)
{
    if (record.left_out.empty()) {
        return;
    }
    constexpr std::size_t most_named = 5;
    std::string lines;
    for (std::size_t k = 0; k < std::min(most_named, record.left_out.size()); ++k) {
        lines += (k > 0 ? ", " : "") + std::to_string(record.left_out[k]);
    }
    record.said.push_back("left out " + std::to_string(record.left_out.size()) +
                          " rows without time, voltage or current: lines " + lines +
                          (record.left_out.size() > most_named ? ", ..." : ""));
}

/// Long intervals without a row while current flows: a fit would have to guess what happened.
void say_gaps(CyclerRecord& record)
{
    constexpr double unusual = 100.0;
    std::vector<double> intervals;
    for (std::size_t row = 1; row < record.time.size(); ++row) {
        if (record.time[row] > record.time[row - 1]) {
            intervals.push_back(record.time[row] - record.time[row - 1]);
        }
    }
    const double limit = unusual * median(intervals);
    std::size_t gaps = 0, longest = 0;
    double length = 0.0;
    for (std::size_t row = 1; row < record.time.size(); ++row) {
        const double passed = record.time[row] - record.time[row - 1];
        if (passed > limit && (record.current[row] != 0.0 || record.current[row - 1] != 0.0)) {
            ++gaps;
            longest = passed > length ? row : longest;
            length = std::max(length, passed);
        }
    }
    if (gaps > 0) {
        record.said.push_back("nothing was recorded for long while current flowed, " +
                              std::to_string(gaps) + " times, the longest " +
                              in_words(length, "s") + " before line " +
                              std::to_string(record.line[longest]));
    }
}

void read_series(RawRecord rows, const InterpretOptions& options, CyclerRecord& record)
{
    if (rows.rows() == 1 && record.spectra.empty()) {
        refuse_row(rows, 0, "this is the only row with a time, a voltage and a current",
                   "export the whole test: a record has two instants or more");
    }
    const auto starts = step_starts(rows);
    record.time = test_times(rows, starts, record.said);
    const auto area = record.area > 0.0 ? std::optional{record.area} : std::nullopt;
    check_units(rows, {record.time, starts, area}, record.said);
    const auto sign = settle_signs(rows, starts, options.sign, record.said);
    record.voltage = rows.find(Quantity::voltage)->values;
    record.current = rows.find(Quantity::current)->values;
    check_jumps(record.voltage, record.current, sign, record.said);
    record.line = rows.line;
    find_stretches(rows, starts, record);
    say_gaps(record);
}

} // namespace

CyclerRecord interpret(const RawRecord& raw, const InterpretOptions& options)
{
    if (raw.rows() == 0) {
        throw InputError({.file = raw.source}, "", "the file has a header and no rows",
                         "export it again");
    }
    if (has_open_times(raw)) {
        return interpret(with_settled_times(raw), options);
    }
    CyclerRecord record;
    record.source = raw.source;
    record.format = raw.format;
    record.said = raw.said;
    record.file_rows = raw.rows();
    settle_area(raw, options, record);
    const auto rows = whole_rows(raw, record);
    const auto* time = raw.find(Quantity::test_time);
    record.spectra =
        spectra_of(raw, rows.empty() || time == nullptr ? 0.0 : time->values[rows.front()]);
    if (rows.empty() && record.spectra.empty()) {
        throw InputError({raw.source, static_cast<int>(raw.line.front()), 1}, "",
                         "no row has a time, a voltage and a current", "mend the rows");
    }
    say_left_out(record);
    if (!rows.empty()) {
        read_series(with_rows(raw, rows), options, record);
    }
    return record;
}

} // namespace percolith::runs::cycler
