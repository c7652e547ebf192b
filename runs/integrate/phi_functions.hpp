#pragma once
/// The functions by which exponential integrators weigh: integrals of an exponential and powers.
/// https://doi.org/10.1017/S0962492910000048, section 2.

#include "kinetics/scalar.hpp"

#include <array>

namespace percolith::runs
{

/// phi_1 = (e^z - 1)/z, phi_2 = (phi_1 - 1)/z, phi_3 = (phi_2 - 1/2)/z, and e^z.
template <class T> struct Phi {
    T exponential;
    T one;
    T two;
    T three;
};

/// At z = -x, x >= 0, to about rounding. The series where the quotients cancel; both are evaluated.
template <class T> [[gnu::always_inline]] inline Phi<T> phi_of_decay(const T& x)
{
    using kinetics::select;
    // 1/(k + 3)!: at x = 1 what is left out is below 10^-14.
    constexpr auto coefficients = [] {
        std::array<double, 14> c{};
        double factorial = 2.0;
        for (std::size_t k = 0; k < c.size(); ++k) {
            factorial *= static_cast<double>(k + 3);
            c[k] = 1.0 / factorial;
        }
        return c;
    }();
    T series(coefficients.back());
    for (std::size_t k = coefficients.size() - 1; k-- > 0;) {
        series = T(coefficients[k]) - x * series;
    }
    const auto near = x < T(1.0);
    const T away = select(near, T(1.0), x);
    const T decay = kinetics::exp(T(-away));
    const T inverse = T(1.0) / away;
    const T one = (T(1.0) - decay) * inverse;
    const T two = (T(1.0) - one) * inverse;
    Phi<T> phi;
    phi.three = select(near, series, T((T(0.5) - two) * inverse));
    phi.two = select(near, T(T(0.5) - x * series), two);
    phi.one = select(near, T(T(1.0) - x * phi.two), one);
    phi.exponential = select(near, T(T(1.0) - x * phi.one), decay);
    return phi;
}

/// From z to 2z, without cancellation.
template <class T> [[gnu::always_inline]] inline Phi<T> doubled(const Phi<T>& at)
{
    return {.exponential = at.exponential * at.exponential,
            .one = T(0.5) * at.one * (at.exponential + T(1.0)),
            .two = T(0.25) * (at.one * at.one + T(2.0) * at.two),
            .three = T(0.125) * (at.one * at.two + at.two + T(2.0) * at.three)};
}

} // namespace percolith::runs
