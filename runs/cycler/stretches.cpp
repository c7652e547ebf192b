#include "runs/cycler/stretches.hpp"

#include "runs/cycler/rows.hpp"

#include <algorithm>
#include <cmath>

namespace percolith::runs::cycler
{
namespace
{

constexpr double no_current = 1e-3; // of the largest one, where no step type tells of a rest

double integral(const CyclerRecord& record, std::size_t first, std::size_t last)
{
    double sum = 0.0;
    for (auto row = first + 1; row <= last; ++row) {
        sum += 0.5 * (record.current[row] + record.current[row - 1]) *
               (record.time[row] - record.time[row - 1]);
    }
    return sum;
}

void count_steps(std::span<const std::size_t> starts, CyclerRecord& record)
{
    record.step.assign(record.time.size(), 0);
    for (std::size_t k = 0; k < starts.size(); ++k) {
        const auto end = step_end(starts, k, record.time.size());
        std::fill(record.step.begin() + static_cast<std::ptrdiff_t>(starts[k]),
                  record.step.begin() + static_cast<std::ptrdiff_t>(end), static_cast<int>(k) + 1);
    }
}

void find_half_cycles(const RawRecord& raw, CyclerRecord& record)
{
    const double smallest = no_current * largest_magnitude(record.current);
    std::size_t small = 0;
    const auto direction = [&](std::size_t row) {
        const double current = record.current[row];
        const bool rests = !raw.kind.empty() && raw.kind[row] == StepKind::rest;
        if (rests || std::abs(current) <= smallest) {
            small += !rests && current != 0.0 ? 1 : 0;
            return 0;
        }
        return current > 0.0 ? 1 : -1;
    };
    for (std::size_t row = 0; row < record.time.size(); ++row) {
        const int now = direction(row);
        if (record.half_cycles.empty() || record.half_cycles.back().direction != now) {
            record.half_cycles.push_back({row, row, now, 0.0});
        }
        record.half_cycles.back().last = row;
    }
    double within = 0.0;
    for (auto& half : record.half_cycles) {
        half.charge = integral(record, half.first, half.last);
        within += std::abs(half.charge);
    }
    if (small > 0) {
        record.said.push_back("currents below " + in_words(smallest, "A") + " count as rest (" +
                              std::to_string(small) + " rows)");
    }
    double between = 0.0;
    for (std::size_t k = 1; k < record.half_cycles.size(); ++k) {
        const auto row = record.half_cycles[k].first;
        between += 0.5 * (std::abs(record.current[row]) + std::abs(record.current[row - 1])) *
                   (record.time[row] - record.time[row - 1]);
    }
    constexpr double worth_saying = 1e-3; // of the charge
    if (between > worth_saying * within) {
        record.said.push_back(
            "no row marks the switch from step to step: between them lie " +
            in_words(between / 3600.0, "Ah") +
            (within > 0.0 ? ", " + in_words(100.0 * between / within, "%") + " of the charge"
                          : "") +
            ", which no half cycle counts");
    }
}

/// Counts up whenever the file's number changes.
void count_cycles(const Column& numbers, CyclerRecord& record)
{
    int count = 1;
    std::size_t falls = 0;
    for (std::size_t row = 0; row < record.time.size(); ++row) {
        if (row > 0 && numbers.values[row] != numbers.values[row - 1]) {
            ++count;
            falls += numbers.values[row] < numbers.values[row - 1] ? 1 : 0;
        }
        record.cycle.push_back(count);
    }
    if (falls > 0) {
        record.said.push_back("the file's cycle numbers fall " + std::to_string(falls) +
                              " times; cycles are counted through");
    }
}

/// A cycle ends where the first direction comes again; where steps are numbered, at the step's
/// first row.
void derive_cycles(bool steps_are_numbered, CyclerRecord& record)
{
    const auto flows = [](const HalfCycle& half) { return half.direction != 0; };
    const auto first = std::find_if(record.half_cycles.begin(), record.half_cycles.end(), flows);
    record.cycle.assign(record.time.size(), 1);
    if (first == record.half_cycles.end()) {
        return;
    }
    bool other_came = false;
    int count = 1;
    auto half = first;
    for (auto row = first->first; row < record.time.size(); ++row) {
        half = row > half->last ? half + 1 : half;
        const bool can_begin =
            row > 0 && (!steps_are_numbered || record.step[row] != record.step[row - 1]);
        other_came = other_came || half->direction == -first->direction;
        if (other_came && half->direction == first->direction && can_begin) {
            ++count;
            other_came = false;
        }
        record.cycle[row] = count;
    }
    record.said.emplace_back("the file counts no cycles: one ends where the direction of its first "
                             "half comes again");
}

} // namespace

void find_stretches(const RawRecord& raw, std::span<const std::size_t> starts, CyclerRecord& record)
{
    count_steps(starts, record);
    find_half_cycles(raw, record);
    if (const auto* numbers = raw.find(Quantity::cycle)) {
        count_cycles(*numbers, record);
    } else {
        derive_cycles(raw.find(Quantity::step) != nullptr, record);
    }
}

} // namespace percolith::runs::cycler
