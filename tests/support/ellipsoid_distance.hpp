#pragma once
/// A second opinion on whether two spheroids overlap, which shares nothing with the engine's: one
/// is mapped to the unit ball, and the distance from the ball's centre to the ellipsoid that the
/// other one becomes is found from its secular equation.

#include "model/microstructure/overlap.hpp"

#include <Eigen/Dense>

#include <cmath>

namespace percolith::tests
{

template <class Real> using Matrix3 = Eigen::Matrix<Real, 3, 3>;
template <class Real> using Vector3 = Eigen::Matrix<Real, 3, 1>;
template <class Real> using Array3 = Eigen::Array<Real, 3, 1>;

/// The symmetric matrix that maps the unit ball to the spheroid, to the power `exponent`.
template <class Real>
Matrix3<Real> spheroid_matrix(const microstructure::Spheroid& body,
                              const microstructure::Vector& axis, int exponent)
{
    Vector3<Real> u(axis[0], axis[1], axis[2]);
    u.normalize(); // in its own precision
    const Matrix3<Real> along = u * u.transpose();
    return std::pow(Real(body.equatorial), exponent) * (Matrix3<Real>::Identity() - along) +
           std::pow(Real(body.polar), exponent) * along;
}

/// Distance of the second spheroid from the first one's centre, once the first one is the unit
/// ball: at most 1 where they overlap, 0 where the second one holds that centre. `Real` is the
/// precision of the computation.
template <class Real = double>
Real mapped_distance(const microstructure::Spheroid& one, const microstructure::Vector& axis,
                     const microstructure::Spheroid& other,
                     const microstructure::Vector& other_axis, const microstructure::Vector& apart)
{
    const Vector3<Real> way(apart[0], apart[1], apart[2]);
    const Matrix3<Real> back = spheroid_matrix<Real>(one, axis, -1);
    const Matrix3<Real> mapped = back * spheroid_matrix<Real>(other, other_axis, 1);
    // Squared semi-axes e of the ellipsoid, and the ball's centre x as seen from it.
    const Eigen::SelfAdjointEigenSolver<Matrix3<Real>> axes(mapped * mapped.transpose());
    const Array3<Real> e = axes.eigenvalues().array();
    const Array3<Real> x = (axes.eigenvectors().transpose() * (back * way)).array();
    if ((x * x / e).sum() <= 1) {
        return 0;
    }
    // The closest point is e x / (e + t) with the t > 0 that puts it on the surface.
    Real low = 0;
    Real high = std::sqrt(e.maxCoeff()) * x.matrix().norm();
    for (;;) {
        const Real t = (low + high) / 2;
        if (t == low || t == high) {
            return (t * x / (e + t)).matrix().norm();
        }
        ((e * (x / (e + t)).square()).sum() > 1 ? low : high) = t;
    }
}

} // namespace percolith::tests
