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

namespace detail
{

/// The function of Perram and Wertheim (1985, DOI 10.1016/0021-9991(85)90171-8) for two spheroids
/// A, B whose centres are `apart`: F(l) = l (1 - l) r^T [(1 - l) A + l B]^-1 r with the matrices
/// a^2 1 + (c^2 - a^2) u u^T. It is concave on 0..1, zero at both ends, and the bodies overlap if
/// its maximum is below 1. Two axes span all that differs from a sphere, so the inverse is that of
/// a 2 x 2 matrix.
class ContactFunction
{
public:
    ContactFunction(const Spheroid& one, const Vector& axis, const Spheroid& other,
                    const Vector& other_axis, const Vector& apart)
        : round_a_(one.equatorial * one.equatorial), round_b_(other.equatorial * other.equatorial),
          long_a_(one.polar * one.polar - round_a_), long_b_(other.polar * other.polar - round_b_),
          r_a_(dot(axis, apart)), r_b_(dot(other_axis, apart)), cosine_(dot(axis, other_axis)),
          r_r_(dot(apart, apart))
    {
    }

    struct Value {
        double value;
        double slope;
    };
    /// F and dF/dl at 0 <= l <= 1.
    Value at(double l) const
    {
        const double p = 1.0 - l;
        const double round = p * round_a_ + l * round_b_;
        const double A = p * long_a_;
        const double B = l * long_b_;
        const double determinant = (round + A) * (round + B) - A * B * cosine_ * cosine_;
        const double y_a = A * ((round + B) * r_a_ - B * cosine_ * r_b_) / determinant;
        const double y_b = B * ((round + A) * r_b_ - A * cosine_ * r_a_) / determinant;
        // X = M^-1 r = (r - y_a u_a - y_b u_b) / round
        const double x_a = (r_a_ - y_a - y_b * cosine_) / round;
        const double x_b = (r_b_ - y_a * cosine_ - y_b) / round;
        const double x_r = (r_r_ - y_a * r_a_ - y_b * r_b_) / round;
        const double x_x = (x_r - y_a * x_a - y_b * x_b) / round;
        const double through_a = round_a_ * x_x + long_a_ * x_a * x_a;
        const double through_b = round_b_ * x_x + long_b_ * x_b * x_b;
        return {l * p * x_r, p * p * through_a - l * l * through_b};
    }

private:
    double round_a_, round_b_; ///< a^2
    double long_a_, long_b_; ///< c^2 - a^2
    double r_a_, r_b_, cosine_, r_r_;
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
    double low = 0.0;
    double high = 1.0;
    auto below = contact.at(low);
    auto above = contact.at(high);
    double l = one.longest() / far;
    for (int turn = 0; turn < 100; ++turn) {
        const auto here = contact.at(l);
        if (here.value >= 1.0) {
            return false;
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
    }
    return true;
}

} // namespace percolith::microstructure
