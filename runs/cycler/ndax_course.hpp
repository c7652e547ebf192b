#pragma once
/// Times, capacities and energies of every record, from those the tester noted now and then.

#include "runs/cycler/ndax_rows.hpp"

#include <string>
#include <vector>

namespace percolith::runs::cycler
{

/// A value for each record.
struct NdaxCourse {
    std::vector<std::size_t> step; ///< rank in the table of steps
    std::vector<double> step_time; ///< s
    std::vector<double> clock; ///< s since 1970-01-01, UTC
    std::vector<double> charge_in, charge_out; ///< A h since the step began
    std::vector<double> energy_in, energy_out; ///< W h since the step began

    std::size_t noted = 0; ///< records whose values are the tester's own
    std::size_t after_last = 0; ///< records after the last note: counted on, with nothing to meet
    std::size_t spread = 0; ///< records whose time was spread evenly: the intervals do not add up
    double charge_gap = 0.0; ///< A h, largest difference of an integral from the note it meets
    double energy_gap = 0.0; ///< W h, the same
};

/// Between two notes of a step, records are evenly spaced in time, and each adds its own current
/// (and power) over the interval before it. Throws `InputError` where a record has no note to count
/// on from, or where notes and steps contradict each other.
NdaxCourse follow(const NdaxRecords& records, const std::vector<NdaxNote>& notes,
                  const std::vector<NdaxStep>& steps, const std::string& source);

} // namespace percolith::runs::cycler
