#pragma once
/// The cell's segment behind the solver interface: a thin adapter for doubles around `CellSystem`.

#include "model/cell_system.hpp"
#include "model/equations.hpp"

namespace percolith::model
{

/// `Control` is Galvanostatic<> or Potentiostatic<>.
template <Physics physics, class Control> class CellEquations final : public Equations
{
public:
    using System = CellSystem<physics, double, Control>;

    explicit CellEquations(const System& system) : system_(system) {}

    const Layout& layout() const override { return model::layout(physics); }
    void rates(double t, std::span<const double> y, std::span<double> dy) const override;
    void jacobian(double t, std::span<const double> y,
                  Eigen::SparseMatrix<double>& matrix) const override;
    std::size_t guard_count() const override { return system_.guard_count(); }
    double guards(double t, std::span<const double> y, std::span<double> g) const override;

private:
    System system_;
};

} // namespace percolith::model
