#pragma once
/// Rule of mixtures (DOI 10.1039/d5eb00024f, equation 1) [stated]: kept to show why it is wrong
/// here.

#include "kinetics/conductivity/common.hpp"

namespace percolith::kinetics
{

/// sigma = V_f sigma_conductor + (1 - V_f) sigma_insulator, in S/m: all metal conducts in parallel,
/// as if it always percolated. It is the upper Wiener bound.
template <class T = double> struct RuleOfMixtures {
    Conductivity<T> insulator{}; ///< without metal
    Conductivity<T> conductor{}; ///< of the metal

    Domain domain() const { return {}; }

    Conductivity<T> operator()(const T& metal_fraction) const
    {
        return metal_fraction * conductor + (1.0 - metal_fraction) * insulator;
    }

    /// Throws `std::invalid_argument` unless 0 < insulator <= conductor.
    void check() const { detail::require_conductivities(insulator, conductor); }

    /// Made number by number of `law...`: see combine.hpp.
    template <class U, class F, class... Same>
    static RuleOfMixtures<U> combined(const F& f, const Same&... law)
    {
        return {f(law.insulator...), f(law.conductor...)};
    }
    template <class U> RuleOfMixtures<U> as() const { return combined<U>(Cast<U>{}, *this); }
};

} // namespace percolith::kinetics
