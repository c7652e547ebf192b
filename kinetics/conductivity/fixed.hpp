#pragma once
/// A conductivity given as a number.

#include "kinetics/conductivity/common.hpp"

namespace percolith::kinetics
{

/// sigma = the given value, in S/m, whatever the metal fraction [phenomenological]: for a fitted or
/// measured interphase.
template <class T = double> struct FixedConductivity {
    Conductivity<T> value{};

    Domain domain() const { return {}; }

    Conductivity<T> operator()(const T& /*metal_fraction*/) const { return value; }

    /// Throws `std::invalid_argument` unless the value is positive.
    void check() const
    {
        detail::require(value.si > T(0.0), "the electronic conductivity must be positive");
    }

    /// Made number by number of `law...`: see combine.hpp.
    template <class U, class F, class... Same>
    static FixedConductivity<U> combined(const F& f, const Same&... law)
    {
        return {f(law.value...)};
    }
    template <class U> FixedConductivity<U> as() const { return combined<U>(Cast<U>{}, *this); }
};

} // namespace percolith::kinetics
