#include "runs/cycler/ndax_rows.hpp"

#include "runs/case/errors.hpp"
#include "runs/cycler/ndax_table.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/core.h>

namespace percolith::runs::cycler
{

namespace
{

constexpr const char* records_table = "data.ndc";
constexpr const char* steps_table = "data_step.ndc";

NdcTable table_of(const Archive& archive, const char* name, NdcContent content,
                  std::size_t row_bytes)
{
    return {archive.unpack(name), content, row_bytes, name, archive.source()};
}

[[noreturn]] void fail(const Archive& archive, const char* table, const std::string& wrong)
{
    throw InputError({archive.source()}, table, wrong,
                     "copy the file again, or export its records as text from Neware's BTSDA");
}

/// ms to s; the counter has a fifth byte, so that it does not start again after 49 days.
double step_time(const char* row)
{
    const auto high = static_cast<double>(number_at<std::uint8_t>(row, 4));
    return (high * 4294967296.0 + number_at<std::uint32_t>(row, 0)) * 1e-3;
}

double amount(const char* row, std::size_t offset)
{
    return std::abs(static_cast<double>(number_at<float>(row, offset)));
}

NdaxNote note_of(const char* row)
{
    return {.record = static_cast<long>(number_at<std::uint32_t>(row, 41)),
            .step = static_cast<long>(number_at<std::uint32_t>(row, 37)),
            .time = step_time(row),
            .interval = number_at<std::uint32_t>(row, 29) * 1e-3,
            .clock = number_at<std::uint32_t>(row, 33) + number_at<std::uint16_t>(row, 45) * 1e-3,
            .charge_in = amount(row, 5),
            .charge_out = amount(row, 9),
            .energy_in = amount(row, 13),
            .energy_out = amount(row, 17)};
}

NdaxStep step_of(const char* row)
{
    return {.first = static_cast<long>(number_at<std::uint32_t>(row, 33)),
            .cycle = static_cast<long>(number_at<std::uint32_t>(row, 0)) + 1,
            .in_program = static_cast<long>(number_at<std::uint32_t>(row, 4)),
            .type = number_at<std::uint8_t>(row, 24),
            .start = static_cast<double>(number_at<std::uint64_t>(row, 25)) * 1e-3};
}

bool is_finite(const NdaxNote& note)
{
    return std::isfinite(note.charge_in) && std::isfinite(note.charge_out) &&
           std::isfinite(note.energy_in) && std::isfinite(note.energy_out);
}

} // namespace

NdaxRecords read_records(const Archive& archive)
{
    const auto table = table_of(archive, records_table, NdcContent::records, 8);
    NdaxRecords records;
    records.writer = table.writer();
    table.each([&](long slot, const char* row) {
        const double voltage = number_at<float>(row, 0);
        const double current = number_at<float>(row, 4);
        if (!std::isfinite(voltage) || !std::isfinite(current)) {
            fail(archive, records_table,
                 fmt::format("record {}: its voltage or current is no number", slot));
        }
        records.number.push_back(slot);
        records.voltage.push_back(voltage);
        records.current.push_back(current);
    });
    if (records.number.empty()) {
        fail(archive, records_table, "holds no records");
    }
    return records;
}

std::vector<NdaxNote> read_notes(const Archive& archive, std::size_t& repeated)
{
    const auto table = table_of(archive, notes_table, NdcContent::run_information, 100);
    std::vector<NdaxNote> notes;
    table.each([&](long slot, const char* row) {
        notes.push_back(note_of(row));
        if (!is_finite(notes.back())) {
            fail(archive, notes_table,
                 fmt::format("row {}: a capacity or energy is no number", slot));
        }
    });
    if (notes.empty()) {
        fail(archive, notes_table, "holds no rows");
    }
    std::stable_sort(notes.begin(), notes.end(),
                     [](const auto& a, const auto& b) { return a.record < b.record; });
    const auto end = std::unique(notes.begin(), notes.end(),
                                 [](const auto& a, const auto& b) { return a.record == b.record; });
    repeated = static_cast<std::size_t>(notes.end() - end);
    notes.erase(end, notes.end());
    return notes;
}

std::vector<NdaxStep> read_steps(const Archive& archive)
{
    const auto table = table_of(archive, steps_table, NdcContent::steps, 100);
    std::vector<NdaxStep> steps;
    table.each([&](long slot, const char* row) {
        steps.push_back(step_of(row));
        if (steps.size() > 1 && steps.back().first <= steps[steps.size() - 2].first) {
            fail(archive, steps_table,
                 fmt::format("row {}: the step begins at record {}, no later than the one before",
                             slot, steps.back().first));
        }
        if (steps.size() > 1 && steps.back().start < steps[steps.size() - 2].start) {
            fail(archive, steps_table,
                 fmt::format("row {}: the step begins at {} s, before the one before it", slot,
                             steps.back().start));
        }
    });
    if (steps.empty()) {
        fail(archive, steps_table, "holds no steps");
    }
    return steps;
}

NdaxAuxiliary read_auxiliary(const Archive& archive, const std::string& table)
{
    NdaxAuxiliary auxiliary;
    table_of(archive, table.c_str(), NdcContent::auxiliary, 4)
        .each([&](long slot, const char* row) {
            auxiliary.number.push_back(slot);
            auxiliary.value.push_back(number_at<float>(row, 0));
        });
    return auxiliary;
}

} // namespace percolith::runs::cycler
