#pragma once
/// The few operations that laws need from their scalar, found alike for double, automatic
/// derivatives (Boost.Math fvar, Ceres Jet) and SIMD packs (std::experimental::simd). No header of
/// those libraries is included: everything is found through the argument's own namespace.
///
/// Laws do not branch on a scalar: a pack may need both sides. They `select`, and they keep the
/// argument of the side not selected inside its domain, because a NaN there would reach
/// derivatives.

#include "kinetics/quantity.hpp"

#include <cmath>
#include <concepts>
#include <cstddef>
#include <type_traits>

namespace percolith::kinetics
{

/// A SIMD pack: knows its mask type and how many lanes it has.
template <class T>
concept Pack = requires {
    typename T::mask_type;
    typename T::value_type;
    { T::size() } -> std::convertible_to<std::size_t>;
};

namespace detail
{
template <class T> constexpr int count_lanes()
{
    if constexpr (Pack<T>) {
        return static_cast<int>(T::size());
    } else {
        return 1;
    }
}

/// The value and the derivatives of a Ceres Jet.
template <class T>
concept JetLike = requires(const T& x) {
    x.a;
    x.v;
};

/// The scalar that results when the two meet in one formula.
template <class A, class B>
using Meet = std::remove_cvref_t<decltype(std::declval<A>() + std::declval<B>())>;
} // namespace detail

/// How many independent numbers one T carries: 1 unless it is a SIMD pack.
template <class T> inline constexpr int lanes = detail::count_lanes<T>();

/// The plain number inside a scalar; derivatives are dropped. Not for packs: those have lanes.
template <class T>
    requires(!Pack<T>)
double value_of(const T& x)
{
    if constexpr (detail::JetLike<T>) {
        return value_of(x.a);
    } else {
        return static_cast<double>(x);
    }
}

/// Lane k of a pack as a plain number; any other scalar is its own only lane.
template <class T> auto lane(const T& x, [[maybe_unused]] int k)
{
    if constexpr (Pack<T>) {
        return static_cast<typename T::value_type>(x[static_cast<std::size_t>(k)]);
    } else {
        return x;
    }
}

template <class T, class V> void set_lane(T& x, [[maybe_unused]] int k, const V& value)
{
    if constexpr (Pack<T>) {
        x[static_cast<std::size_t>(k)] = value;
    } else {
        x = T(value);
    }
}

template <int Kg, int M, int S, int A, int K, int Mol, class T, class V>
void set_lane(Quantity<Kg, M, S, A, K, Mol, T>& x, int k,
              const Quantity<Kg, M, S, A, K, Mol, V>& value)
{
    set_lane(x.si, k, value.si);
}

/// A number, or a quantity's number, in another scalar: passive becomes active, one becomes many. A
/// Jet becomes its value.
template <class U, class T>
    requires(!detail::is_quantity<T>)
U cast(const T& x)
{
    if constexpr (detail::JetLike<T> && !std::is_same_v<T, U>) {
        return U(value_of(x));
    } else {
        return U(x);
    }
}
template <class U, int Kg, int M, int S, int A, int K, int Mol, class T>
Quantity<Kg, M, S, A, K, Mol, U> cast(const Quantity<Kg, M, S, A, K, Mol, T>& x)
{
    return Quantity<Kg, M, S, A, K, Mol, U>(cast<U>(x.si));
}

/// Numbers, or quantities' numbers, side by side in the lanes of a pack U; one alone is cast.
template <class U, class First, class... Rest>
auto side_by_side(const First& first, const Rest&... rest)
{
    auto all = cast<U>(first);
    [[maybe_unused]] int k = 0;
    if constexpr (detail::is_quantity<First>) {
        (set_lane(all.si, ++k, rest.si), ...);
    } else {
        (set_lane(all, ++k, rest), ...);
    }
    return all;
}

/// `a` where the condition holds, else `b`, lane by lane. Both are evaluated.
template <class C, class A, class B>
[[gnu::always_inline]] inline auto select(const C& condition, const A& a, const B& b)
{
    using R = detail::Meet<A, B>;
    if constexpr (std::is_same_v<C, bool>) {
        return condition ? R(a) : R(b);
    } else if constexpr (detail::is_quantity<R>) {
        R result(b);
        where(condition, result.si) = R(a).si;
        return result;
    } else {
        R result(b);
        where(condition, result) = R(a);
        return result;
    }
}

template <class A, class B> [[gnu::always_inline]] inline auto max(const A& a, const B& b)
{
    return select(a < b, b, a);
}

template <class A, class B> [[gnu::always_inline]] inline auto min(const A& a, const B& b)
{
    return select(b < a, b, a);
}

/// Whether a condition holds in every lane, or in one at least.
template <class C> [[gnu::always_inline]] inline bool all(const C& condition)
{
    if constexpr (std::is_same_v<C, bool>) {
        return condition;
    } else {
        return all_of(condition);
    }
}
template <class C> [[gnu::always_inline]] inline bool any(const C& condition)
{
    if constexpr (std::is_same_v<C, bool>) {
        return condition;
    } else {
        return any_of(condition);
    }
}

// Each wrapper lets the scalar's own namespace answer; std answers for double.
template <class T> [[gnu::always_inline]] inline T sqrt(const T& x)
{
    using std::sqrt;
    return sqrt(x);
}

template <class T> T exp(const T& x)
{
    using std::exp;
    return exp(x);
}

template <class T> T log(const T& x)
{
    using std::log;
    return log(x);
}

template <class T> T sinh(const T& x)
{
    using std::sinh;
    return sinh(x);
}

template <class T> T cosh(const T& x)
{
    using std::cosh;
    return cosh(x);
}

/// Ceres has none for its Jets: the value, and the first derivative 1/sqrt(1 + x^2).
template <class T> T asinh(const T& x)
{
    if constexpr (detail::JetLike<T>) {
        return asinh(x.a) + (x - x.a) / sqrt(T(1.0 + x * x));
    } else {
        using std::asinh;
        return asinh(x);
    }
}

template <class T> [[gnu::always_inline]] inline T abs(const T& x)
{
    if constexpr (std::is_floating_point_v<T>) {
        return std::fabs(x);
    } else {
        return select(x < T(0.0), -x, x);
    }
}

namespace detail
{
struct Power {
    template <class T> T operator()(const T& x, const T& power) const
    {
        if constexpr (std::is_same_v<T, double>) {
            return std::pow(x, power);
        } else if constexpr (Pack<T>) {
            // Packs raise lane by lane anyway; this way each lane has the bits of a double alone.
            return T([&](auto k) { return std::pow(lane(x, k), lane(power, k)); });
        } else {
            return exp(T(power * log(x)));
        }
    }
    template <class T>
        requires(!std::is_same_v<T, double>)
    T operator()(const T& x, double power) const
    {
        if constexpr (Pack<T>) {
            return (*this)(x, T(power));
        } else {
            return exp(T(power * log(x)));
        }
    }
};
} // namespace detail

/// x to a power, x > 0. The power may be a parameter, and so a derivative or a pack. An object, not
/// a function: the libraries' own overloads on (T, double) would make a call ambiguous.
inline constexpr detail::Power pow{};

/// 1 - 1/cosh, for arguments of any size: cosh itself overflows and would leave NaN derivatives,
/// and the difference would cancel near zero.
template <class T> T sech_complement(const T& x)
{
    const T decay = exp(-abs(x));
    return (1.0 - decay) * (1.0 - decay) / (1.0 + decay * decay);
}

} // namespace percolith::kinetics
