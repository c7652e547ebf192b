#pragma once
/// Solvers for the equations of one level, each hidden with the library it comes from.

#include "model/microstructure/circuit.hpp"
#include "model/microstructure/levels.hpp"

#include <Eigen/SparseCore>

#include <memory>

namespace percolith::microstructure
{

/// Symmetric and positive definite; both triangles are stored, each row in order.
using LevelMatrix = Eigen::SparseMatrix<double, Eigen::RowMajor, int>;

/// Currents into the unknowns of a level per potential, by the edges of that level alone. Throws
/// std::runtime_error where it would have 2^31 entries or more.
LevelMatrix level_matrix(const Circuit& circuit, const Level& level);

/// Approximately or exactly solves the equations of one level.
class LevelSolver
{
public:
    virtual ~LevelSolver() = default;
    /// Potentials for currents. Not const: some solvers keep their workspace.
    virtual void solve(const Eigen::VectorXd& current, Eigen::VectorXd& potential) = 0;
    virtual Method method() const = 0;
};

/// Sparse Cholesky factorization after an approximate minimum degree ordering. Returns nothing
/// where it would take more than `most_work` multiplications.
std::unique_ptr<LevelSolver> factorize(const LevelMatrix& matrix, double most_work);

/// One V-cycle of an algebraic multigrid that aggregates strongly coupled unknowns, with incomplete
/// factorizations as smoothers. Takes the matrix over, so that it is gone before the multigrid is
/// built.
std::unique_ptr<LevelSolver> make_multigrid(LevelMatrix&& matrix);

/// By structure: a tree has no fill, and what is nearly one has little. So a small level, or one
/// with few cycles for its unknowns, is ordered and factorized if the ordering says it is cheap;
/// everything else goes to the multigrid.
std::unique_ptr<LevelSolver> make_level_solver(LevelMatrix&& matrix, Method method);

} // namespace percolith::microstructure
