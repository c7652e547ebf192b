#pragma once
/// The interface a solver sees: dy/dt = f(t, y), guards, and a Jacobian that may be sparse.
/// Equations know no solver, no file, no clock. Spans have layout().size() entries, in its order
/// and units.

#include "model/layout.hpp"

#include <Eigen/SparseCore>

#include <span>

namespace percolith::model
{

class Equations
{
public:
    virtual ~Equations() = default;
    virtual const Layout& layout() const = 0;
    virtual void rates(double t, std::span<const double> y, std::span<double> dy) const = 0;
    /// df/dy at (t, y). The pattern is the same at every call.
    virtual void jacobian(double t, std::span<const double> y,
                          Eigen::SparseMatrix<double>& matrix) const = 0;
    virtual std::size_t guard_count() const = 0;
    /// Positive while the present branches hold; an event is a fall through zero. Returns the
    /// voltage, V.
    virtual double guards(double t, std::span<const double> y, std::span<double> g) const = 0;
};

} // namespace percolith::model
