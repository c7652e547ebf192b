#include "model/microstructure/level_solver.hpp"

#include <Eigen/OrderingMethods>
#include <Eigen/SparseCholesky>

#include <stdexcept>

namespace percolith::microstructure
{

namespace
{

using Columns = Eigen::SparseMatrix<double, Eigen::ColMajor, int>;

/// Shows what the ordering found out about the fill.
class Cholesky : public Eigen::SimplicialLDLT<Columns, Eigen::Lower, Eigen::AMDOrdering<int>>
{
public:
    /// Multiplications of the numerical factorization.
    double work() const { return m_nonZerosPerCol.cast<double>().squaredNorm(); }
};

class Direct : public LevelSolver
{
public:
    bool factorize(const LevelMatrix& matrix, double most_work)
    {
        // The matrix is symmetric, so that its rows are its columns.
        const Eigen::Map<const Columns> columns(matrix.rows(), matrix.cols(), matrix.nonZeros(),
                                                matrix.outerIndexPtr(), matrix.innerIndexPtr(),
                                                matrix.valuePtr());
        const Columns copy = columns.triangularView<Eigen::Lower>();
        cholesky_.analyzePattern(copy);
        if (cholesky_.work() > most_work) {
            return false;
        }
        cholesky_.factorize(copy);
        if (cholesky_.info() != Eigen::Success) {
            throw std::runtime_error("the equations of a network could not be factorized");
        }
        return true;
    }
    void solve(const Eigen::VectorXd& current, Eigen::VectorXd& potential) override
    {
        potential = cholesky_.solve(current);
    }
    Method method() const override { return Method::direct; }

private:
    Cholesky cholesky_;
};

} // namespace

std::unique_ptr<LevelSolver> factorize(const LevelMatrix& matrix, double most_work)
{
    auto direct = std::make_unique<Direct>();
    if (!direct->factorize(matrix, most_work)) {
        return nullptr;
    }
    return direct;
}

} // namespace percolith::microstructure
