#pragma once
/// A measured test in the product's own units and signs, checked against itself.

#include <cstddef>
#include <string>
#include <vector>

namespace percolith::runs::cycler
{

/// A stretch of one direction, or of rest.
struct HalfCycle {
    std::size_t first = 0; ///< row
    std::size_t last = 0; ///< row, included
    int direction = 0; ///< 1 strips working, -1 plates it, 0 rests
    double charge = 0.0; ///< C, integral of the current, with its sign
};

/// Impedance points lie apart from the rows: frequencies at one time.
struct Spectrum {
    double time = 0.0; ///< s
    std::vector<double> frequency; ///< Hz
    std::vector<double> real; ///< Ohm
    std::vector<double> imaginary; ///< Ohm, Im(Z)
};

/// Rows of equal count; time never falls.
struct CyclerRecord {
    std::string source;
    std::string format;
    std::vector<double> time; ///< s from the first row
    std::vector<double> voltage; ///< V, working against counter
    std::vector<double> current; ///< A, > 0 strips working (charges, where working is positive)
    std::vector<int> cycle; ///< from 1, counted up at each new cycle
    std::vector<int> step; ///< from 1, counted up at each new step of the test
    std::vector<long> line; ///< where each row came from
    std::vector<HalfCycle> half_cycles; ///< every row belongs to one
    std::vector<Spectrum> spectra;
    double area = 0.0; ///< m2; 0 where nobody said it
    std::size_t file_rows = 0; ///< of the file: those here, impedance points, and those left out
    std::vector<long> left_out; ///< lines of rows without time, voltage or current
    std::vector<std::string> said; ///< what was found, assumed and left out, a sentence each
};

/// Which of so many spectra are looked at where no more than `most` can be told apart: the first,
/// the last, and some between.
std::vector<std::size_t> spread_out(std::size_t spectra, std::size_t most);

} // namespace percolith::runs::cycler
