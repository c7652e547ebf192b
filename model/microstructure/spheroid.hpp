#pragma once
/// A spheroid: its measures, and the mean volume it denies to another one's centre.

#include <algorithm>
#include <cmath>
#include <numbers>

namespace percolith::microstructure
{

/// Semi-axes in any unit of length: `polar` along the axis of revolution, `equatorial` across it;
/// both > 0.
struct Spheroid {
    double equatorial = 0.5;
    double polar = 0.5;

    double longest() const { return std::max(equatorial, polar); }
    double shortest() const { return std::min(equatorial, polar); }
    double volume() const { return 4.0 / 3.0 * std::numbers::pi * equatorial * equatorial * polar; }
    /// Grown by a layer on every semi-axis: near a spheroid the body within that distance of it,
    /// exactly so for a sphere.
    Spheroid grown(double layer) const { return {equatorial + layer, polar + layer}; }
    Spheroid scaled(double factor) const { return {equatorial * factor, polar * factor}; }
};

/// The spheroid with this ratio of its polar to its equatorial axis and the volume of a sphere of
/// diameter 1.
inline Spheroid unit_spheroid(double axis_ratio)
{
    const double equatorial = 0.5 / std::cbrt(axis_ratio);
    return {equatorial, equatorial * axis_ratio};
}

namespace detail
{
/// arctan(e)/e for e^2 = x >= 0, artanh(e)/e for e^2 = -x > 0: one analytic function of x.
inline double arc_over(double x)
{
    if (std::abs(x) < 1e-5) {
        return 1.0 - x * (1.0 / 3.0 - x / 5.0);
    }
    const double e = std::sqrt(std::abs(x));
    return x > 0.0 ? std::atan(e) / e : std::atanh(e) / e;
}
} // namespace detail

/// Area of the surface. Closed form for both shapes: with x = (c/a)^2 - 1,
/// S = 2 pi a^2 [1 + (c/a)^2 g(x)] for the oblate one and the like for the prolate one.
inline double surface_area(const Spheroid& body)
{
    const double a = body.equatorial;
    const double c = body.polar;
    if (c >= a) {
        const double e = std::sqrt(std::max(0.0, 1.0 - a * a / (c * c)));
        const double arc = e < 1e-4 ? 1.0 + e * e / 6.0 : std::asin(e) / e;
        return 2.0 * std::numbers::pi * a * (a + c * arc);
    }
    const double x = 1.0 - c * c / (a * a); // e^2
    return 2.0 * std::numbers::pi * (a * a + c * c * detail::arc_over(-x));
}

/// Half the mean width over all directions; the radius of a sphere.
inline double mean_radius(const Spheroid& body)
{
    const double a = body.equatorial;
    const double c = body.polar;
    // Mean over u in 0..1 of sqrt(a^2 (1 - u^2) + c^2 u^2).
    if (c >= a) {
        const double x = c * c / (a * a) - 1.0;
        const double e = std::sqrt(x);
        const double arc = e < 1e-4 ? 1.0 - x / 6.0 : std::asinh(e) / e;
        return 0.5 * (c + a * arc);
    }
    const double e = std::sqrt(1.0 - c * c / (a * a));
    const double arc = e < 1e-4 ? 1.0 + e * e / 6.0 : std::asin(e) / e;
    return 0.5 * (c + a * arc);
}

/// Volume around one body in which the centre of the other makes them overlap, averaged over all
/// directions: V_1 + V_2 + S_1 R_2 + S_2 R_1 for convex bodies (Isihara 1950,
/// DOI 10.1063/1.1747510).
inline double mean_excluded_volume(const Spheroid& one, const Spheroid& other)
{
    return one.volume() + other.volume() + surface_area(one) * mean_radius(other) +
           surface_area(other) * mean_radius(one);
}

} // namespace percolith::microstructure
