#pragma once
/// The cell that parameters make, with its derivatives by each of them.

#include "runs/case/case_reader.hpp"
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

/// A cell as a function of a fit's parameters.
class DifferentiatedCell
{
public:
    /// `source` must outlive it.
    DifferentiatedCell(const CellSource& source, std::vector<CellUnknown> unknowns);

    /// Parameters that the cell depends on.
    std::span<const CellUnknown> unknowns() const { return unknowns_; }

    /// The cell at `theta` (of the fit's whole list). This and what follows may be called from
    /// several threads at once. Throws `InputErrors` where the case refuses such numbers.
    CourseCell<double> at(std::span<const double> theta) const;

    /// The same with derivatives by those of `unknowns` that begin at `first`, N of them at most.
    ///
    /// What leads from a case's keys to the numbers of the balances (units, stoichiometry, mixing,
    /// Arrhenius) is plain algebra: it is differenced, five points a ten-thousandth apart, so that
    /// about eleven digits stay; at a kink and at a bound of the case from one side, where about
    /// nine do. Everything after, the run itself, is differentiated exactly.
    template <int N>
    CourseCell<Jet<N>> with_derivatives(std::size_t first, std::span<const double> theta) const;

private:
    std::vector<CellUnknown> unknowns_;
    mutable CellReaders readers_; ///< of the unknowns that are keys of the case
};

} // namespace percolith::runs::fit
