#pragma once
/// When an explicit method is held back by stability rather than by what it must resolve.

#include "model/cell_equations.hpp"

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>

namespace percolith::runs
{

namespace detail
{
/// Explicit steps left at which an implicit method is cheaper: its step costs some fifty times
/// more, and it needs about a hundred.
inline constexpr double stiff_steps = 5000.0;
/// |rate| x step at the edge of the explicit method's stability is 3.3.
inline constexpr double stability_edge = 3.3;
} // namespace detail

/// Largest |eigenvalue| of the Jacobian, 1/s.
template <class System>
double stiffest_rate(const System& system, double t, const typename System::Vector& y)
{
    Eigen::SparseMatrix<double> j;
    model::CellEquations<System::physics, typename System::Control>(system).jacobian(t, y, j);
    return Eigen::MatrixXd(j).eigenvalues().cwiseAbs().maxCoeff();
}

/// Whether so fast a rate (1/s) makes so long a time (s) dear for an explicit method.
inline bool too_stiff(double rate, double duration)
{
    return rate * duration > detail::stability_edge * detail::stiff_steps;
}

/// Eigenvalues are dear: every so many steps will do.
inline bool time_to_ask(double steps)
{
    return std::fmod(steps, 200.0) == 0.0;
}

/// Whether stability holds back the step `natural`, with so much time left.
inline bool held_back(double rate, double natural, double left)
{
    return rate * natural > 1.0 && too_stiff(rate, std::min(left, 1e6 * natural));
}

} // namespace percolith::runs
