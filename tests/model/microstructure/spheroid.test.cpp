#include "model/microstructure/spheroid.hpp"

#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

using namespace percolith::microstructure;

namespace
{

constexpr double pi = std::numbers::pi;

template <class Function> double integrate(const Function& function, double from, double to)
{
    return boost::math::quadrature::gauss_kronrod<double, 31>::integrate(function, from, to, 20,
                                                                         1e-12);
}

} // namespace

TEST_CASE("The measures of a sphere")
{
    const Spheroid sphere{0.7, 0.7};
    CHECK(sphere.volume() == Approx(4.0 / 3.0 * pi * 0.343));
    CHECK(surface_area(sphere) == Approx(4.0 * pi * 0.49));
    CHECK(mean_radius(sphere) == Approx(0.7));
    // A centre is denied a sphere of the radii's sum.
    const Spheroid other{0.2, 0.2};
    CHECK(mean_excluded_volume(sphere, other) == Approx(4.0 / 3.0 * pi * 0.9 * 0.9 * 0.9));
}

TEST_CASE("Surface and mean width are the integrals that define them, at every axis ratio")
{
    for (const double ratio : {0.01, 0.1, 0.5, 0.99, 1.0 - 1e-5, 1.0 - 1e-9, 1.0, 1.0 + 1e-9,
                               1.0 + 1e-5, 1.01, 2.0, 10.0, 100.0}) {
        CAPTURE(ratio);
        const Spheroid body = unit_spheroid(ratio);
        const double a = body.equatorial;
        const double c = body.polar;
        // Rings of a surface of revolution, by the parametric angle.
        const double area = integrate(
            [&](double t) {
                return 2.0 * pi * a * std::sin(t) * std::hypot(a * std::cos(t), c * std::sin(t));
            },
            0.0, pi);
        CHECK(surface_area(body) == Approx(area).epsilon(1e-9));
        // The support function over all directions.
        const double width = integrate(
            [&](double u) { return std::hypot(a * std::sqrt(1.0 - u * u), c * u); }, 0.0, 1.0);
        CHECK(mean_radius(body) == Approx(width).epsilon(1e-9));
    }
}

TEST_CASE("A unit spheroid has the volume of a sphere of diameter 1 and the ratio asked for")
{
    for (const double ratio : {0.01, 0.3, 1.0, 7.0, 100.0}) {
        const Spheroid body = unit_spheroid(ratio);
        CHECK(body.volume() == Approx(pi / 6.0));
        CHECK(body.polar / body.equatorial == Approx(ratio));
    }
}

TEST_CASE("The excluded volume does not ask who excludes whom and scales as a volume")
{
    const Spheroid one = unit_spheroid(0.05);
    const Spheroid other = unit_spheroid(8.0).scaled(1.7);
    CHECK(mean_excluded_volume(one, other) == Approx(mean_excluded_volume(other, one)));
    CHECK(mean_excluded_volume(one.scaled(3.0), other.scaled(3.0)) ==
          Approx(27.0 * mean_excluded_volume(one, other)));
    // Convex bodies exclude at least what spheres of their volumes do (Brunn and Minkowski).
    const double sum = 0.5 + 0.5 * 1.7;
    CHECK(mean_excluded_volume(one, other) > 4.0 / 3.0 * pi * sum * sum * sum);
}

TEST_CASE("Thin discs and needles exclude what their limits say")
{
    // Two discs of radius R: pi^2 R^3. A needle of semi-axes a << c has the surface pi^2 a c and
    // the mean radius c/2, so two of them exclude pi^2 a c^2.
    const Spheroid disc{1.0, 1e-7};
    CHECK(mean_excluded_volume(disc, disc) == Approx(pi * pi).epsilon(1e-5));
    const Spheroid needle{1e-6, 1.0};
    CHECK(mean_excluded_volume(needle, needle) == Approx(pi * pi * 1e-6).epsilon(1e-4));
}

TEST_CASE("Growing adds to every semi-axis, scaling multiplies them")
{
    const Spheroid body{0.2, 0.9};
    CHECK(body.longest() == 0.9);
    CHECK(body.shortest() == 0.2);
    CHECK(body.grown(0.1).equatorial == Approx(0.3));
    CHECK(body.grown(0.1).polar == Approx(1.0));
    CHECK(body.scaled(2.0).equatorial == Approx(0.4));
    CHECK(body.scaled(2.0).polar == Approx(1.8));
}
