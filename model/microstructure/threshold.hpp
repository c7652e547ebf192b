#pragma once
/// The percolation threshold V_P of a structure, from many finite realisations.

#include "model/microstructure/structure.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace percolith::microstructure
{

/// Boxes of one size.
struct SystemSize {
    double edge = 0.0; ///< of the cubic box, in units of `unit_length`
    std::uint32_t realisations = 0; ///< two at least where there are several sizes
};

/// Everything that fixes the answer.
struct ThresholdPlan {
    Structure structure{};
    std::vector<SystemSize> sizes{}; ///< rising, at least one; two for an extrapolation
    std::uint64_t seed = 1;
};

/// Sizes and realisations that reach about `standard_error` (relative to V_P). An image is one box,
/// once: its edge is that of the cube of as many voxels.
ThresholdPlan usual_plan(const Structure& structure, double standard_error, std::uint64_t seed);

/// Throws `std::invalid_argument`: an unsound structure, a box smaller than twice its largest
/// particle or grain, no realisations, one among several sizes; an image of so few values that
/// filling it in their order says nothing, or with boxes of other sizes.
void check(const ThresholdPlan& plan);

/// Bytes that one realisation of the largest box needs.
double memory_needed(const ThresholdPlan& plan);

/// One realisation: the metal fraction at which a cluster first closes upon itself around the
/// periodic box, along each axis (an image, not periodic: first joins the two faces). Infinite
/// where it never does.
struct Crossing {
    std::array<double, 3> fraction{};
};

/// Number of realisations in the plan; they are numbered size by size.
std::size_t realisation_count(const ThresholdPlan& plan);
/// Edge of the box of one of them.
double edge_of(const ThresholdPlan& plan, std::size_t number);
/// Share of the whole work that realisation takes, for estimates of the time left.
double share_of_work(const ThresholdPlan& plan, std::size_t number);
/// Computes one. Depends on the plan and the number alone. `threads` share the work inside.
Crossing realise(const ThresholdPlan& plan, std::size_t number, unsigned threads = 1);

/// What the boxes of one size say.
struct SizeEstimate {
    double edge = 0.0;
    std::uint32_t realisations = 0;
    double mean = 0.0; ///< of the crossing fractions
    double mean_error = 0.0; ///< errors are NaN with one realisation, which does not tell them
    double width = 0.0; ///< their standard deviation; falls as edge^(-1/nu)
    double width_error = 0.0;
    double fraction = 0.0; ///< this size's estimate of V_P
    double fraction_error = 0.0;
};

/// With one standard error each.
struct Threshold {
    double fraction = 0.0; ///< V_P
    double standard_error = 0.0; ///< NaN with one realisation
    double nu = 0.0; ///< exponent of the correlation length, from the widths; NaN with one size
    double nu_error = 0.0;
    double goodness = 0.0; ///< chance of a fit as bad as this one; NaN where nothing is fitted
    std::vector<SizeEstimate> sizes{};
};

/// `crossings` of all realisations, in order. Throws `std::domain_error` where realisations never
/// percolated, with their number; `std::invalid_argument` unless there is one for each.
Threshold estimate(const ThresholdPlan& plan, std::span<const Crossing> crossings);

} // namespace percolith::microstructure
