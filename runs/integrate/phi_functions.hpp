#pragma once
/// The functions by which exponential integrators weigh: integrals of an exponential and powers.
/// https://doi.org/10.1017/S0962492910000048, section 2.

#include "kinetics/scalar.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <experimental/simd>
#include <numbers>

namespace percolith::runs
{

/// phi_1 = (e^z - 1)/z, phi_2 = (phi_1 - 1)/z, phi_3 = (phi_2 - 1/2)/z, and e^z.
template <class T> struct Phi {
    T exponential;
    T one;
    T two;
    T three;
};

namespace detail
{

/// 2^-n, of a sum n + 1.5 * 2^52 with whole n within 0..1022: n stands in the sum's last bits.
template <class T> [[gnu::always_inline]] inline T two_to_minus(const T& sum)
{
    const auto shifted = [](auto bits) { return (std::uint64_t{1023} << 52U) - (bits << 52); };
    if constexpr (!kinetics::Pack<T>) {
        return std::bit_cast<T>(shifted(std::bit_cast<std::uint64_t>(sum)));
    } else {
        using Bits = std::experimental::rebind_simd_t<std::uint64_t, T>;
        if constexpr (requires { std::bit_cast<Bits>(sum); }) {
            return std::bit_cast<T>(shifted(std::bit_cast<Bits>(sum)));
        } else { // packs of a fixed size are no plain registers
            return T(
                [&](auto k) { return two_to_minus(kinetics::lane(sum, static_cast<int>(k))); });
        }
    }
}

/// 1/k!, k = 0, 1, ...
template <std::size_t count> constexpr std::array<double, count> inverse_factorials()
{
    std::array<double, count> c{};
    double factorial = 1.0;
    for (std::size_t k = 0; k < count; ++k) {
        factorial *= k > 0 ? static_cast<double>(k) : 1.0;
        c[k] = 1.0 / factorial;
    }
    return c;
}

} // namespace detail

/// e^-x, x >= 0, to about rounding; 0 from 708 on. The same bits in packs of any width and alone,
/// where the library's exponential takes a pack apart.
template <class T> [[gnu::always_inline]] inline T exp_of_decay(const T& x)
{
    constexpr double largest = 708.0;
    // Adding it rounds to a whole number, which then stands in the last bits of the sum.
    constexpr double rounder = 0x1.8p52;
    // ln 2 in two parts, the first with so few digits that n times it is exact.
    constexpr double ln2_head = 0x1.62e42fee00000p-1;
    constexpr double ln2_tail = 0x1.a39ef35793c76p-33;
    constexpr auto coefficients = detail::inverse_factorials<14>();

    const T kept = kinetics::min(x, T(largest));
    const T sum = kept * T(std::numbers::log2e) + T(rounder);
    const T n = sum - T(rounder);
    const T rest = (n * T(ln2_head) - kept) + n * T(ln2_tail); // |rest| <= ln(2)/2
    T series(coefficients.back());
    for (std::size_t k = coefficients.size() - 1; k-- > 0;) {
        series = T(coefficients[k]) + rest * series;
    }
    return kinetics::select(x > T(largest), T(0.0), T(series * detail::two_to_minus(sum)));
}

/// At z = -x, x >= 0, to about rounding. The series where the quotients cancel; both are evaluated.
template <class T> [[gnu::always_inline]] inline Phi<T> phi_of_decay(const T& x)
{
    using kinetics::select;
    // From 1/3! on: at x = 1 what is left out is below 10^-14.
    constexpr auto coefficients = detail::inverse_factorials<17>();
    T series(coefficients.back());
    for (std::size_t k = coefficients.size() - 1; k-- > 3;) {
        series = T(coefficients[k]) - x * series;
    }
    const auto near = x < T(1.0);
    const T away = select(near, T(1.0), x);
    const T decay = exp_of_decay(away);
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
