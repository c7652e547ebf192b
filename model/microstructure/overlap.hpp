#pragma once
/// Whether two spheroids overlap, exactly.

#include "model/microstructure/spheroid.hpp"

#include <array>
#include <cmath>
#include <cstddef>

namespace percolith::microstructure
{

using Vector = std::array<double, 3>;

inline double dot(const Vector& a, const Vector& b)
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

inline Vector cross(const Vector& a, const Vector& b)
{
    return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

namespace detail
{

/// The function of Perram and Wertheim (1985, DOI 10.1016/0021-9991(85)90171-8) for two spheroids
/// A, B whose centres are `apart`: F(l) = l (1 - l) r^T [(1 - l) A + l B]^-1 r with the matrices
/// a^2 1 + (c^2 - a^2) u u^T. It is concave on 0..1, zero at both ends, and the bodies overlap if
/// its maximum is below 1.
///
/// With g = l (1 - l), linear means R = (1 - l) a_A^2 + l a_B^2, P of c^2 and S of
/// a^2 (r u)^2 + c^2 (r x u)^2, and the product L of both c^2 - a^2, the quadratic form is
/// (S + g L (r u_A x u_B)^2 / R) / (R P + g L (u_A x u_B)^2). For two needles or two plates no term
/// of it is negative, so nothing cancels where they lie nearly parallel: bodies with axis ratios of
/// 0.01 to 100 touch where they should to 1e-12 of the way between their centres.
class ContactFunction
{
public:
    ContactFunction(const Spheroid& one, const Vector& axis, const Spheroid& other,
                    const Vector& other_axis, const Vector& apart)
        : round_(square(one.equatorial), square(other.equatorial)),
          long_(square(one.polar), square(other.polar)),
          way_(way(one, axis, apart), way(other, other_axis, apart))
    {
        const double both = (long_.at_0 - round_.at_0) * (long_.at_1 - round_.at_1);
        const Vector normal = cross(axis, other_axis);
        crossed_ = both * dot(normal, normal);
        way_crossed_ = both * square(dot(apart, normal));
    }

    struct Value {
        double value;
        double slope;
    };
    /// F and dF/dl at 0 <= l <= 1.
    Value at(double l) const
    {
        const double weight = l * (1.0 - l);
        const double weight_slope = 1.0 - 2.0 * l;
        const double round = round_(l);
        const double polar = long_(l);
        const double lower = round * polar + weight * crossed_;
        const double lower_slope =
            round_.slope() * polar + round * long_.slope() + weight_slope * crossed_;
        const double part = way_crossed_ / round;
        const double form = (way_(l) + weight * part) / lower;
        const double form_slope =
            (way_.slope() + part * (weight_slope - weight * round_.slope() / round) -
             form * lower_slope) /
            lower;
        return {weight * form, weight_slope * form + weight * form_slope};
    }

private:
    /// A linear mean of what belongs to A and to B.
    struct Mean {
        double at_0;
        double at_1;

        Mean(double of_a, double of_b) : at_0(of_a), at_1(of_b) {}
        double operator()(double l) const { return (1.0 - l) * at_0 + l * at_1; }
        double slope() const { return at_1 - at_0; }
    };

    static double square(double x) { return x * x; }
    static double way(const Spheroid& body, const Vector& axis, const Vector& apart)
    {
        const Vector across = cross(apart, axis);
        return square(body.equatorial * dot(apart, axis)) +
               square(body.polar) * dot(across, across);
    }

    Mean round_; ///< a^2
    Mean long_; ///< c^2
    Mean way_; ///< a^2 (r u)^2 + c^2 (r x u)^2
    double crossed_; ///< L (u_A x u_B)^2
    double way_crossed_; ///< L (r u_A x u_B)^2
};

} // namespace detail

/// Whether they share a point; `apart` is the way from the centre of one to that of the other, the
/// axes are unit vectors. Decided by bounds that hold for a concave function: any value of at least
/// 1 proves them apart, tangents that meet below 1 prove an overlap.
inline bool overlap(const Spheroid& one, const Vector& axis, const Spheroid& other,
                    const Vector& other_axis, const Vector& apart)
{
    const double distance_squared = dot(apart, apart);
    const double far = one.longest() + other.longest();
    const double near = one.shortest() + other.shortest();
    if (distance_squared > far * far) {
        return false;
    }
    if (distance_squared <= near * near) {
        return true;
    }
    const detail::ContactFunction contact(one, axis, other, other_axis, apart);
    // Most pairs that are near each other are apart, and most of these show it here.
    double l = one.longest() / far;
    auto here = contact.at(l);
    double low = 0.0;
    double high = 1.0;
    auto below = here;
    auto above = here;
    for (int turn = 0; turn < 100; ++turn) {
        if (here.value >= 1.0) {
            return false;
        }
        if (turn == 0) {
            below = contact.at(low);
            above = contact.at(high);
        }
        if (here.slope > 0.0) {
            low = l;
            below = here;
        } else {
            high = l;
            above = here;
        }
        // Where the tangents of both ends meet, and how high.
        const double reach = (above.value - below.value + below.slope * low - above.slope * high) /
                             (below.slope - above.slope);
        const double bound = below.value + below.slope * (reach - low);
        if (bound < 1.0 || !(high - low > 1e-15)) {
            return true;
        }
        // The secant of the slopes finds a smooth maximum; the middle keeps the interval shrinking.
        const double secant = low + (high - low) * below.slope / (below.slope - above.slope);
        l = turn % 3 == 2 ? 0.5 * (low + high) : secant;
        here = contact.at(l);
    }
    return true;
}

} // namespace percolith::microstructure
