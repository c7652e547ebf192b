#pragma once
/// Impedance of a recorded cell: from the small-signal elements that every recorded instant
/// carries.

#include "runs/record/read.hpp"
#include "runs/record/run_tables.hpp"

#include <complex>
#include <string>
#include <vector>

namespace percolith::runs
{

/// Frequencies from `lowest` to `highest`, Hz, evenly on a logarithmic scale.
struct FrequencyRange {
    double lowest = 1e-3;
    double highest = 1e6;
    int per_decade = 10;
};

struct SpectrumPoint {
    double frequency = 0.0; ///< Hz
    std::complex<double> working; ///< Ohm m2
    std::complex<double> counter;
    std::complex<double> cell;
};

/// At the last recorded instant not after `time` (s). Throws `InputError` where the run keeps no
/// time series or does not reach `time`.
std::vector<SpectrumPoint> spectrum(const RecordedRun& run, double time,
                                    const FrequencyRange& range);

/// The same of a run in memory.
std::vector<SpectrumPoint> spectrum(const RunTables& run, double time, const FrequencyRange& range);

/// frequency [Hz], real and imaginary part of cell, working and counter [Ohm cm2].
std::string as_csv(const std::vector<SpectrumPoint>& points);

} // namespace percolith::runs
