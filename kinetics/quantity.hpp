#pragma once
/// A number that knows its dimension. Forty lines, no run-time cost: adding a length to a charge
/// does not compile. The scalar is the last template parameter, so that one line of physics serves
/// doubles, derivatives and SIMD lanes.

#include <type_traits>

namespace percolith::kinetics
{

/// Exponents are those of kg, m, s, A, K, mol, in this order; `si` is the value in coherent SI
/// units.
template <int Kg, int M, int S, int A, int K, int Mol, class T = double> struct Quantity {
    T si{};

    constexpr Quantity() = default;
    constexpr explicit Quantity(const T& value) : si(value) {}

    /// A passive number becomes an active one (a double becomes a derivative or a SIMD pack).
    template <class U>
        requires(!std::is_same_v<U, T> && std::is_convertible_v<U, T>)
    constexpr Quantity(const Quantity<Kg, M, S, A, K, Mol, U>& other) : si(T(other.si))
    {
    }

    constexpr Quantity& operator+=(const Quantity& other)
    {
        si = si + other.si;
        return *this;
    }
    constexpr Quantity& operator-=(const Quantity& other)
    {
        si = si - other.si;
        return *this;
    }
    constexpr Quantity operator-() const { return Quantity(-si); }
};

/// What is left when all dimensions cancel.
template <class T = double> using Number = Quantity<0, 0, 0, 0, 0, 0, T>;

namespace detail
{
/// A product or quotient whose dimensions cancel is a plain scalar, usable in any formula.
template <int Kg, int M, int S, int A, int K, int Mol, class T>
constexpr auto settle(const T& value)
{
    if constexpr (Kg == 0 && M == 0 && S == 0 && A == 0 && K == 0 && Mol == 0) {
        return value;
    } else {
        return Quantity<Kg, M, S, A, K, Mol, T>(value);
    }
}

template <class X> inline constexpr bool is_quantity = false;
template <int Kg, int M, int S, int A, int K, int Mol, class T>
inline constexpr bool is_quantity<Quantity<Kg, M, S, A, K, Mol, T>> = true;

template <class X>
concept Scalar = !is_quantity<X>;
} // namespace detail

template <int Kg, int M, int S, int A, int K, int Mol, class T, class U>
constexpr auto operator+(const Quantity<Kg, M, S, A, K, Mol, T>& a,
                         const Quantity<Kg, M, S, A, K, Mol, U>& b)
{
    using R = std::remove_cvref_t<decltype(a.si + b.si)>;
    return Quantity<Kg, M, S, A, K, Mol, R>(a.si + b.si);
}

template <int Kg, int M, int S, int A, int K, int Mol, class T, class U>
constexpr auto operator-(const Quantity<Kg, M, S, A, K, Mol, T>& a,
                         const Quantity<Kg, M, S, A, K, Mol, U>& b)
{
    using R = std::remove_cvref_t<decltype(a.si - b.si)>;
    return Quantity<Kg, M, S, A, K, Mol, R>(a.si - b.si);
}

template <int Kg, int M, int S, int A, int K, int Mol, class T, int Kg2, int M2, int S2, int A2,
          int K2, int Mol2, class U>
constexpr auto operator*(const Quantity<Kg, M, S, A, K, Mol, T>& a,
                         const Quantity<Kg2, M2, S2, A2, K2, Mol2, U>& b)
{
    using R = std::remove_cvref_t<decltype(a.si * b.si)>;
    return detail::settle<Kg + Kg2, M + M2, S + S2, A + A2, K + K2, Mol + Mol2, R>(a.si * b.si);
}

template <int Kg, int M, int S, int A, int K, int Mol, class T, int Kg2, int M2, int S2, int A2,
          int K2, int Mol2, class U>
constexpr auto operator/(const Quantity<Kg, M, S, A, K, Mol, T>& a,
                         const Quantity<Kg2, M2, S2, A2, K2, Mol2, U>& b)
{
    using R = std::remove_cvref_t<decltype(a.si / b.si)>;
    return detail::settle<Kg - Kg2, M - M2, S - S2, A - A2, K - K2, Mol - Mol2, R>(a.si / b.si);
}

template <int Kg, int M, int S, int A, int K, int Mol, class T, detail::Scalar U>
constexpr auto operator*(const Quantity<Kg, M, S, A, K, Mol, T>& a, const U& b)
{
    using R = std::remove_cvref_t<decltype(a.si * b)>;
    return Quantity<Kg, M, S, A, K, Mol, R>(a.si * b);
}

template <int Kg, int M, int S, int A, int K, int Mol, class T, detail::Scalar U>
constexpr auto operator*(const U& b, const Quantity<Kg, M, S, A, K, Mol, T>& a)
{
    using R = std::remove_cvref_t<decltype(b * a.si)>;
    return Quantity<Kg, M, S, A, K, Mol, R>(b * a.si);
}

template <int Kg, int M, int S, int A, int K, int Mol, class T, detail::Scalar U>
constexpr auto operator/(const Quantity<Kg, M, S, A, K, Mol, T>& a, const U& b)
{
    using R = std::remove_cvref_t<decltype(a.si / b)>;
    return Quantity<Kg, M, S, A, K, Mol, R>(a.si / b);
}

template <int Kg, int M, int S, int A, int K, int Mol, class T, detail::Scalar U>
constexpr auto operator/(const U& b, const Quantity<Kg, M, S, A, K, Mol, T>& a)
{
    using R = std::remove_cvref_t<decltype(b / a.si)>;
    return Quantity<-Kg, -M, -S, -A, -K, -Mol, R>(b / a.si);
}

template <int Kg, int M, int S, int A, int K, int Mol, class T, class U>
constexpr auto operator<(const Quantity<Kg, M, S, A, K, Mol, T>& a,
                         const Quantity<Kg, M, S, A, K, Mol, U>& b)
{
    return a.si < b.si;
}

template <int Kg, int M, int S, int A, int K, int Mol, class T, class U>
constexpr auto operator>(const Quantity<Kg, M, S, A, K, Mol, T>& a,
                         const Quantity<Kg, M, S, A, K, Mol, U>& b)
{
    return a.si > b.si;
}

template <int Kg, int M, int S, int A, int K, int Mol, class T, class U>
constexpr auto operator<=(const Quantity<Kg, M, S, A, K, Mol, T>& a,
                          const Quantity<Kg, M, S, A, K, Mol, U>& b)
{
    return a.si <= b.si;
}

template <int Kg, int M, int S, int A, int K, int Mol, class T, class U>
constexpr auto operator>=(const Quantity<Kg, M, S, A, K, Mol, T>& a,
                          const Quantity<Kg, M, S, A, K, Mol, U>& b)
{
    return a.si >= b.si;
}

// What the laws speak of.
template <class T = double> using Length = Quantity<0, 1, 0, 0, 0, 0, T>;
template <class T = double> using Area = Quantity<0, 2, 0, 0, 0, 0, T>;
template <class T = double> using Time = Quantity<0, 0, 1, 0, 0, 0, T>;
template <class T = double> using Rate = Quantity<0, 0, -1, 0, 0, 0, T>;
template <class T = double> using Velocity = Quantity<0, 1, -1, 0, 0, 0, T>;
template <class T = double> using Temperature = Quantity<0, 0, 0, 0, 1, 0, T>;
template <class T = double> using Current = Quantity<0, 0, 0, 1, 0, 0, T>;
template <class T = double> using CurrentDensity = Quantity<0, -2, 0, 1, 0, 0, T>;
template <class T = double> using CurrentRamp = Quantity<0, -2, -1, 1, 0, 0, T>;
template <class T = double> using ArealCharge = Quantity<0, -2, 1, 1, 0, 0, T>;
template <class T = double> using Voltage = Quantity<1, 2, -3, -1, 0, 0, T>;
template <class T = double> using VoltageRamp = Quantity<1, 2, -4, -1, 0, 0, T>;
template <class T = double> using ArealResistance = Quantity<1, 4, -3, -2, 0, 0, T>;
template <class T = double> using ArealCapacitance = Quantity<-1, -4, 4, 2, 0, 0, T>;
template <class T = double> using Permittivity = Quantity<-1, -3, 4, 2, 0, 0, T>;
template <class T = double> using Conductivity = Quantity<-1, -3, 3, 2, 0, 0, T>;
template <class T = double> using Pressure = Quantity<1, -1, -2, 0, 0, 0, T>;
template <class T = double> using MolarVolume = Quantity<0, 3, 0, 0, 0, -1, T>;
template <class T = double> using MolarMass = Quantity<1, 0, 0, 0, 0, -1, T>;
template <class T = double> using Density = Quantity<1, -3, 0, 0, 0, 0, T>;
template <class T = double> using MolarEnergy = Quantity<1, 2, -2, 0, 0, -1, T>;
template <class T = double> using MolarCharge = Quantity<0, 0, 1, 1, 0, -1, T>;
/// Volume per charge: interphase made, separator consumed or lithium moved, m3/C.
template <class T = double> using VolumePerCharge = Quantity<0, 3, -1, -1, 0, 0, T>;
/// Barrier renewal per charge passed, m2/C.
template <class T = double> using Renewal = Quantity<0, 2, -1, -1, 0, 0, T>;

} // namespace percolith::kinetics
