#pragma once
/// What the tables of an .ndax say, row by row, before they are brought together.

#include "runs/cycler/ndax_archive.hpp"

#include <string>
#include <vector>

namespace percolith::runs::cycler
{

/// The table of an archive that holds notes.
inline constexpr const char* notes_table = "data_runInfo.ndc";

/// data.ndc, a value for each record.
struct NdaxRecords {
    std::string writer;
    std::vector<long> number; ///< from 1, rising; some may be missing
    std::vector<double> voltage; ///< V
    std::vector<double> current; ///< A, > 0 charges
};

/// data_runInfo.ndc: what the tester noted now and then.
struct NdaxNote {
    long record = 0;
    long step = 0; ///< counted over the test
    double time = 0.0; ///< s since the step began
    double interval = 0.0; ///< s since the record before; 0 at the first of a step
    double clock = 0.0; ///< s since 1970-01-01, UTC
    double charge_in = 0.0; ///< A h since the step began, like the next three; not below 0
    double charge_out = 0.0;
    double energy_in = 0.0; ///< W h
    double energy_out = 0.0; ///< W h
};

/// data_step.ndc: a step as it was run.
struct NdaxStep {
    long first = 0; ///< record
    long cycle = 0; ///< from 1
    long in_program = 0; ///< number of the step in the program
    int type = 0; ///< Neware's code
    double start = 0.0; ///< s since the test began
};

/// A channel beside the cell: temperatures for the most part.
struct NdaxAuxiliary {
    std::vector<long> number; ///< record
    std::vector<double> value;
};

/// Each throws `InputError`, one line, as `NdcTable` does, and where there are no rows.
NdaxRecords read_records(const Archive& archive);
/// By rising record, one for each: `repeated` counts further ones, of which the first is kept.
std::vector<NdaxNote> read_notes(const Archive& archive, std::size_t& repeated);
/// By rising first record.
std::vector<NdaxStep> read_steps(const Archive& archive);
NdaxAuxiliary read_auxiliary(const Archive& archive, const std::string& table);

} // namespace percolith::runs::cycler
