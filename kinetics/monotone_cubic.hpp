#pragma once
/// Smooth interpolation that never overshoots its data.

#include "kinetics/combine.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <utility>
#include <vector>

namespace percolith::kinetics
{

namespace detail
{
/// Straight between the points, constant beyond them. Ordinates are plain or of the scalar X.
template <class X, class Y>
X piecewise_linear(const std::vector<double>& x, const std::vector<Y>& y, const X& at)
{
    X result{};
    for (int k = 0; k < lanes<X>; ++k) {
        const auto here = lane(at, k);
        const auto above = std::upper_bound(x.begin(), x.end(), value_of(here));
        if (above == x.begin()) {
            set_lane(result, k, lane(y.front(), k));
        } else if (above == x.end()) {
            set_lane(result, k, lane(y.back(), k));
        } else {
            const auto i = static_cast<std::size_t>(above - x.begin());
            const auto share = (here - x[i - 1]) / (x[i] - x[i - 1]);
            const auto rise = lane(y[i], k) - lane(y[i - 1], k);
            set_lane(result, k, lane(y[i - 1], k) + share * rise);
        }
    }
    return result;
}
} // namespace detail

/// What the curve does beyond its last knot.
enum class Ending { straight, level };

/// Piecewise cubic Hermite interpolation through (x_i, y_i), continuous with its first derivative
/// and monotone wherever the data are: slopes are weighted harmonic means of the neighbouring
/// secants (Fritsch and Butland 1984, DOI 10.1137/0905021). Beyond the knots it goes on straight
/// with the slope of the end; `Ending::level` makes that slope zero at the last knot.
/// Ordinates may be of any scalar T; a pack carries one curve per lane over shared knots.
template <class T = double> class MonotoneCubic
{
public:
    /// Zero everywhere.
    MonotoneCubic() = default;

    /// Throws `std::invalid_argument` unless x rises strictly and y is as long, not empty.
    MonotoneCubic(std::vector<double> x, std::vector<T> y, Ending ending = Ending::straight)
        : x_(std::move(x)), y_(std::move(y)), slope_(y_.size(), T(0.0))
    {
        if (x_.empty() || x_.size() != y_.size()) {
            throw std::invalid_argument("interpolation needs as many ordinates as knots, and one "
                                        "at least");
        }
        if (std::adjacent_find(x_.begin(), x_.end(), std::greater_equal<>()) != x_.end()) {
            throw std::invalid_argument("the knots of an interpolation must rise strictly");
        }
        set_slopes(ending);
    }

    const std::vector<double>& knots() const { return x_; }
    const std::vector<T>& ordinates() const { return y_; }

    /// The curve at x; X is T, or any scalar when T is double.
    template <class X> X operator()(const X& x) const
    {
        if constexpr (lanes<X> == 1) {
            return piece(x, 0);
        } else {
            X result;
            for (int k = 0; k < lanes<X>; ++k) {
                set_lane(result, k, piece(lane(x, k), k));
            }
            return result;
        }
    }

    /// Made ordinate by ordinate, and slope by slope, of `curve...` over the knots of the first.
    template <class U, class F, class First, class... Same>
    static MonotoneCubic<U> combined(const F& f, const First& first, const Same&... curve)
    {
        MonotoneCubic<U> result;
        result.x_ = first.x_;
        result.y_.resize(first.y_.size());
        result.slope_.resize(first.y_.size());
        for (std::size_t i = 0; i < first.y_.size(); ++i) {
            result.y_[i] = f(first.y_[i], curve.y_[i]...);
            result.slope_[i] = f(first.slope_[i], curve.slope_[i]...);
        }
        return result;
    }
    template <class U> MonotoneCubic<U> as() const { return combined<U>(Cast<U>{}, *this); }

private:
    template <class U> friend class MonotoneCubic;

    template <class X> X piece(const X& x, int k) const
    {
        const double at = value_of(x);
        const std::size_t last = x_.size() - 1;
        if (at <= x_.front()) {
            return X(lane(y_.front(), k) + lane(slope_.front(), k) * (x - x_.front()));
        }
        if (at >= x_[last]) {
            return X(lane(y_[last], k) + lane(slope_[last], k) * (x - x_[last]));
        }
        const auto above = std::upper_bound(x_.begin(), x_.end(), at);
        const auto i = static_cast<std::size_t>(above - x_.begin()) - 1;
        const double width = x_[i + 1] - x_[i];
        const X u = (x - x_[i]) / width;
        const X v = 1.0 - u;
        const auto rise = lane(y_[i + 1], k) - lane(y_[i], k);
        const X bend =
            v * (lane(slope_[i], k) * width - rise) - u * (lane(slope_[i + 1], k) * width - rise);
        return X(lane(y_[i], k) + u * rise + u * v * bend);
    }

    T secant(std::size_t i) const { return (y_[i + 1] - y_[i]) / (x_[i + 1] - x_[i]); }

    void set_slopes(Ending ending)
    {
        const std::size_t n = x_.size();
        if (n == 1) {
            return;
        }
        for (std::size_t i = 1; i + 1 < n; ++i) {
            slope_[i] = inner_slope(x_[i] - x_[i - 1], x_[i + 1] - x_[i], secant(i - 1), secant(i));
        }
        slope_[0] =
            n == 2 ? secant(0) : end_slope(x_[1] - x_[0], x_[2] - x_[1], secant(0), secant(1));
        if (ending == Ending::level) {
            return;
        }
        slope_[n - 1] = n == 2 ? secant(0)
                               : end_slope(x_[n - 1] - x_[n - 2], x_[n - 2] - x_[n - 3],
                                           secant(n - 2), secant(n - 3));
    }

    /// Zero where the secants disagree in sign, else their harmonic mean weighted by the widths.
    static T inner_slope(double h0, double h1, const T& d0, const T& d1)
    {
        const double w0 = h0 + 2.0 * h1;
        const double w1 = 2.0 * h0 + h1;
        const T product = d0 * d1;
        const auto agree = product > T(0.0);
        const T mean = (w0 + w1) * product / select(agree, w0 * d1 + w1 * d0, T(1.0));
        return select(agree, mean, T(0.0));
    }

    /// Three-point slope at an end, limited to keep the end piece monotone.
    static T end_slope(double h0, double h1, const T& d0, const T& d1)
    {
        const T slope = ((2.0 * h0 + h1) * d0 - h0 * d1) / (h0 + h1);
        const T steepest = select(abs(slope) > 3.0 * abs(d0), 3.0 * d0, slope);
        const T limited = select(d0 * d1 > T(0.0), slope, steepest);
        return select(slope * d0 > T(0.0), limited, T(0.0));
    }

    std::vector<double> x_{0.0};
    std::vector<T> y_{T(0.0)};
    std::vector<T> slope_{T(0.0)};
};

} // namespace percolith::kinetics
