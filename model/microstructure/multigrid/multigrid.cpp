#include "model/microstructure/level_solver.hpp"

#include <dune/common/exceptions.hh>
#include <dune/common/fmatrix.hh>
#include <dune/common/fvector.hh>
#include <dune/istl/bcrsmatrix.hh>
#include <dune/istl/bvector.hh>
#include <dune/istl/istlexception.hh>
#include <dune/istl/operators.hh>
#include <dune/istl/paamg/amg.hh>
#include <dune/istl/preconditioners.hh>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>

namespace percolith::microstructure
{

namespace
{

/// DUNE gives the rows of coarse matrices back as if each had one entry. Nothing but a check of
/// sizes minds, and this allocator does not look at them.
template <class T> struct RowAllocator {
    using value_type = T;
    using size_type = std::size_t;
    using difference_type = std::ptrdiff_t;
    RowAllocator() = default;
    template <class Other> RowAllocator(const RowAllocator<Other>& /*other*/) {}
    T* allocate(std::size_t count) { return std::allocator<T>().allocate(count); }
    void deallocate(T* entries, std::size_t /*count*/) { ::operator delete(entries); }
    bool operator==(const RowAllocator& /*other*/) const { return true; }
};

using Entry = Dune::FieldMatrix<double, 1, 1>;
using Matrix = Dune::BCRSMatrix<Entry, RowAllocator<Entry>>;
using Vector = Dune::BlockVector<Dune::FieldVector<double, 1>>;
using Operator = Dune::MatrixAdapter<Matrix, Vector, Vector>;
using Smoother = Dune::SeqILU<Matrix, Vector, Vector>;
using Amg = Dune::Amg::AMG<Operator, Vector, Smoother>;
using Criterion =
    Dune::Amg::CoarsenCriterion<Dune::Amg::SymmetricCriterion<Matrix, Dune::Amg::FirstDiagonal>>;

double largest(const LevelMatrix& matrix)
{
    return Eigen::Map<const Eigen::VectorXd>(matrix.valuePtr(), matrix.nonZeros()).maxCoeff();
}

/// The matrix in units of `unit`. Leaves nothing of it behind.
std::shared_ptr<Matrix> converted(LevelMatrix&& matrix, double unit)
{
    const auto rows = static_cast<std::size_t>(matrix.rows());
    const auto entries = static_cast<std::size_t>(matrix.nonZeros());
    auto result = std::make_shared<Matrix>(rows, rows, entries, Matrix::row_wise);
    for (auto row = result->createbegin(); row != result->createend(); ++row) {
        for (LevelMatrix::InnerIterator entry(matrix, static_cast<Eigen::Index>(row.index()));
             entry; ++entry) {
            row.insert(static_cast<std::size_t>(entry.col()));
        }
    }
    for (auto row = result->begin(); row != result->end(); ++row) {
        const double* value =
            matrix.valuePtr() + matrix.outerIndexPtr()[static_cast<std::ptrdiff_t>(row.index())];
        for (auto& entry : *row) {
            entry = *value++ / unit;
        }
    }
    LevelMatrix().swap(matrix); // Eigen's sparse matrices do not move
    return result;
}

Criterion criterion()
{
    constexpr int most_grids = 15;
    constexpr int smallest_grid = 1000;
    Criterion chosen(most_grids, smallest_grid);
    chosen.setDefaultValuesIsotropic(3);
    chosen.setNoPreSmoothSteps(1);
    chosen.setNoPostSmoothSteps(1);
    chosen.setDebugLevel(0);
    // A hierarchy that no longer shrinks is not an error to be printed; it ends by the number of
    // grids.
    chosen.setMinCoarsenRate(1.0);
    return chosen;
}

class Multigrid : public LevelSolver
{
public:
    explicit Multigrid(LevelMatrix&& matrix)
        : unit_(largest(matrix)),
          operator_(std::make_shared<Operator>(converted(std::move(matrix), unit_))),
          amg_(*operator_, criterion(), Dune::Amg::SmootherTraits<Smoother>::Arguments{}),
          in_(operator_->getmat().N()), out_(in_.size())
    {
        out_ = 0.0;
        in_ = 0.0;
        amg_.pre(out_, in_);
    }
    ~Multigrid() override { amg_.post(out_); }
    Multigrid(const Multigrid&) = delete;
    Multigrid& operator=(const Multigrid&) = delete;

    void solve(const Eigen::VectorXd& current, Eigen::VectorXd& potential) override
    {
        // On the coarsest grid DUNE iterates, and takes numbers below 1e-40 for a breakdown.
        const double size = current.norm();
        potential.setZero();
        if (!(size > 0.0)) {
            return;
        }
        std::transform(current.begin(), current.end(), in_.begin(),
                       [&](double entry) { return entry / size; });
        out_ = 0.0;
        try {
            amg_.apply(out_, in_);
        } catch (const Dune::SolverAbort&) {
            return; // conjugate gradients see that nothing was done
        }
        std::transform(out_.begin(), out_.end(), potential.begin(),
                       [&](double entry) { return entry * (size / unit_); });
    }
    Method method() const override { return Method::multigrid; }

private:
    double unit_; // largest entry of the matrix
    std::shared_ptr<Operator> operator_;
    Amg amg_;
    Vector in_;
    Vector out_;
};

} // namespace

std::unique_ptr<LevelSolver> make_multigrid(LevelMatrix&& matrix)
{
    if (matrix.nonZeros() == matrix.rows()) { // nothing to aggregate
        return factorize(matrix, std::numeric_limits<double>::infinity());
    }
    try {
        return std::make_unique<Multigrid>(std::move(matrix));
    } catch (const Dune::Exception& fault) {
        throw std::runtime_error(std::string("the multigrid of a network failed: ") + fault.what());
    }
}

} // namespace percolith::microstructure
