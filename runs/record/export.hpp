#pragma once
/// Run files as text for other programs (docs/files/export.md). Both write aside and rename;
/// numbers are the shortest text that reads back as the same number, with a dot, whatever the
/// locale.

#include "runs/record/read.hpp"

#include <atomic>
#include <filesystem>
#include <string>
#include <vector>

namespace percolith::runs
{

/// Thrown when `interrupted` was raised; nothing is left of the file.
struct ExportInterrupted {
};

/// One table as CSV. The first line names each column with its unit: `voltage [V],...`.
/// Throws `InputError` where the run lacks the table, `OutputError` where `file` cannot be written.
void export_csv(const RecordedRun& run, RecordedRun::Table table, const std::filesystem::path& file,
                const std::atomic<bool>* interrupted = nullptr);

/// The events as CSV: number, time, kind, electrode, cycle, step, whether terminal, text.
void export_events(const RecordedRun& run, const std::filesystem::path& file);

/// Named values as CSV, the parameters or the summary of a run: name, value, unit, origin.
void export_entries(const std::vector<Entry>& entries, const std::filesystem::path& file);

/// The lithium ledger as CSV: at the end of each cycle, metal, host, interphase and dead lithium of
/// either side, their sum over both, and its relative departure from the start.
/// Throws as `export_csv`.
void export_ledger(const RecordedRun& run, const std::filesystem::path& file,
                   const std::atomic<bool>* interrupted = nullptr);

/// The time series in the Battery Data Format (Battery Data Alliance, version 1.0): test time,
/// voltage, current, cycle count, step count. The current is that of the whole electrode.
///
/// BDF counts charging as positive: current that enters the cell at its positive lead, so that V I
/// > 0 is energy put in. The positive lead of our cell is the working electrode (V = phi_W -
/// phi_C), and lithium stripped there sends current into the cell: our i > 0 is BDF's I > 0
/// [derived]. It is also what a cycler writes for a half cell whose working electrode gives lithium
/// away.
///
/// BDF's step count never falls and never repeats: it counts the steps as they were run, whereas
/// our column `step` is a place in the protocol.
void export_bdf(const RecordedRun& run, const std::filesystem::path& file,
                const std::atomic<bool>* interrupted = nullptr);

/// What a run can be exported as: "series", "cycles", "events", ...
std::vector<std::string> export_tables();
/// One of them. Throws `InputError` for another name, else as the functions above.
void export_table(const RecordedRun& run, const std::string& table,
                  const std::filesystem::path& file,
                  const std::atomic<bool>* interrupted = nullptr);

} // namespace percolith::runs
