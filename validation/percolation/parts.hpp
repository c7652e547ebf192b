#pragma once
/// The parts of this validation, and what they share.

#include "model/microstructure/threshold.hpp"
#include "validation/check.hpp"
#include "validation/reference.hpp"

#include <string>
#include <vector>

namespace percolith::validation::percolation
{

/// On all cores.
microstructure::Threshold compute(const microstructure::ThresholdPlan& plan);
/// To about that relative standard error.
microstructure::Threshold compute(const microstructure::Structure& structure, double error);

/// Overlapping spheroids.
microstructure::Particles spheroids(double axis_ratio);

/// A reference of the table, and how sure it is.
struct Known {
    double value = 0.0;
    double error = 0.0;
};
Known known(const Reference& reference, const std::string& row);

/// Within `tolerance` of what is known, and within three standard errors, ours and theirs taken
/// together.
Check meets(Claim claim, double value, double standard_error, const Known& other, double tolerance);

/// Within four standard errors of a long run, its own and the one taken here together, and beyond
/// these by the share that boxes of two small sizes may shift a threshold; never by more than
/// `most`, a share of the long run's value, however large the errors.
Check meets_long_run(Claim claim, const microstructure::Threshold& ours, const Known& long_run,
                     double share, double most);

/// For a note: a threshold and what others found.
std::string beside(const microstructure::Threshold& ours, double theirs);

void add_lattices(std::vector<Check>& checks, const Reference& reference);
void add_spheres(std::vector<Check>& checks, const Reference& reference);
void add_spheroids(std::vector<Check>& checks, const Reference& reference);
void add_packings(std::vector<Check>& checks, const Reference& reference);
void add_segregation(std::vector<Check>& checks, const Reference& reference);
void add_conduction(std::vector<Check>& checks, const Reference& reference);

} // namespace percolith::validation::percolation
