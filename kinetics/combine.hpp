#pragma once
/// One law made of several of its kind, number by number: the same law over another scalar, or a
/// law whose numbers are derivatives because others of its kind were built beside it. Each law says
/// once what its numbers are, in `combined`; what becomes of them is a function.

#include "kinetics/scalar.hpp"

#include <cstddef>
#include <utility>
#include <variant>

namespace percolith::kinetics
{

/// Numbers and quantities over the scalar U.
template <class U> struct Cast {
    template <class X> auto operator()(const X& x) const { return cast<U>(x); }
};

/// `f` of numbers, or of the numbers of quantities of one dimension, as a quantity again.
template <class F, class First, class... Rest>
auto combined_numbers(const F& f, const First& first, const Rest&... rest)
{
    return f(first, rest...);
}
template <class F, int Kg, int M, int S, int A, int K, int Mol, class T, class... Rest>
auto combined_numbers(const F& f, const Quantity<Kg, M, S, A, K, Mol, T>& first,
                      const Rest&... rest)
{
    using Number = decltype(f(first.si, rest.si...));
    return Quantity<Kg, M, S, A, K, Mol, Number>(f(first.si, rest.si...));
}

namespace detail
{
template <class U, class Choice, class F, std::size_t I, class First, class... Rest>
void combine_kind(Choice& to, const F& f, const First& first, const Rest&... rest)
{
    if (first.index() == I) {
        using Law = std::variant_alternative_t<I, First>;
        to = Law::template combined<U>(f, std::get<I>(first), std::get<I>(rest)...);
    }
}

template <class U, class Choice, class F, std::size_t... I, class First, class... Rest>
Choice combine_choice(std::index_sequence<I...> /*kinds*/, const F& f, const First& first,
                      const Rest&... rest)
{
    Choice to;
    (combine_kind<U, Choice, F, I>(to, f, first, rest...), ...);
    return to;
}
} // namespace detail

/// The same of a choice of laws, all of the kind of the first. Throws `std::bad_variant_access`
/// where another is of another kind.
template <class U, class Choice, class F, class First, class... Rest>
Choice combined_choice(const F& f, const First& first, const Rest&... rest)
{
    constexpr auto kinds = std::variant_size_v<First>;
    return detail::combine_choice<U, Choice>(std::make_index_sequence<kinds>{}, f, first, rest...);
}

} // namespace percolith::kinetics
