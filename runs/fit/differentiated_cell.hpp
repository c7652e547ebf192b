#pragma once
/// The cell that parameters make, with its derivatives by each of them.

#include "runs/case/cell_source.hpp"
#include "runs/fit/course.hpp"
#include "runs/fit/objective.hpp"
#include "runs/fit/problem.hpp"

#include <span>
#include <vector>

namespace percolith::runs::fit
{

/// One unknown of a fit as it concerns one cell.
struct CellUnknown {
    std::size_t index = 0; ///< in the fit's own list
    std::string key;
    Unknown unknown;
};

/// The cell at `theta` (of the fit's whole list).
CourseCell<double> cell_at(const CellSource& source, std::span<const CellUnknown> unknowns,
                           std::span<const double> theta);

/// The same with derivatives by those of `unknowns` that begin at `first`, N of them at most.
///
/// What leads from a case's keys to the numbers of the balances (units, stoichiometry, mixing,
/// Arrhenius) is plain algebra: it is differenced, five points a ten-thousandth apart, so that
/// about eleven digits stay; at a kink and at a bound of the case from one side, where about nine
/// do. Everything after, the run itself, is differentiated exactly.
template <int N>
CourseCell<Jet<N>> cell_with_derivatives(const CellSource& source,
                                         std::span<const CellUnknown> unknowns, std::size_t first,
                                         std::span<const double> theta);

} // namespace percolith::runs::fit
