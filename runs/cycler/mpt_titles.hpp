#pragma once
/// What the titles of EC-Lab's columns mean.

#include "runs/cycler/raw_record.hpp"

#include <string>
#include <string_view>

namespace percolith::runs::cycler
{

/// `<I>/mA` is the mean current in mA: `to_si` is 1e-3. Where the unit is not understood, the title
/// is `other`, as it is kept.
struct MptTitle {
    Quantity what = Quantity::other;
    std::string name; ///< "<I>"
    std::string unit; ///< "mA"; empty without one
    double to_si = 1.0;
    int rank = 0; ///< of several columns for one quantity, the lowest is taken
};

MptTitle meaning_of(std::string_view title);

/// Whether its fields must be numbers.
bool is_needed(std::string_view title);

/// Electrode against reference: which `name`s these are, in the order they are taken.
inline constexpr std::string_view working_names[] = {"Ewe", "<Ewe>"};
inline constexpr std::string_view counter_names[] = {"Ece", "<Ece>"};

} // namespace percolith::runs::cycler
