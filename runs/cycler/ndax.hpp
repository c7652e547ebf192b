#pragma once
/// Reads Neware's .ndax: a zip archive of binary tables and descriptions in XML.
///
/// Layout, for tables of version 17 (BTS 8.0), the one version this reader knows: data.ndc holds
/// voltage (V) and current (A, positive when charging) of every record, data_step.ndc the steps
/// with their first record, cycle, type and starting time, and data_runInfo.ndc step time, clock,
/// capacities (A h) and energies (W h), but only now and then: about once a minute. Between those,
/// the time is counted on by the recorded interval, and capacities and energies by the integral of
/// the current at the end of each interval, as the tester itself does. `said` tells how many
/// records that concerns, and how well the integrals meet the next recorded value.
///
/// Columns: test_time, step_time, date, voltage, current, charge_in, charge_out (both since the
/// step began), cycle, step (counted over the test); as `other`, the step's number in the program,
/// the energies in W h, and each auxiliary channel by the name of its table. `line` holds the
/// record numbers. There is no area in such a file.
///
/// Layout after NewareNDA (Solid Energy Systems) and fastnda (Empa), which read the same tables,
/// and after a file of 252 951 records. Otherwise than NewareNDA, this reader heeds the map of
/// valid rows and the checksum of each page, keeps times beyond 49 days, and finds the description
/// of an auxiliary channel by its numbers, not by its rank.

#include "runs/cycler/raw_record.hpp"

namespace percolith::runs::cycler
{

/// Throws `InputError`, one line, for what is no archive, is cut short or damaged, lacks a table or
/// holds tables of another version; the latter says how to export text instead.
RawRecord read_ndax(std::string_view bytes, const std::string& source);

} // namespace percolith::runs::cycler
