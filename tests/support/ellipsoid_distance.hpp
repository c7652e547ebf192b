#pragma once
/// A second opinion on whether two spheroids overlap, which shares nothing with the engine's: one
/// is mapped to the unit ball, and the distance from the ball's centre to the ellipsoid that the
/// other one becomes is found from its secular equation.

#include "model/microstructure/overlap.hpp"

#include <Eigen/Dense>

#include <cmath>

namespace percolith::tests
{

/// The symmetric matrix that maps the unit ball to the spheroid, to the power `exponent`.
inline Eigen::Matrix3d spheroid_matrix(const microstructure::Spheroid& body,
                                       const microstructure::Vector& axis, double exponent)
{
    const Eigen::Map<const Eigen::Vector3d> u(axis.data());
    const Eigen::Matrix3d along = u * u.transpose();
    return std::pow(body.equatorial, exponent) * (Eigen::Matrix3d::Identity() - along) +
           std::pow(body.polar, exponent) * along;
}

/// Distance of the second spheroid from the first one's centre, once the first one is the unit
/// ball: at most 1 where they overlap, 0 where the second one holds that centre.
inline double mapped_distance(const microstructure::Spheroid& one,
                              const microstructure::Vector& axis,
                              const microstructure::Spheroid& other,
                              const microstructure::Vector& other_axis,
                              const microstructure::Vector& apart)
{
    const Eigen::Matrix3d back = spheroid_matrix(one, axis, -1.0);
    const Eigen::Matrix3d mapped = back * spheroid_matrix(other, other_axis, 1.0);
    // Squared semi-axes e of the ellipsoid, and the ball's centre x as seen from it.
    const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> axes(mapped * mapped.transpose());
    const Eigen::Array3d e = axes.eigenvalues().array();
    const Eigen::Map<const Eigen::Vector3d> way(apart.data());
    const Eigen::Array3d x = (axes.eigenvectors().transpose() * (back * way)).array();
    if ((x * x / e).sum() <= 1.0) {
        return 0.0;
    }
    // The closest point is e x / (e + t) with the t > 0 that puts it on the surface.
    double low = 0.0;
    double high = std::sqrt(e.maxCoeff()) * x.matrix().norm();
    while (high - low > 1e-15 * high) {
        const double t = 0.5 * (low + high);
        if (t == low || t == high) {
            break;
        }
        ((e * (x / (e + t)).square()).sum() > 1.0 ? low : high) = t;
    }
    const double t = 0.5 * (low + high);
    return (t * x / (e + t)).matrix().norm();
}

} // namespace percolith::tests
