#pragma once
/// The objective of a fit over measured cells: residuals of all cells, one after the other, and the
/// priors.

#include "runs/case/cell_source.hpp"
#include "runs/fit/cell_residuals.hpp"
#include "runs/fit/differentiated_cell.hpp"
#include "runs/fit/objective.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace percolith::runs::fit
{

class CellsObjective final : public Objective
{
public:
    /// `sources` and `cells` are in the same order; all must outlive it. `noise` (V) is that of a
    /// voltage sample, one a cell. With two or more `threads` cells are computed side by side; the
    /// numbers are the same. `interrupted` may be null.
    CellsObjective(std::span<const CellSource> sources, std::span<const CellData> cells,
                   std::span<const Parameter> parameters, std::vector<double> noise,
                   unsigned threads = 1, const std::atomic<bool>* interrupted = nullptr);

    std::span<const Unknown> unknowns() const override { return unknowns_; }
    std::size_t residuals() const override { return residuals_; }
    std::size_t data() const override { return data_; }
    bool evaluate(std::span<const double> theta, std::span<double> r,
                  std::span<double> jacobian) const override;
    double constant() const override;

    /// The first event of a cell that comes at another time, or at one of the places only.
    std::string difference(std::span<const double> here,
                           std::span<const double> there) const override;

    /// Why a case refuses the numbers at a place, or all others right beside it: "thin: ...". Empty
    /// where no case does.
    std::string refusal(std::span<const double> theta) const;

    /// Where the residuals of a cell stand, and how many there are.
    struct Rows {
        std::size_t first = 0;
        std::size_t count = 0;
    };
    Rows rows(std::size_t cell) const;
    /// Parameters that a cell depends on.
    std::span<const CellUnknown> unknowns_of(std::size_t cell) const
    {
        return own_[cell]->unknowns();
    }
    /// What the model says in place of what was measured on a cell.
    CellModel model(std::size_t cell, std::span<const double> theta) const;

private:
    CourseCell<double> plain_cell(std::size_t cell, std::span<const double> theta) const;
    bool evaluate_cell(std::size_t cell, std::span<const double> theta, std::span<double> r,
                       std::span<double> jacobian) const;
    template <int N>
    bool evaluate_cell_jets(std::size_t cell, std::size_t first, std::span<const double> theta,
                            std::span<double> r, std::span<double> jacobian) const;

    std::span<const CellData> cells_;
    std::vector<Parameter> parameters_;
    std::vector<double> noise_;
    unsigned threads_;
    const std::atomic<bool>* interrupted_;
    std::vector<Unknown> unknowns_;
    std::vector<std::unique_ptr<DifferentiatedCell>> own_; ///< one a cell
    std::vector<CellResiduals> parts_;
    std::vector<std::size_t> begin_; ///< first residual of each cell
    std::size_t residuals_ = 0;
    std::size_t data_ = 0;
};

} // namespace percolith::runs::fit
