#pragma once
/// The readers of the sections of a design file.

#include "runs/case/design.hpp"
#include "runs/case/section.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace percolith::runs
{

/// `case`, `set`, [[candidate]] and [[uncertain]]: which interphases, and what is believed of them.
void read_candidates(Section& root, const std::filesystem::path& folder, DesignCase& all);
/// [decision], or the verdicts of the candidates, which must have been read.
void read_decision(Section& root, DesignCase& all);
/// [bench]: what can be done. Foils are counted by the first candidate's case, which must have been
/// read.
void read_bench(Section& root, DesignCase& all);

/// What messages call a candidate.
std::string called(const Candidate& candidate);

/// Charge per volume of a foil as the case counts it, C/m3.
double foil_capacity_of(const CellSource& source);

/// A number for messages: "0.785 cm^2" for 7.85e-5 of "m2".
std::string amount(double si, std::string_view si_unit, std::string_view unit);

/// Whether two numbers are one, but for what converting units may round.
bool is_same(double one, double other);

} // namespace percolith::runs
